/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The saved user registers of a thread, as plain data.  A thread that came in by Ipc has kept its
 * message registers, the registers the call preserves and the place to return to; the rest is
 * cleared when it goes on.  One that came in by anything else has TCB_MIPS_FULL set and keeps all.
 */
#ifndef ARCH_FRAME_H
#define ARCH_FRAME_H

#include <kernel/types.h>
#include <arch/mips64/regs.h>

/* tcb.flags: all registers are restored; cleared when it is resumed. */
#define TCB_MIPS_FULL	(1u << TCB_ARCH_SHIFT)

struct arch_frame {
	word_t gpr[32];		/* by number; 0, 26 and 27 mean nothing in user frames */
	word_t ip, status;
	word_t hi, lo;		/* complete frames only, from here on */
	word_t cause, badvaddr;
};

/* Registers by number. */
enum { R_AT = 1, R_V0 = 2, R_V1 = 3, R_A0 = 4, R_MR0 = 3, R_MR1 = 16, R_SP = 29, R_RA = 31 };

struct arch_tcb {
	void *fpu;		/* saved FPU registers, NULL until it is used */
};

struct exregs;

/* Registers of a thread about to be activated: zeros, no instruction pointer yet. */
void frame_init(struct arch_frame *f);

ALWAYS_INLINE word_t frame_ip(const struct arch_frame *f)
{
	return f->ip;
}

ALWAYS_INLINE word_t frame_sp(const struct arch_frame *f)
{
	return f->gpr[R_SP];
}

ALWAYS_INLINE word_t frame_flags(const struct arch_frame *f)
{
	return f->status & STATUS_READ;
}

ALWAYS_INLINE void frame_set_ip(struct arch_frame *f, word_t ip)
{
	f->ip = ip;
}

ALWAYS_INLINE void frame_set_sp(struct arch_frame *f, word_t sp)
{
	f->gpr[R_SP] = sp;
}

/* Only the bits users may change are taken. */
ALWAYS_INLINE void frame_set_flags(struct arch_frame *f, word_t flags)
{
	f->status = (f->status & ~(word_t)STATUS_WRITE) | (flags & STATUS_WRITE);
}

/* The startup message's effect. */
ALWAYS_INLINE void frame_start(struct arch_frame *f, word_t ip, word_t sp)
{
	f->ip = ip;
	f->gpr[R_SP] = sp;
}

/* Message registers 1 .. ABI_REGISTER_MRS. */
ALWAYS_INLINE word_t frame_mr(const struct arch_frame *f, unsigned n)
{
	return f->gpr[R_MR1 - 1 + n];
}

ALWAYS_INLINE void frame_set_mr(struct arch_frame *f, unsigned n, word_t w)
{
	f->gpr[R_MR1 - 1 + n] = w;
}

/* Results of system calls. */
ALWAYS_INLINE void frame_return(struct arch_frame *f, word_t result)
{
	f->gpr[R_V0] = result;
}

ALWAYS_INLINE void frame_return_ipc(struct arch_frame *f, word_t from, word_t tag)
{
	f->gpr[R_V0] = from;
	f->gpr[R_MR0] = tag;
}

ALWAYS_INLINE void frame_return_clock(struct arch_frame *f, uint64_t usec)
{
	f->gpr[R_V0] = usec;
}

ALWAYS_INLINE void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control)
{
	f->gpr[R_V0] = result;
	f->gpr[R_A0] = time_control;
}

ALWAYS_INLINE void frame_return_space_control(struct arch_frame *f, word_t result,
					      word_t old_control)
{
	f->gpr[R_V0] = result;
	f->gpr[R_A0] = old_control;
}

/* regs->dest is the result, the other kind of id. */
void frame_return_exregs(struct arch_frame *f, const struct exregs *regs);

#endif
