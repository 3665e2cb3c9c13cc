/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breaking IPC off: by ExchangeRegisters, by time, by the end of a partner; and the queue at a door
 * when its owner moves or goes (X.2: ExchangeRegisters; ipc sheet 5, 6).
 */
#include <kernel/assert.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <arch/utcb.h>

#define SENDERS_PER_SLICE	16

/* The members of the ring of locals keep what they are linked with, without a head. */
void ipc_unsort_senders(struct tcb *t)
{
	list_remove(&t->local_ring);
	t->unsorted = ipc_first_sender(t);
}

COLD void ipc_sort_senders(struct tcb *t)
{
	for (unsigned n = 0; n < SENDERS_PER_SLICE && t->unsorted; n++) {
		struct tcb *sender = t->unsorted;

		t->unsorted = ipc_next_sender(t, sender);
		list_remove(&sender->local_link);
		if (sender->space == t->space)
			list_add_tail(&t->local_ring, &sender->local_link);
	}
}

/* A kernel-made message that is broken off ends without a trace: back to user mode as it was. */
static void forget_kernel_message(struct tcb *t)
{
	t->flags &= ~(TCB_KERNEL_MSG | TCB_CONTINUE);
	t->state = THREAD_RUNNING;
	t->wait_from = NILTHREAD;
	if (t->flags & TCB_HALT)
		tcb_continue(t, ipc_halt_if_due);
}

void ipc_leave_wait(struct tcb *t)
{
	ipc_disarm(t);
	if (t->state == THREAD_POLLING)
		ipc_senders_leave(t);
	t->wait_from = NILTHREAD;
}

static void end_wait(struct tcb *t, word_t code)
{
	word_t phase = t->state == THREAD_POLLING ? 0 : ABI_IPCERR_RECEIVE;
	bool timed = (t->flags & TCB_TIMEOUT) || code == ABI_IPCERR_TIMEOUT;

	ipc_leave_wait(t);
	if ((t->flags & TCB_KERNEL_MSG) && code == ABI_IPCERR_CANCELED) {
		forget_kernel_message(t);
		return;
	}
	if (phase && !timed && !(t->flags & TCB_KERNEL_MSG))
		utcb_recall_mrs(t);	/* it may have come by the fast path */
	ipc_fail(t, phase, code, NILTHREAD, phase ? 0 : t->ipc_tag);
}

void ipc_ready(struct tcb *t)
{
	if (!link_is_queued(&t->ready_link) && t != this_cpu()->current)
		sched_enqueue_tail(t);
}

void ipc_end_transfer(struct tcb *t, word_t code, word_t partner_code)
{
	struct tcb *partner = t->partner;

	kassert(thread_at_hand(partner));
	if (partner->flags & TCB_TUNNEL)
		ipc_tunnel_leave(partner);
	if (t->state == THREAD_SENDING)
		ipc_transfer_end(t, partner, code, partner_code);
	else
		ipc_transfer_end(partner, t, partner_code, code);
	ipc_ready(partner);
}

void ipc_abort(struct tcb *t, word_t code)
{
	tcb_settle(t);
	if ((t->flags & TCB_TUNNEL) && code == ABI_IPCERR_CANCELED)
		ipc_tunnel_leave(t);
	switch (t->state) {
	case THREAD_POLLING:
	case THREAD_WAITING:
		end_wait(t, code);
		break;
	case THREAD_SENDING:
	case THREAD_RECEIVING:
		ipc_end_transfer(t, ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED);
		break;
	default:
		break;
	}
}

void ipc_transfer_out_of_time(struct tcb *t)
{
	struct tcb *sender = t->state == THREAD_SENDING ? t : t->partner;
	bool own = sender->xfer.sender_is_shorter == (t == sender);

	ipc_end_transfer(t, own ? ABI_IPCERR_XFER_OWN : ABI_IPCERR_XFER_PARTNER,
			 own ? ABI_IPCERR_XFER_PARTNER : ABI_IPCERR_XFER_OWN);
}

bool ipc_timed_out(struct tcb *t)
{
	if (!(t->flags & TCB_TUNNEL)) {
		end_wait(t, ABI_IPCERR_TIMEOUT);
		return true;
	}
	/* the timeout is the transfer's, not that of the fault message (ipc sheet 5, 6) */
	if (t->state == THREAD_RUNNING && !ipc_awaits_pager(t))	/* it has just answered */
		return false;
	if (ipc_tunnel_timed_out_afar(t))
		return false;
	ipc_tunnel_leave(t);
	ipc_transfer_out_of_time(t);
	return !link_is_queued(&t->ready_link) && t != this_cpu()->current;
}

bool ipc_fail_senders(struct tcb *t, unsigned max)
{
	for (unsigned n = 0; n < max && t->senders; n++) {
		struct tcb *sender = ipc_first_sender(t);

		end_wait(sender, ABI_IPCERR_NOPARTNER);
		sched_enqueue_tail(sender);
	}
	return t->senders != 0;
}

bool ipc_send_after(struct tcb *t, unsigned max)
{
	for (unsigned n = 0; n < max && t->senders; n++) {
		struct tcb *sender = ipc_first_sender(t);

		ipc_senders_leave(sender);
		sender->state = THREAD_RUNNING;
		travel_set_goal(sender, t->id);
		travel_follow(sender, t, ipc_meet_there);
	}
	return t->senders != 0;
}
