/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MemoryControl (X.2: MemoryControl; syscall sheet 11): how the fpages in MR0..MRk are cached, for
 * the caller's own pages and all that is derived from them, in slices.  What the values mean is the
 * port's business (arch/attribute.h).  A page keeps its attribute in its node and hands it on to
 * what is mapped from it; changing it is a walk over the tree as for Unmap.  The progress stands in
 * the TCB, where that of Unmap does.
 */
#include <kernel/entry.h>
#include <kernel/mapdb.h>
#include <kernel/mapping.h>
#include <kernel/thread.h>
#include <arch/attribute.h>
#include <arch/utcb.h>

#define ATTRIBUTE_FPAGES	2		/* a slice */
#define SELECTOR_MASK		3u	/* an fpage's low bits: which of the four attributes */

static struct tcb *attributes_end(struct tcb *self, word_t error)
{
	if (self->unmap.changed)
		arch_attributes_changed();
	if (error)
		utcb_set_error_code(self, error);
	frame_return(&self->frame, error ? 0 : 1);
	return self;
}

/* The fpage as something to walk over; an error code if its attribute is none. */
static word_t attribute_begin(struct tcb *self)
{
	struct unmap_call *call = &self->unmap;
	int attribute = arch_memory_attribute(call->attributes[call->fpage & SELECTOR_MASK]);

	if (attribute < 0)
		return ABI_ERR_INVALID_PARAM;
	call->active = unmap_op_init(&call->op, self->space, call->fpage, true);
	call->op.rights = 0;
	call->op.attribute = (int8_t)attribute;
	call->roots_done = self->space->sigma0 ? 0 : call->op.last + 1;
	call->changed |= call->active;
	return ABI_ERR_OK;
}

/* A slice of one fpage.  sigma0 has what it has never touched, too. */
static enum slice attribute_slice(struct tcb *self)
{
	struct unmap_call *call = &self->unmap;

	if (call->roots_done <= call->op.last) {
		enum slice end = mapdb_make_roots(self->space, call->op.base, call->op.last,
						  &call->roots_done);

		if (end != SLICE_DONE)
			return end;
		return SLICE_MORE;
	}
	return unmap_op_run(&call->op);
}

static COLD struct tcb *attribute_fpages(struct tcb *self)
{
	struct unmap_call *call = &self->unmap;

	for (unsigned n = 0; call->mr <= call->last_mr; n++) {
		word_t error = ABI_ERR_OK;

		if (n == ATTRIBUTE_FPAGES) {
			tcb_continue(self, attribute_fpages);
			return self;
		}
		if (!call->active) {
			call->fpage = utcb_mr(self, call->mr);
			if ((call->fpage & ~(word_t)0xf) != ABI_FPAGE_NIL)
				error = attribute_begin(self);
		}
		if (error)
			return attributes_end(self, error);
		if (call->active) {
			enum slice end = attribute_slice(self);

			if (end == SLICE_MORE) {
				tcb_continue(self, attribute_fpages);
				return self;
			}
			call->active = false;
			if (end == SLICE_NOMEM)
				return attributes_end(self, ABI_ERR_NO_MEM);
		}
		call->mr++;
	}
	return attributes_end(self, ABI_ERR_OK);
}

struct tcb *sys_memory_control(struct tcb *self, word_t control, const word_t attributes[4])
{
	struct unmap_call *call = &self->unmap;

	call->changed = false;
	if (!self->space->privileged)
		return attributes_end(self, ABI_ERR_NO_PRIVILEGE);
	if (control >= ABI_NUM_MRS)
		return attributes_end(self, ABI_ERR_INVALID_PARAM);
	for (unsigned i = 0; i < 4; i++)
		call->attributes[i] = attributes[i];
	call->mr = 0;
	call->last_mr = (uint8_t)control;
	call->active = false;
	return attribute_fpages(self);
}
