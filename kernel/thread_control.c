/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ThreadControl (X.2: ThreadControl; syscall sheet 3): create, modify, delete.  Everything is
 * checked before anything is changed, in the manual's order of errors.
 */
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
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
	bool again;		/* memory has been short before */
};

static struct tcb *create(struct tcb *self, const struct request *r);

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
	(void)grace_step();	/* as many as come, so that those who delete all day keep up */
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

static word_t check_create(const struct request *r, const struct space *space)
{
	if (r->scheduler == NILTHREAD)
		return ABI_ERR_INVALID_THREAD;
	if (r->space_id != r->dest && !space)
		return ABI_ERR_INVALID_SPACE;
	if (r->pager == NILTHREAD)
		return ABI_ERR_OK;
	if (r->space_id == r->dest || !space_is_initialised(space))
		return ABI_ERR_INVALID_SPACE;
	if (!space_utcb_valid(space, r->utcb_location))
		return ABI_ERR_UTCB_AREA;
	return ABI_ERR_OK;
}

/* `t` is new: it goes again if there is no memory for it to run. */
static word_t activate(struct tcb *t, word_t pager, enum kmem_for who)
{
	word_t error = thread_activate(t, pager, who);

	if (error) {
		thread_delete(t);
		work_wake();
	}
	return error;
}

/* Activates in the next slice the thread that was made in the last, unless others have meanwhile
 * done something to it: then the call begins anew. */
static COLD struct tcb *activate_new(struct tcb *self)
{
	const word_t *p = self->kmsg;
	struct tcb *t = thread_find(p[0]);

	if (!t || !thread_at_hand(t) || tcb_is_active(t) || t->space != thread_find_space(p[1]) ||
	    t->utcb_location != p[4])
		return sys_thread_control(self, p[0], p[1], p[2], p[3], p[4]);
	return ends(self, activate(t, p[3], KMEM_PRIVILEGED));
}

static COLD struct tcb *make_later(struct tcb *self, const struct request *r, continuation then)
{
	word_t *p = self->kmsg;

	p[0] = r->dest;
	p[1] = r->space_id;
	p[2] = r->scheduler;
	p[3] = r->pager;
	p[4] = r->utcb_location;
	tcb_continue(self, then);
	return self;
}

/* Tries once more when all is free that was deleted at this CPU. */
static COLD struct tcb *await_memory(struct tcb *self)
{
	const word_t *p = self->kmsg;
	struct request r = { p[0], p[1], p[2], p[3], p[4], KMEM_PRIVILEGED, true };

	if (grace_is_due()) {
		(void)grace_step();
		smp_relax();
		tcb_continue(self, await_memory);
		return self;
	}
	if (thread_slot(id_number(r.dest)) != &nobody)
		return sys_thread_control(self, p[0], p[1], p[2], p[3], p[4]);
	return create(self, &r);
}

static struct tcb *ends_making(struct tcb *self, const struct request *r, word_t error)
{
	if (error == ABI_ERR_NO_MEM && grace_is_due() && !r->again)
		return make_later(self, r, await_memory);
	return ends(self, error);
}

static struct tcb *create(struct tcb *self, const struct request *r)
{
	struct space *member = r->space_id == r->dest ? NULL : thread_find_space(r->space_id);
	word_t error = check_create(r, member);

	if (error)
		return fails(self, error);
	struct space *space = member ? member : space_create(r->who);

	if (!space)
		return ends_making(self, r, ABI_ERR_NO_MEM);
	struct tcb **entry = thread_table_entry(id_number(r->dest));
	struct tcb *t = thread_create(r->dest, space, r->scheduler, r->who);

	if (!t) {
		if (!member) {
			space_discard(space);
			work_wake();
		}
		return ends_making(self, r, ABI_ERR_NO_MEM);
	}
	t->utcb_location = r->utcb_location;
	if (r->pager == NILTHREAD)
		return ends(self, ABI_ERR_OK);
	/* a part of the table was made for it: enough for one slice */
	if (unlikely(thread_table_entry(id_number(r->dest)) != entry))
		return make_later(self, r, activate_new);
	return ends_making(self, r, activate(t, r->pager, r->who));
}

