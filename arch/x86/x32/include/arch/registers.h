/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved registers of a 32-bit thread; included by <arch/frame.h>.  A thread inside Ipc keeps EAX,
 * ESI and its stack pointer only: MR1 and MR2 are taken from its UTCB when it is resumed.
 */
#ifndef ARCH_REGISTERS_H
#define ARCH_REGISTERS_H

#include <kernel/types.h>

struct arch_frame {
	word_t eax, esi;		/* from, MR0 */
	word_t sp;
	word_t ecx, edx, ebx, ebp, edi;	/* complete frames only, from here on */
	word_t ip, flags;
	word_t vector, error;		/* of the exception that made it */
};

/* What the debugger's callers pass in EAX. */
ALWAYS_INLINE word_t frame_accumulator(const struct arch_frame *f)
{
	return f->eax;
}

/* Where IN and OUT have the port. */
ALWAYS_INLINE word_t frame_port(const struct arch_frame *f)
{
	return f->edx;
}

/* KernelInterface answers here. */
ALWAYS_INLINE void frame_set_kernel_interface(struct arch_frame *f, word_t page, word_t version,
					      word_t flags, word_t id)
{
	f->eax = page;
	f->ecx = version;
	f->edx = flags;
	f->esi = id;
}

/* Of message registers only MR0 is ever in a frame (system calls other than Ipc). */
ALWAYS_INLINE word_t frame_mr(const struct arch_frame *f, unsigned n)
{
	(void)n;
	return f->esi;
}

ALWAYS_INLINE void frame_set_mr(struct arch_frame *f, unsigned n, word_t w)
{
	(void)n;
	f->esi = w;
}

ALWAYS_INLINE void frame_return(struct arch_frame *f, word_t result)
{
	f->eax = result;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->eax = from;
	f->esi = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->eax = (word_t)usec;
	f->edx = (word_t)(usec >> 32);
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
