/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved registers as the core sees them, away from the hot path.  Whoever wants more of a thread
 * inside a system call than its results turns its frame into a complete one first.
 */
#include <kernel/entry.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>

static struct tcb *thread_of(const struct arch_frame *f)
{
	return container_of((void *)(uintptr_t)f, struct tcb, frame);
}

static bool is_complete(const struct arch_frame *f)
{
	return thread_of(f)->flags & TCB_X86_IRET;
}

/* What a system call destroys reads as zero. */
static void complete(struct arch_frame *f)
{
	struct tcb *t = thread_of(f);

	if (is_complete(f))
		return;
	f->rdx = f->r8 = f->rcx = f->r11 = f->rbp = 0;
	f->rdi = t->local_id;
	f->ip = (uintptr_t)user_stub_return;
	f->flags = USER_FLAGS_INITIAL;
	t->flags |= TCB_X86_IRET;
}

void frame_init(struct arch_frame *f)
{
	*f = (struct arch_frame){ .flags = USER_FLAGS_INITIAL };
	thread_of(f)->flags |= TCB_X86_IRET;
}

void frame_start(struct arch_frame *f, word_t ip, word_t sp)
{
	complete(f);
	f->ip = ip;
	f->sp = sp;
}

word_t frame_ip(const struct arch_frame *f)
{
	return is_complete(f) ? f->ip : (uintptr_t)user_stub_return;
}

void frame_set_ip(struct arch_frame *f, word_t ip)
{
	complete(f);
	f->ip = ip;
}

word_t frame_flags(const struct arch_frame *f)
{
	return is_complete(f) ? f->flags : USER_FLAGS_INITIAL;
}

void frame_set_flags(struct arch_frame *f, word_t flags)
{
	complete(f);
	f->flags = (f->flags & ~(word_t)USER_FLAGS_MASK) | (flags & USER_FLAGS_MASK);
}

void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control)
{
	complete(f);
	f->mr[MR_RAX] = result;
	f->rdx = time_control;
}

void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control)
{
	complete(f);
	f->mr[MR_RAX] = result;
	f->rdx = old_control;
}

void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	complete(f);
	f->mr[MR_RAX] = regs->dest;
	f->rsi = regs->control;
	f->rdx = regs->sp;
	f->r8 = regs->ip;
	f->mr[MR_R9] = regs->flags;
	f->mr[MR_R10] = regs->handle;
	f->rdi = regs->pager;
}
