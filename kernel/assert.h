/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inconsistencies of the kernel's own.  panic() prints a sentence and a backtrace and stops in the
 * debugger; kassert() states an invariant and vanishes with KASSERT=n (its expression stays
 * compiled, never evaluated).  User input is never asserted on.
 */
#ifndef KERNEL_ASSERT_H
#define KERNEL_ASSERT_H

_Noreturn void panic(const char *fmt, ...) __attribute__((cold, format(printf, 1, 2)));

#ifdef CONFIG_KASSERT
#define kassert(expr) \
	do { \
		if (__builtin_expect(!(expr), 0)) \
			panic("%s:%d: assertion failed: %s", __FILE__, __LINE__, #expr); \
	} while (0)
#else
#define kassert(expr)	do { (void)sizeof(!(expr)); } while (0)
#endif

#endif
