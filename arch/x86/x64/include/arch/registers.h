/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved registers of a 64-bit thread, by the names that both word sizes have; included by
 * <arch/frame.h>.  A thread inside a system call keeps mr[], sp and the result registers only.
 */
#ifndef ARCH_REGISTERS_H
#define ARCH_REGISTERS_H

#include <kernel/types.h>

struct arch_frame {
	union {
		word_t mr[ABI_REGISTER_MRS + 1];
		struct {
			word_t r9, ax, bx, r10, r12, r13, r14, r15;
		};
	};
	word_t sp;
	word_t di, si, dx, r8;
	word_t cx, r11, bp;
	word_t ip, flags;			/* complete frames only, from here on */
	word_t vector, error;			/* of the exception that made it */
};

/* What entry.S pushes at a trap, lowest address first. */
struct trap_frame {
	word_t r15, r14, r13, r12, r11, r10, r9, r8;
	word_t di, si, bp, bx, dx, cx, ax;
	word_t vector, error;
	word_t ip, cs, flags, sp, ss;
};

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return f->sp;
}

/* Message registers 1 .. ABI_REGISTER_MRS. */
ALWAYS_INLINE word_t frame_mr(const struct arch_frame *f, unsigned n)
{
	return f->mr[n];
}

ALWAYS_INLINE void frame_set_mr(struct arch_frame *f, unsigned n, word_t w)
{
	f->mr[n] = w;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->si = from;
	f->r9 = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->ax = usec;
}

/* Words of an exception message. */
#define EXCEPTION_WORDS		20
#define EXCEPTION_NUMBER_WORD	19
#define EXCEPTION_FLAGS_WORD	18
/* What a fault that is no write is told as. */
#define X86_READ_ACCESS		ABI_RIGHT_R

/* Suffix of the instructions that save and load all FPU registers. */
#define FPU_WIDE		"64"

#endif
