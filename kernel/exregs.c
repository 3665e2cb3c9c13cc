/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ExchangeRegisters (X.2: ExchangeRegisters; syscall sheet 2): look into and steer a thread of the
 * caller's space.  Order of effects: old values, registers, abort, halt or resume.
 */
#include <kernel/assert.h>
#include <kernel/ctrlxfer.h>
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/utcb.h>

static bool is_receiving(const struct tcb *t)
{
	return ipc_state(t) == THREAD_WAITING || ipc_state(t) == THREAD_RECEIVING;
}

static bool is_sending(const struct tcb *t)
{
	return ipc_state(t) == THREAD_POLLING || ipc_state(t) == THREAD_SENDING;
}

#ifdef CONFIG_PAGEREXREGS
static bool is_pager_of(struct tcb *self, struct tcb *t)
{
	struct tcb *pager = thread_find(thread_resolve(t, utcb_pager(t)));

	return pager && pager->space == self->space;
}
#else
static bool is_pager_of(struct tcb *self, struct tcb *t)
{
	(void)self, (void)t;
	return false;
}
#endif

static bool may_exchange(struct tcb *self, struct tcb *t)
{
	return t->space == self->space || ctrlxfer_may_exchange(self) || is_pager_of(self, t);
}

static void read_old(struct tcb *t, struct exregs *out, bool was_local)
{
	out->dest = was_local ? t->id : t->local_id;
	out->control = (t->state == THREAD_HALTED || (t->flags & TCB_HALT) ?
			ABI_EXREGS_WAS_HALTED : 0) |
		       (is_receiving(t) ? ABI_EXREGS_WAS_RECEIVING : 0) |
		       (is_sending(t) ? ABI_EXREGS_WAS_SENDING : 0);
	out->sp = frame_sp(&t->frame);
	out->ip = frame_ip(&t->frame);
	out->flags = frame_flags(&t->frame);
	out->handle = utcb_handle(t);
	out->pager = utcb_pager(t);
}

static void load_new(struct tcb *t, const struct exregs *r)
{
	if (r->control & ABI_EXREGS_SP)
		frame_set_sp(&t->frame, r->sp);
	if (r->control & ABI_EXREGS_IP)
		frame_set_ip(&t->frame, r->ip);
	if (r->control & ABI_EXREGS_FLAGS)
		frame_set_flags(&t->frame, r->flags);
	if (r->control & ABI_EXREGS_PAGER)
		utcb_set_pager(t, r->pager);
	if (r->control & ABI_EXREGS_HANDLE)
		utcb_set_handle(t, r->handle);
}

static bool is_broken_off(const struct tcb *t, word_t control)
{
	return ((control & ABI_EXREGS_ABORT_RECEIVE) && is_receiving(t)) ||
	       ((control & ABI_EXREGS_ABORT_SEND) && is_sending(t));
}

static bool is_halted_by(word_t control)
{
	return (control & ABI_EXREGS_APPLY_HALT) && (control & ABI_EXREGS_HALT);
}

/* A thread in IPC halts when that is over; others at once. */
static void halt(struct tcb *self, struct tcb *t)
{
	if (is_receiving(t) || is_sending(t)) {
		t->flags |= TCB_HALT;
		return;
	}
	t->state = THREAD_HALTED;
	if (t != self && link_is_queued(&t->ready_link))
		sched_dequeue(t);
	if (t->flags & TCB_CONTINUE)	/* nobody waits until it is resumed */
		work_wake();
}

/* Made ready it may leave for its own CPU: nobody touches it after this. */
static void resume(struct tcb *t, bool unhalt, bool broken_off)
{
	kassert(thread_at_hand(t));
	if (unhalt) {
		t->flags &= ~TCB_HALT;
		if (t->state == THREAD_HALTED) {
			travel_forget(t);
			t->state = THREAD_RUNNING;
			sched_enqueue_tail(t);
			return;
		}
	}
	if (broken_off)
		ipc_ready(t);
}

static struct tcb *exchange_fails(struct tcb *self, word_t error)
{
	const struct exregs nothing = { 0 };

	utcb_set_error_code(self, error);
	frame_return_exregs(&self->frame, &nothing);
	return self;
}

static struct tcb *exchange(struct tcb *self, const struct exregs *regs, bool was_local,
			    word_t was);

/* The thread is at another CPU: the call goes there. */
static struct tcb *exchange_there(struct tcb *self)
{
	const word_t *p = travel_parameters(self);
	const struct exregs regs = { p[0], p[1], p[2], p[3], p[4], p[5], p[6] };

	return exchange(self, &regs, p[7], p[8]);
}

static struct tcb *exchange_afar(struct tcb *self, struct tcb *t, const struct exregs *r,
				 bool was_local, word_t was)
{
	const word_t p[] = { r->dest, r->control, r->sp, r->ip, r->flags, r->handle, r->pager,
			     was_local, was };

	if (thread_at_hand(t))
		return ipc_break_split(self, t, p, ARRAY_SIZE(p), exchange_there);
	return travel_call(self, t, p, ARRAY_SIZE(p), exchange_there);
}

/* `was`: what it has been found in already, before that was broken off. */
static struct tcb *exchange(struct tcb *self, const struct exregs *regs, bool was_local,
			    word_t was)
{
	struct tcb *t = thread_find(regs->dest);
	struct exregs out = { 0 };

	if (t && !thread_at_hand(t))
		return exchange_afar(self, t, regs, was_local, was);
	if (!t || !tcb_is_active(t) || !may_exchange(self, t))
		return exchange_fails(self, ABI_ERR_INVALID_THREAD);
	tcb_settle(t);
	read_old(t, &out, was_local);
	if (was)
		out.control = was;
	if (ipc_is_split(t) && is_broken_off(t, regs->control)) {
		if (is_halted_by(regs->control))	/* before it goes on */
			t->flags |= TCB_HALT;
		return exchange_afar(self, t, regs, was_local, out.control);
	}
	word_t error = ctrlxfer_exchange(self, t, regs->control);

	if (error)
		return exchange_fails(self, error);
	load_new(t, regs);
	bool broken_off = is_broken_off(t, regs->control);

	if (broken_off)
		ipc_abort(t, ABI_IPCERR_CANCELED);
	if (is_halted_by(regs->control))
		halt(self, t);
	else
		resume(t, regs->control & ABI_EXREGS_APPLY_HALT, broken_off);
	frame_return_exregs(&self->frame, &out);
	return self->state == THREAD_HALTED ? sched_pick() : sched_resume_best(self);
}

struct tcb *sys_exchange_registers(struct tcb *self, const struct exregs *regs, bool was_local)
{
	return exchange(self, regs, was_local, 0);
}
