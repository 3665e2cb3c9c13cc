/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved registers of a 32-bit thread, by the names that both word sizes have; included by
 * <arch/frame.h>.  A thread inside Ipc keeps AX, SI and its stack pointer only: MR1 and MR2 are taken
 * from its UTCB when it is resumed.
 */
#ifndef ARCH_REGISTERS_H
#define ARCH_REGISTERS_H

#include <kernel/types.h>

struct arch_frame {
	word_t ax, si;			/* from, MR0 */
	word_t sp;
	word_t cx, dx, bx, bp, di;	/* complete frames only, from here on */
	word_t ip, flags;
	word_t vector, error;		/* of the exception that made it */
};

/* What entry.S pushes at a trap, lowest address first. */
struct trap_frame {
	word_t es, ds;
	word_t di, si, bp, bx, dx, cx, ax;
	word_t vector, error;
	word_t ip, cs, flags;
	word_t user_sp, user_ss;	/* there only if it comes from user mode */
};

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return f->cs & 3 ? f->user_sp : (uintptr_t)&f->user_sp;
}

/* Of message registers only MR0 is ever in a frame (system calls other than Ipc). */
ALWAYS_INLINE word_t frame_mr(const struct arch_frame *f, unsigned n)
{
	(void)n;
	return f->si;
}

ALWAYS_INLINE void frame_set_mr(struct arch_frame *f, unsigned n, word_t w)
{
	(void)n;
	f->si = w;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->ax = from;
	f->si = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->ax = (word_t)usec;
	f->dx = (word_t)(usec >> 32);
}

/* Words of an exception message. */
#define EXCEPTION_WORDS		12
#define EXCEPTION_NUMBER_WORD	3
#define EXCEPTION_FLAGS_WORD	2

/* What a fault that is no write is told as: without no-execute pages fetching is reading. */
#define X86_READ_ACCESS		(ABI_RIGHT_R | (x86_nx ? 0 : ABI_RIGHT_X))

/* Suffix of the instructions that save and load all FPU registers. */
#define FPU_WIDE		""

#endif
