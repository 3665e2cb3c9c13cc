/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Saved registers of 32-bit threads: what Ipc leaves of them (all other entries save a complete
 * frame), and where results go.
 */
#include <kernel/entry.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/x32/x32.h>

/* A thread in Ipc goes on in its space's KIP. */
word_t x86_return_address(const struct tcb *t)
{
	word_t page = t->space->kip_area & -(word_t)4096;

	return page + X32_STUBS_OFFSET + (word_t)(user_stub_return - user_stubs);
}

/* What Ipc destroys reads as zero. */
void x86_frame_fill(struct arch_frame *f)
{
	const struct tcb *t = frame_thread(f);

	f->ecx = f->edx = 0;
	f->ebx = utcb_mr(t, 1);
	f->ebp = utcb_mr(t, 2);
	f->edi = t->local_id;
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
