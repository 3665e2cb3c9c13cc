/* SPDX-License-Identifier: BSD-2-Clause */
/* What a system call leaves of the registers of a 64-bit thread. */
#include <kernel/tcb.h>
#include <arch/x86/entry.h>

/* What it destroys reads as zero. */
void x86_frame_fill(struct arch_frame *f)
{
	f->dx = f->r8 = f->cx = f->r11 = f->bp = 0;
	f->di = frame_thread(f)->local_id;
}

word_t x86_return_address(const struct tcb *t)
{
	(void)t;
	return (uintptr_t)user_stub_return;
}
