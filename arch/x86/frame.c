/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved registers as the core sees them, away from the hot path.  Whoever wants more of a thread
 * inside a system call than its results turns its frame into a complete one first.
 */
#include <kernel/entry.h>
#include <kernel/tcb.h>
#include <arch/params.h>
#include <arch/x86/entry.h>

static bool is_complete(const struct arch_frame *f)
{
	return frame_thread(f)->flags & TCB_X86_IRET;
}

void x86_frame_complete(struct arch_frame *f)
{
	if (is_complete(f))
		return;
	x86_frame_fill(f);
	f->ip = x86_return_address(frame_thread(f));
	f->flags = USER_FLAGS_INITIAL;
	frame_thread(f)->flags |= TCB_X86_IRET;
}

void frame_init(struct arch_frame *f)
{
	*f = (struct arch_frame){ .flags = USER_FLAGS_INITIAL };
	frame_thread(f)->flags |= TCB_X86_IRET;
}

void frame_start(struct arch_frame *f, word_t ip, word_t sp)
{
	x86_frame_complete(f);
	f->ip = ip;
	f->sp = sp;
}

word_t frame_ip(const struct arch_frame *f)
{
	return is_complete(f) ? f->ip : x86_return_address(frame_thread(f));
}

void frame_set_ip(struct arch_frame *f, word_t ip)
{
	x86_frame_complete(f);
	f->ip = ip;
}

word_t frame_flags(const struct arch_frame *f)
{
	return is_complete(f) ? f->flags : USER_FLAGS_INITIAL;
}

void frame_set_flags(struct arch_frame *f, word_t flags)
{
	x86_frame_complete(f);
	f->flags = (f->flags & ~(word_t)USER_FLAGS_MASK) | (flags & USER_FLAGS_MASK);
}

/* --- results of system calls ------------------------------------------------------------------ */

static void complete(struct arch_frame *f)
{
	if (!CALLS_SAVE_ALL)
		x86_frame_complete(f);
}

void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control)
{
	complete(f);
	f->ax = result;
	f->dx = time_control;
}

void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control)
{
	complete(f);
	f->ax = result;
	f->RESULT_OLD_CONTROL = old_control;
}

void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	complete(f);
#define EXREG_OUT(member, reg)	f->reg = regs->member;
	EACH_EXREG(EXREG_OUT)
}
