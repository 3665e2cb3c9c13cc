/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page faults of a string copy (X.2: string items; ipc sheet 3.2, 6).  The missing page is asked
 * for in the name of the thread whose page it is, sender or receiver, as if that thread had touched
 * it.  Meanwhile the thread is in an IPC inside an IPC: what it was doing is set aside in `tunnel`
 * and taken up again with the pager's reply.  Both sides' xfer timeouts run from the first fault.
 */
#include <kernel/assert.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/mapdb.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <arch/clock.h>
#include <arch/utcb.h>

static void set_aside(struct tcb *t)
{
	t->tunnel = (struct tunnel){
		.state = t->state, .partner = t->partner, .ipc_from = t->ipc_from,
		.ipc_timeouts = t->ipc_timeouts, .ipc_tag = t->ipc_tag,
		.virtual_sender = t->virtual_sender,
	};
	t->flags |= TCB_TUNNEL;
	t->state = THREAD_RUNNING;
	ipc_tunnel_begin_afar(t);
}

void ipc_tunnel_take_up(struct tcb *t)
{
	t->flags &= ~(TCB_TUNNEL | TCB_KERNEL_MSG | TCB_CONTINUE);
	if (t->flags & TCB_TIMEOUT)
		timeout_cancel(t);
	t->state = t->tunnel.state;
	t->partner = t->tunnel.partner;
	t->ipc_from = t->tunnel.ipc_from;
	t->ipc_timeouts = t->tunnel.ipc_timeouts;
	t->ipc_tag = t->tunnel.ipc_tag;
	t->virtual_sender = t->tunnel.virtual_sender;
}

static struct tcb *sender_of(struct tcb *t)
{
	return t->state == THREAD_SENDING ? t : t->partner;
}

/* The pager has answered, with a page or without: the copy finds out. */
static struct tcb *tunnel_done(struct tcb *t)
{
	bool failed = t->kmsg[0] & ABI_TAG_ERROR;
	struct tcb *next;

	if (!ipc_tunnel_is_back(t, tunnel_done, &next))
		return next;
	ipc_tunnel_take_up(t);
	if (failed) {		/* there is no pager */
		ipc_abort(t, ABI_IPCERR_CANCELED);
		return t;
	}
	struct tcb *sender = sender_of(t);

	tcb_continue(sender, ipc_next_items);
	return sender;
}

COLD void ipc_tunnel_leave_pager(struct tcb *t)
{
	struct tcb *pager = t->partner;

	switch (t->state) {
	case THREAD_POLLING:
	case THREAD_WAITING:
		ipc_leave_wait(t);
		break;
	case THREAD_SENDING:	/* met, but the message has not been copied yet */
		ipc_transfer_end(t, pager, ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED);
		ipc_ready(pager);
		break;
	case THREAD_RECEIVING:	/* in the middle of the pager's map items */
		ipc_transfer_end(pager, t, ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED);
		ipc_ready(pager);
		break;
	default:		/* answered, about to go on; or the pager isn't here yet */
		travel_forget(t);
		break;
	}
}

COLD void ipc_tunnel_leave(struct tcb *t)
{
	ipc_tunnel_leave_pager(t);
	ipc_tunnel_take_up(t);
}

/* X.2: the timeouts count from the first fault; the shorter one is both sides'. */
static void look_at_timeouts(struct tcb *sender, const struct tcb *receiver)
{
	struct transfer *x = &sender->xfer;
	usec_t now = clock_now();
	word_t send = ABI_TIMEOUT_SND(utcb_xfer_timeouts(sender));
	word_t receive = ABI_TIMEOUT_RCV(utcb_xfer_timeouts(receiver));
	usec_t send_deadline = time_deadline(send, now);
	usec_t receive_deadline = time_deadline(receive, now);

	x->timed = true;
	x->sender_is_shorter = send_deadline <= receive_deadline;
	x->deadline = x->sender_is_shorter ? send_deadline : receive_deadline;
}

static struct tcb *out_of_time(struct tcb *sender, struct tcb *receiver)
{
	bool own = sender->xfer.sender_is_shorter;

	ipc_transfer_end(sender, receiver, own ? ABI_IPCERR_XFER_OWN : ABI_IPCERR_XFER_PARTNER,
			 own ? ABI_IPCERR_XFER_PARTNER : ABI_IPCERR_XFER_OWN);
	return sched_wake(sender, receiver);
}

COLD struct tcb *ipc_tunnel(struct tcb *sender, const struct string_fault *fault)
{
	struct tcb *receiver = sender->partner, *t = fault->receivers ? receiver : sender;
	struct transfer *x = &sender->xfer;

	if (t->space->sigma0 && mapdb_sigma0_fault(t->space, fault->addr)) {
		tcb_continue(sender, ipc_next_items);
		return sender;
	}
	if (!x->timed)
		look_at_timeouts(sender, receiver);
	if (x->deadline <= clock_now())
		return out_of_time(sender, receiver);
	set_aside(t);
	if (x->deadline != USEC_NEVER)
		timeout_set(t, x->deadline);
	return fault_message(t, fault->addr, fault->receivers ? ABI_RIGHT_W : ABI_RIGHT_R,
			     fault->receivers ? (word_t)-1 : frame_ip(&t->frame), tunnel_done);
}
