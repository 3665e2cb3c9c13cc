/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved user registers of a thread, as plain data.  There are two kinds of frame.  A thread
 * that came in by Ipc has left its return address on its own stack; what the stubs' common return
 * wants is all there is to keep.  One that was interrupted has the flag TCB_X86_IRET set and
 * everything is meaningful.  Which registers there are is <arch/registers.h>'s business.
 */
#ifndef ARCH_FRAME_H
#define ARCH_FRAME_H

#include <kernel/types.h>
#include <arch/registers.h>	/* struct arch_frame and the results of Ipc */

/* tcb.flags: the frame is a complete one; cleared when it is resumed. */
#define TCB_X86_IRET	(1u << TCB_ARCH_SHIFT)

/* tcb.flags: this thread runs with its FPU state in the processor (fpu.c). */
#define TCB_X86_FPU	(2u << TCB_ARCH_SHIFT)

/* Interrupts on, I/O privilege 0: users may not hold interrupts off. */
#define USER_FLAGS_INITIAL	0x0202u
/* What ExchangeRegisters and replies may change: CF PF AF ZF SF OF. */
#define USER_FLAGS_MASK		0x08d5u

struct arch_tcb {
	void *fpu;		/* saved FPU state, NULL until it is used */
};

struct exregs;

/* Registers of a thread about to be activated: zeros, no instruction pointer yet. */
void frame_init(struct arch_frame *f);
/* The startup message's effect. */
void frame_start(struct arch_frame *f, word_t ip, word_t sp);

ALWAYS_INLINE word_t frame_sp(const struct arch_frame *f)
{
	return f->sp;
}

ALWAYS_INLINE void frame_set_sp(struct arch_frame *f, word_t sp)
{
	f->sp = sp;
}

/* As ExchangeRegisters shows them; inside a system call the stub's address and flags. */
word_t frame_ip(const struct arch_frame *f);
word_t frame_flags(const struct arch_frame *f);
void frame_set_ip(struct arch_frame *f, word_t ip);
/* Only the bits users may change are taken. */
void frame_set_flags(struct arch_frame *f, word_t flags);

/* Results of system calls.  What is not an output reads as zero. */
ALWAYS_INLINE void frame_return(struct arch_frame *f, word_t result)
{
	f->ax = result;
}

void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control);
void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control);
/* regs->dest is the result, the other kind of id. */
void frame_return_exregs(struct arch_frame *f, const struct exregs *regs);

#endif
