/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transfers whose two sides are at different CPUs.  That happens in one case only: one side has run
 * into a page fault and is at its pager's CPU, or on its way, while the other rests where the two have
 * met (ipc_tunnel.c).  Before either side is broken off who is at its pager comes back, so who rests
 * is still there whenever that happens.
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
}

bool ipc_tunnel_is_back(struct tcb *t, continuation again, struct tcb **next)
{
	if (t->tunnel.place != this_cpu()) {
		*next = travel(t, t->tunnel.place, again);
		return false;
	}
	kassert(thread_at_hand(t->tunnel.partner) && t->tunnel.partner->partner == t);
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
	if (t != this_cpu()->current)	/* who runs goes by itself */
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
