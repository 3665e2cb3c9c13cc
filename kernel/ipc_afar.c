/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transfers whose two sides are at different CPUs.  That happens in one case only: one side has run
 * into a page fault and is at its pager's CPU, or on its way, while the other rests where the two have
 * met (ipc_tunnel.c).  Who rests may be taken out of the transfer at any time; the other one finds
 * that out when it comes back.  Who is at its pager comes back before its own side is broken off.
 */
#include <kernel/assert.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <arch/utcb.h>

void ipc_tunnel_begin_afar(struct tcb *t)
{
	t->tunnel.place = this_cpu();
	t->tunnel.partner_id = t->partner->id;
}

/* Does the other side still rest here? */
static bool partner_rests(const struct tcb *t)
{
	const struct tcb *p = thread_find(t->tunnel.partner_id);

	return p && p == t->tunnel.partner && thread_at_hand(p) && p->partner == t &&
	       !(p->flags & TCB_TUNNEL) &&
	       (p->state == THREAD_SENDING || p->state == THREAD_RECEIVING);
}

/* The other side has gone: what is left of the transfer ends. */
static struct tcb *end_own_side(struct tcb *t)
{
	bool sends;

	ipc_tunnel_take_up(t);
	sends = t->state == THREAD_SENDING;
	t->xfer.map_active = t->xfer.string_active = false;
	t->partner = NULL;
	ipc_transfer_fail(t, sends ? 0 : ABI_IPCERR_RECEIVE,
			  sends ? ipc_error_word(t, ABI_IPCERR_ABORTED) : ABI_IPCERR_ABORTED,
			  t->tunnel.partner_id, sends ? t->ipc_tag : 0);
	return t;
}

bool ipc_tunnel_is_back(struct tcb *t, continuation again, struct tcb **next)
{
	if (t->tunnel.place != this_cpu()) {
		*next = travel(t, t->tunnel.place, again);
		return false;
	}
	if (partner_rests(t))
		return true;
	*next = end_own_side(t);
	return false;
}

bool ipc_end_transfer_alone(struct tcb *t, word_t code)
{
	struct tcb *partner = t->partner;
	bool sends = t->state == THREAD_SENDING;

	if (thread_at_hand(partner))
		return false;
	t->xfer.map_active = t->xfer.string_active = false;
	t->partner = NULL;
	ipc_transfer_fail(t, sends ? 0 : ABI_IPCERR_RECEIVE,
			  ipc_error_word(sends ? t : partner, code), partner->id,
			  sends ? t->ipc_tag : 0);
	return true;
}

/* --- back to where the transfer rests ---------------------------------------------------------- */

static bool is_at_pager(const struct tcb *t)
{
	return (t->flags & TCB_TUNNEL) && t->tunnel.place != this_cpu();
}

bool ipc_is_split(const struct tcb *t)
{
	if (t->flags & TCB_TUNNEL)
		return is_at_pager(t);
	return (t->state == THREAD_SENDING || t->state == THREAD_RECEIVING) &&
	       !thread_at_hand(t->partner);
}

static void go_back(struct tcb *t, continuation then)
{
	ipc_tunnel_leave_pager(t);
	if (link_is_queued(&t->ready_link))
		sched_dequeue(t);
	t->state = THREAD_RUNNING;
	tcb_continue(t, then);
	travel_post(t, t->tunnel.place);
}

static struct tcb *abort_here(struct tcb *t)
{
	struct tcb *next;

	if (!ipc_tunnel_is_back(t, abort_here, &next))
		return next;
	ipc_tunnel_take_up(t);
	ipc_end_transfer(t, ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED);
	return t;
}

/* At the CPU of who is at its pager: back with it, and after it. */
static struct tcb *send_back(struct tcb *self)
{
	struct tcb *t = thread_find(travel_goal(self));

	if (t && !thread_at_hand(t))
		return travel_after(self, t, send_back);
	if (!t || !is_at_pager(t))
		return self->travel.again(self);
	go_back(t, abort_here);
	return travel_after(self, t, self->travel.again);
}

struct tcb *ipc_break_split(struct tcb *self, struct tcb *t, const word_t *parameters,
			    unsigned words, continuation again)
{
	struct tcb *away = t->flags & TCB_TUNNEL ? t : t->partner;

	travel_pack(self, parameters, words, again);
	travel_set_goal(self, away->id);
	return send_back(self);
}

static struct tcb *out_of_time_here(struct tcb *t)
{
	struct tcb *next;

	if (!ipc_tunnel_is_back(t, out_of_time_here, &next))
		return next;
	ipc_tunnel_take_up(t);
	ipc_transfer_out_of_time(t);
	return t;
}

bool ipc_tunnel_timed_out_afar(struct tcb *t)
{
	if (!is_at_pager(t))
		return false;
	go_back(t, out_of_time_here);
	return true;
}
