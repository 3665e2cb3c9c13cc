/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved user registers of a thread, as plain data.  There are two kinds of frame.  A thread
 * that came in by a system call has left its return address on its own stack; mr[], sp and the
 * result registers are all there is to keep, and it goes on at the stubs' common `ret`.  One that
 * was interrupted has the flag TCB_X86_IRET set and everything below is meaningful.
 */
#ifndef ARCH_FRAME_H
#define ARCH_FRAME_H

#include <kernel/types.h>

/* tcb.flags: the frame is a complete one; cleared when it is resumed. */
#define TCB_X86_IRET	0x100u

/* tcb.flags: this thread runs with its FPU state in the processor (fpu.c). */
#define TCB_X86_FPU	0x200u

/* Interrupts on, I/O privilege 0: users may not hold interrupts off. */
#define USER_FLAGS_INITIAL	0x0202u
/* What ExchangeRegisters and replies may change: CF PF AF ZF SF OF. */
#define USER_FLAGS_MASK		0x08d5u

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

struct arch_tcb {
	void *fpu;		/* saved FPU state, NULL until it is used */
};

struct exregs;

/* Registers of a thread about to be activated: zeros, no instruction pointer yet. */
void frame_init(struct arch_frame *f);
/* The startup message's effect. */
void frame_start(struct arch_frame *f, word_t ip, word_t sp);

/* As ExchangeRegisters shows them; inside a system call the stub's address and flags. */
word_t frame_ip(const struct arch_frame *f);
word_t frame_flags(const struct arch_frame *f);
void frame_set_ip(struct arch_frame *f, word_t ip);
/* Only the bits users may change are taken. */
void frame_set_flags(struct arch_frame *f, word_t flags);

ALWAYS_INLINE word_t frame_sp(const struct arch_frame *f)
{
	return f->sp;
}

ALWAYS_INLINE void frame_set_sp(struct arch_frame *f, word_t sp)
{
	f->sp = sp;
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

void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control);
void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control);
/* regs->dest is the result, the other kind of id. */
void frame_return_exregs(struct arch_frame *f, const struct exregs *regs);

#endif