/* --- modify --------------------------------------------------------------------------------- */

static word_t check_modify(const struct request *r, struct tcb *t, const struct space *space)
{
	bool active = tcb_is_active(t);
	word_t location = r->utcb_location != LOCATION_UNCHANGED ? r->utcb_location : t->utcb_location;

	if (r->utcb_location != LOCATION_UNCHANGED &&
	    (active || !space_utcb_valid(t->space, r->utcb_location)))
		return ABI_ERR_UTCB_AREA;
	if (!space)
		return ABI_ERR_INVALID_SPACE;
	bool activates = !active && r->pager != NILTHREAD;
	bool moves = active && space != t->space;

	if ((activates || moves) && !space_utcb_valid(space, location))
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

/* Whose IPC has been broken off goes on, perhaps at another CPU: nobody touches it after this. */
static void resume_moved(struct tcb *t)
{
	if (t->state == THREAD_RUNNING && !link_is_queued(&t->send_link))
		ipc_ready(t);
}

static word_t modify(const struct request *r, struct tcb *t)
{
	struct space *space = thread_find_space(r->space_id);
	word_t error = check_modify(r, t, space);
	bool moves = space != t->space;

	if (error)
		return error;
	if (r->utcb_location != LOCATION_UNCHANGED)
		t->utcb_location = r->utcb_location;
	if (moves)
		error = thread_move(t, space, r->who);
	if (!error && r->pager != NILTHREAD)
		error = set_pager(r, t);
	if (error)
		return error;
	if (r->scheduler != NILTHREAD)
		t->scheduler = r->scheduler;
	if (t->id != r->dest)
		thread_set_id(t, r->dest);
	if (moves)
		resume_moved(t);
	return ABI_ERR_OK;
}

/* --- threads at other CPUs ------------------------------------------------------------------ */

/* The call starts anew where the thread is. */
static struct tcb *control_there(struct tcb *self)
{
	const word_t *p = travel_parameters(self);

	return sys_thread_control(self, p[0], p[1], p[2], p[3], p[4]);
}

static struct tcb *control_afar(struct tcb *self, struct tcb *t, const struct request *r)
{
	const word_t p[] = { r->dest, r->space_id, r->scheduler, r->pager, r->utcb_location };

	if (thread_at_hand(t))
		return ipc_break_split(self, t, p, ARRAY_SIZE(p), control_there);
	return travel_call(self, t, p, ARRAY_SIZE(p), control_there);
}

/* Deletion and moves break off IPC, which may be in two places. */
static bool breaks_split_ipc(const struct tcb *t, const struct request *r)
{
	return ipc_is_split(t) &&
	       (r->space_id == NILTHREAD || thread_find_space(r->space_id) != t->space);
}

/* --- the system call ------------------------------------------------------------------------- */

struct tcb *sys_thread_control(struct tcb *self, word_t dest, word_t space, word_t scheduler,
			       word_t pager, word_t utcb_location)
{
	struct request r = { dest, space, scheduler, pager, utcb_location, KMEM_PRIVILEGED,
			     false };
	struct tcb *t;

	if (!self->space->privileged)
		return fails(self, ABI_ERR_NO_PRIVILEGE);
	if (id_is_local(dest) || dest == ANYTHREAD)
		return fails(self, ABI_ERR_INVALID_SPACE);
	if (id_number(dest) >= THREAD_NUMBERS)	/* more than ThreadInfo says */
		return fails(self, ABI_ERR_INVALID_THREAD);
	t = thread_slot(id_number(dest));
	if (t != &nobody && (!thread_at_hand(t) || breaks_split_ipc(t, &r)))
		return control_afar(self, t, &r);
	if (id_number(dest) < thread_system_base())
		return ends(self, irq_control(dest, pager));
	if (id_number(dest) < thread_user_base())	/* the kernel's */
		return fails(self, ABI_ERR_INVALID_THREAD);
	if (space == NILTHREAD)
		return delete(self, t);
	return t == &nobody ? create(self, &r) : ends(self, modify(&r, t));
}
