/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry.S of the 64-bit half pushes at a trap, lowest address first; included by <arch/trap.h>. */
#ifndef ARCH_TRAP_FRAME_H
#define ARCH_TRAP_FRAME_H

struct trap_frame {
	word_t r15, r14, r13, r12, r11, r10, r9, r8;
	word_t rdi, rsi, rbp, rbx, rdx, rcx, rax;
	word_t vector, error;
	word_t ip, cs, flags, sp, ss;
};

ALWAYS_INLINE word_t trap_frame_pointer(const struct trap_frame *f)
{
	return f->rbp;
}

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return f->sp;
}

#endif
