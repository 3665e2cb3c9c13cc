/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved registers as the core sees them, away from the hot path.  Whoever wants more of a thread
 * inside Ipc than its results turns its frame into a complete one first; all other entries have
 * saved one.
 */
#include <kernel/entry.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/x32/x32.h>

static struct tcb *thread_of(const struct arch_frame *f)
{
	return container_of((void *)(uintptr_t)f, struct tcb, frame);
}

static bool is_complete(const struct arch_frame *f)
{
	return thread_of(f)->flags & TCB_X86_IRET;
}

/* Where a thread in Ipc goes on: in its space's KIP. */
static word_t return_address(const struct tcb *t)
{
	word_t page = t->space->kip_area & -(word_t)4096;

	return page + X32_STUBS_OFFSET + (word_t)(user_stub_return - user_stubs);
}

/* What the system call destroys reads as zero. */
static void complete(struct arch_frame *f)
{
	struct tcb *t = thread_of(f);

	if (is_complete(f))
		return;
	f->ecx = f->edx = 0;
	f->ebx = utcb_mr(t, 1);
	f->ebp = utcb_mr(t, 2);
	f->edi = t->local_id;
	f->ip = return_address(t);
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
	return is_complete(f) ? f->ip : return_address(thread_of(f));
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
	f->eax = result;
	f->edx = time_control;
}

void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control)
{
	f->eax = result;
	f->ecx = old_control;
}

void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	f->eax = regs->dest;
	f->ecx = regs->control;
	f->edx = regs->sp;
	f->esi = regs->ip;
	f->edi = regs->flags;
	f->ebx = regs->handle;
	f->ebp = regs->pager;
}
