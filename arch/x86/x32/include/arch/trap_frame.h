/* SPDX-License-Identifier: BSD-2-Clause */
/* What entry.S of the 32-bit half pushes at a trap, lowest address first; included by <arch/trap.h>. */
#ifndef ARCH_TRAP_FRAME_H
#define ARCH_TRAP_FRAME_H

struct trap_frame {
	word_t es, ds;
	word_t edi, esi, ebp, ebx, edx, ecx, eax;
	word_t vector, error;
	word_t ip, cs, flags;
	word_t user_sp, user_ss;	/* there only if it comes from user mode */
};

ALWAYS_INLINE word_t trap_frame_pointer(const struct trap_frame *f)
{
	return f->ebp;
}

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return f->cs & 3 ? f->user_sp : (uintptr_t)&f->user_sp;
}

#endif
