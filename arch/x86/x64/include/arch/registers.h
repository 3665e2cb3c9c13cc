/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved registers of a 64-bit thread; included by <arch/frame.h>.  A thread inside a system call
 * keeps mr[], sp and the result registers only.
 */
#ifndef ARCH_REGISTERS_H
#define ARCH_REGISTERS_H

#include <kernel/types.h>

struct arch_frame {
	word_t mr[ABI_REGISTER_MRS + 1];	/* R9 RAX RBX R10 R12 R13 R14 R15 */
	word_t sp;
	word_t rsi, rdx, rdi, r8;
	word_t rcx, r11, rbp;
	word_t ip, flags;			/* complete frames only, from here on */
	word_t vector, error;			/* of the exception that made it */
};

/* Which mr[] is the register. */
#define MR_R9	0
#define MR_RAX	1
#define MR_RBX	2
#define MR_R10	3
#define MR_R12	4
#define MR_R13	5
#define MR_R14	6
#define MR_R15	7

/* What the debugger's callers pass in RAX. */
ALWAYS_INLINE word_t frame_accumulator(const struct arch_frame *f)
{
	return f->mr[MR_RAX];
}

/* Where IN and OUT have the port. */
ALWAYS_INLINE word_t frame_port(const struct arch_frame *f)
{
	return f->rdx;
}

/* KernelInterface answers here. */
ALWAYS_INLINE void frame_set_kernel_interface(struct arch_frame *f, word_t page, word_t version,
					      word_t flags, word_t id)
{
	f->mr[MR_RAX] = page;
	f->rcx = version;
	f->rdx = flags;
	f->rsi = id;
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

/* Results of system calls.  RDX is zero where it is not an output, R8 too. */
ALWAYS_INLINE void frame_return(struct arch_frame *f, word_t result)
{
	f->mr[MR_RAX] = result;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->rsi = from;
	f->mr[MR_R9] = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->mr[MR_RAX] = usec;
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
