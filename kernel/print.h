/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing on the kernel's console: start-up lines, panics, the debugger. */
#ifndef KERNEL_PRINT_H
#define KERNEL_PRINT_H

#include <stdarg.h>
#include <stdbool.h>

/* %d %u %x %p %s %c %%, with l, ll and z, width, '0' and '-'.  The console returns the carriage at a
 * newline. */
void print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void vprint(const char *fmt, va_list args);

/* With several CPUs a call's characters stay together, unless nobody else can print. */
void print_alone(bool alone);

#ifdef CONFIG_VERBOSE_INIT
#define print_init(...)	print(__VA_ARGS__)
#else
#define print_init(...)	do { if (0) print(__VA_ARGS__); } while (0)
#endif

#endif
