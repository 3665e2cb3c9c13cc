/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unmap (X.2: Unmap; syscall sheet 8): the fpages in MR0..MRk one after the other, each in slices;
 * every one comes back with its status bits.  The progress stands in the TCB.
 */
#include <kernel/domain.h>
#include <kernel/entry.h>
#include <kernel/mapdb.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/utcb.h>

#define FPAGES_PER_SLICE	2

static struct tcb *next_fpages(struct tcb *self)
{
	struct unmap_call *call = &self->unmap;

	for (unsigned n = 0; call->mr <= call->last_mr; n++) {
		if (n == FPAGES_PER_SLICE) {
			tcb_continue(self, next_fpages);
			return self;
		}
		if (!call->active) {
			call->fpage = utcb_mr(self, call->mr);
			call->active = domain_unmap_init(&call->op, self->space, call->fpage,
							 call->flush);
		}
		if (call->active && unmap_op_run(&call->op) == SLICE_MORE) {
			tcb_continue(self, next_fpages);
			return self;
		}
		word_t status = call->active ? call->op.status : 0;

		utcb_set_mr(self, call->mr, (call->fpage & ~(word_t)ABI_RIGHTS_MASK) | status);
		call->active = false;
		call->mr++;
	}
	return self;
}

struct tcb *sys_unmap(struct tcb *self, word_t control)
{
	word_t fpage = utcb_mr(self, 0);
	unsigned status;

	if (!(control & ABI_UNMAP_LAST_MR_MASK) &&
	    mapdb_unmap_page(self->space, fpage, control & ABI_UNMAP_FLUSH, &status)) {
		utcb_set_mr(self, 0, (fpage & ~(word_t)ABI_RIGHTS_MASK) | status);
		return self;
	}
	self->unmap.mr = 0;
	self->unmap.last_mr = control & ABI_UNMAP_LAST_MR_MASK;
	self->unmap.flush = (control & ABI_UNMAP_FLUSH) != 0;
	self->unmap.active = false;
	return next_fpages(self);
}

void unmap_cancel(struct tcb *t)
{
	if (t->unmap.active) {
		unmap_op_cancel(&t->unmap.op);
		work_wake();
	}
	t->unmap.active = false;
	t->unmap.mr = t->unmap.last_mr + 1;
}
