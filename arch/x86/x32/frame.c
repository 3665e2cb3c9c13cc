/* SPDX-License-Identifier: BSD-2-Clause */
/* What Ipc leaves of the registers of a 32-bit thread; all other entries save a complete frame. */
#include <kernel/kip_machine.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>
#include <arch/x86/x32/x32.h>

/* What it destroys reads as zero. */
void x86_frame_fill(struct arch_frame *f)
{
	const struct tcb *t = frame_thread(f);

	f->cx = f->dx = 0;
	f->bx = utcb_mr(t, 1);
	f->bp = utcb_mr(t, 2);
	f->di = t->local_id;
}

/* A thread in Ipc goes on in its space's KIP. */
word_t x86_return_address(const struct tcb *t)
{
	word_t page = t->space->kip_area & -(word_t)4096;

	return page + KIP_STUBS_OFFSET + (word_t)(user_stub_return - user_stubs);
}
