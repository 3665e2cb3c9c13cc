/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ThreadControl (X.2: ThreadControl; syscall sheet 3): create, modify, delete.  Everything is
 * checked before anything is changed, in the manual's order of errors.
 */
#include <kernel/entry.h>
#include <kernel/irq.h>
#include <kernel/reap.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/utcb.h>

#define LOCATION_UNCHANGED	((word_t)-1)

struct request {
	word_t dest, space_id, scheduler, pager, utcb_location;
	enum kmem_for who;
};

static struct tcb *fails(struct tcb *self, word_t error)
{
	utcb_set_error_code(self, error);
	frame_return(&self->frame, 0);
	return self;
}

static struct tcb *ends(struct tcb *self, word_t error)
{
	if (error)
		return fails(self, error);
	frame_return(&self->frame, 1);
	return sched_resume_best(self);
}

/* The deleter does the tear-down itself, in slices; the worker takes over if it goes away. */
static struct tcb *reap(struct tcb *self)
{
	if (thread_reap_step() || reap_step() == SLICE_MORE) {
		tcb_continue(self, reap);
		return self;
	}
	return ends(self, ABI_ERR_OK);
}

static struct tcb *delete(struct tcb *self, struct tcb *t)
{
	if (t == self)
		return fails(self, ABI_ERR_INVALID_THREAD);
	if (t != &nobody)
		thread_delete(t);
	return reap(self);
}

/* --- create --------------------------------------------------------------------------------- */

static word_t check_create(const struct request *r, const struct tcb *member)
{
	if (r->scheduler == NILTHREAD)
		return ABI_ERR_INVALID_THREAD;
	if (r->space_id != r->dest && !member)
		return ABI_ERR_INVALID_SPACE;
	if (r->pager == NILTHREAD)
		return ABI_ERR_OK;
	if (r->space_id == r->dest || !space_is_initialised(member->space))
		return ABI_ERR_INVALID_SPACE;
	if (!space_utcb_valid(member->space, r->utcb_location))
		return ABI_ERR_UTCB_AREA;
	return ABI_ERR_OK;
}

static word_t create(const struct request *r)
{
	struct tcb *member = r->space_id == r->dest ? NULL : thread_find_member(r->space_id);
	word_t error = check_create(r, member);

	if (error)
		return error;
	struct space *space = member ? member->space : space_create(r->who);

	if (!space)
		return ABI_ERR_NO_MEM;
	struct tcb *t = thread_create(r->dest, space, r->scheduler, r->who);

	if (!t) {
		if (!member) {
			space_discard(space);
			work_wake();
		}
		return ABI_ERR_NO_MEM;
	}
	t->utcb_location = r->utcb_location;
	if (r->pager != NILTHREAD)
		error = thread_activate(t, r->pager, r->who);
	if (error) {
		thread_delete(t);
		work_wake();
	}
	return error;
}

/* --- modify --------------------------------------------------------------------------------- */

static word_t check_modify(const struct request *r, struct tcb *t, const struct tcb *member)
{
	bool active = tcb_is_active(t);
	word_t location = r->utcb_location != LOCATION_UNCHANGED ? r->utcb_location : t->utcb_location;

	if (r->utcb_location != LOCATION_UNCHANGED &&
	    (active || !space_utcb_valid(t->space, r->utcb_location)))
		return ABI_ERR_UTCB_AREA;
	if (!member)
		return ABI_ERR_INVALID_SPACE;
	bool activates = !active && r->pager != NILTHREAD;
	bool moves = active && member->space != t->space;

	if ((activates || moves) && !space_utcb_valid(member->space, location))
		return ABI_ERR_UTCB_AREA;
	return ABI_ERR_OK;
}

static word_t set_pager(const struct request *r, struct tcb *t)
{
	if (!tcb_is_active(t))
		return thread_activate(t, r->pager, r->who);
	utcb_set_pager(t, r->pager);
	return ABI_ERR_OK;
}

static word_t move(const struct request *r, struct tcb *self, struct tcb *t, struct space *to)
{
	word_t error = thread_move(t, to, r->who);

	if (!error && t != self && t->state == THREAD_RUNNING && !link_is_queued(&t->ready_link))
		sched_enqueue_tail(t);
	return error;
}

static word_t modify(const struct request *r, struct tcb *self, struct tcb *t)
{
	struct tcb *member = thread_find_member(r->space_id);
	word_t error = check_modify(r, t, member);

	if (error)
		return error;
	if (r->utcb_location != LOCATION_UNCHANGED)
		t->utcb_location = r->utcb_location;
	if (member->space != t->space)
		error = move(r, self, t, member->space);
	if (!error && r->pager != NILTHREAD)
		error = set_pager(r, t);
	if (error)
		return error;
	if (r->scheduler != NILTHREAD)
		t->scheduler = r->scheduler;
	if (t->id != r->dest)
		thread_set_id(t, r->dest);
	return ABI_ERR_OK;
}

/* --- the system call ------------------------------------------------------------------------- */

struct tcb *sys_thread_control(struct tcb *self, word_t dest, word_t space, word_t scheduler,
			       word_t pager, word_t utcb_location)
{
	struct request r = { dest, space, scheduler, pager, utcb_location, KMEM_PRIVILEGED };
	struct tcb *t;

	if (!self->space->privileged)
		return fails(self, ABI_ERR_NO_PRIVILEGE);
	if (id_is_local(dest) || dest == ANYTHREAD)
		return fails(self, ABI_ERR_INVALID_SPACE);
	if (id_number(dest) < thread_system_base())
		return ends(self, irq_control(dest, pager));
	/* the kernel's, or more than ThreadInfo says */
	if (id_number(dest) < thread_user_base() || id_number(dest) >= THREAD_NUMBERS)
		return fails(self, ABI_ERR_INVALID_THREAD);
	t = thread_slot(id_number(dest));
	if (space == NILTHREAD)
		return delete(self, t);
	return ends(self, t == &nobody ? create(&r) : modify(&r, self, t));
}
