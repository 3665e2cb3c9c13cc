/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved registers of 64-bit threads: what a system call leaves of them, and where results go. */
#include <kernel/entry.h>
#include <kernel/tcb.h>
#include <arch/x86/entry.h>

/* What a system call destroys reads as zero. */
void x86_frame_fill(struct arch_frame *f)
{
	f->rdx = f->r8 = f->rcx = f->r11 = f->rbp = 0;
	f->rdi = frame_thread(f)->local_id;
}

word_t x86_return_address(const struct tcb *t)
{
	(void)t;
	return (uintptr_t)user_stub_return;
}

void frame_return_schedule(struct arch_frame *f, word_t result, word_t time_control)
{
	x86_frame_complete(f);
	f->mr[MR_RAX] = result;
	f->rdx = time_control;
}

void frame_return_space_control(struct arch_frame *f, word_t result, word_t old_control)
{
	x86_frame_complete(f);
	f->mr[MR_RAX] = result;
	f->rdx = old_control;
}

void frame_return_exregs(struct arch_frame *f, const struct exregs *regs)
{
	x86_frame_complete(f);
	f->mr[MR_RAX] = regs->dest;
	f->rsi = regs->control;
	f->rdx = regs->sp;
	f->r8 = regs->ip;
	f->mr[MR_R9] = regs->flags;
	f->mr[MR_R10] = regs->handle;
	f->rdi = regs->pager;
}
