/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second kind of entry: traps inside the kernel, NMI, machine checks, debug traps.  Frame in,
 * frame out, on a stack of their own; the debugger reads and may change what it finds here.
 */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <kernel/types.h>

/* As entry.S pushes it, lowest address first. */
struct trap_frame {
	word_t r15, r14, r13, r12, r11, r10, r9, r8;
	word_t rdi, rsi, rbp, rbx, rdx, rcx, rax;
	word_t vector, error;
	word_t ip, cs, flags, sp, ss;
};

ALWAYS_INLINE bool trap_from_user(const struct trap_frame *f)
{
	return (f->cs & 3) != 0;
}

ALWAYS_INLINE word_t trap_frame_pointer(const struct trap_frame *f)
{
	return f->rbp;
}

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return f->sp;
}

/* SYSCALL takes no user's trap flag into the kernel. */
ALWAYS_INLINE bool trap_is_stray_step(struct trap_frame *f)
{
	(void)f;
	return false;
}

/* "page fault" and the like. */
const char *trap_name(unsigned vector);

#endif
