/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the rooms of IPC, ipc.c and ipc_*.c; nobody else includes it. */
#ifndef KERNEL_IPC_ENDS_H
#define KERNEL_IPC_ENDS_H

#include <kernel/tcb.h>

/* How `receiver` sees `sender`: by local id within a space (ipc sheet 8). */
word_t ipc_name(const struct tcb *sender, const struct tcb *receiver);

/* The transfer from `self` to self->partner: all of the message, typed items in slices. */
struct tcb *ipc_transfer(struct tcb *self);
/* Continuation of the sender: go on with the typed items. */
struct tcb *ipc_next_items(struct tcb *self);

/* End a transfer in failure on both sides, each with its code; both are runnable, not queued. */
void ipc_transfer_end(struct tcb *sender, struct tcb *receiver, word_t sender_code,
		      word_t receiver_code);
/* What a transfer from `sender` that fails with this code says: how far its strings have come, too. */
ALWAYS_INLINE word_t ipc_error_word(const struct tcb *sender, word_t code)
{
	return code | sender->xfer.offset << (ABI_IPCERR_OFFSET_SHIFT - ABI_IPCERR_CODE_SHIFT);
}
/* One side of that: its result and error word. */
void ipc_transfer_fail(struct tcb *t, word_t phase, word_t error, word_t from, word_t tag);
/* `dest` has its message. */
void ipc_transfer_succeed(struct tcb *dest, word_t from, word_t tag);
/* The send phase of `self` to `dest`, now runnable (NULL: is so already), is over: its receive phase,
 * or return. */
struct tcb *ipc_after_send(struct tcb *self, struct tcb *dest);

/* The IPC of `t` fails in this phase (0 or ABI_IPCERR_RECEIVE) with this code and offset. */
void ipc_fail(struct tcb *t, word_t phase, word_t code, word_t from, word_t tag);

/* Continuation: the halt that was pending, unless it has been taken back meanwhile. */
struct tcb *ipc_halt_if_due(struct tcb *self);

/* The wait of `t` is over: its timeout goes, unless it belongs to a transfer set aside. */
void ipc_disarm(struct tcb *t);

/*
 * The queue of senders at a door, in order of arrival: the first one, and the next; take one out.
 * Those of the receiver's space stand in a ring of their own besides, as far as the queue has been
 * looked at since the receiver has moved: a slice of that (some are left while t->unsorted).
 */
ALWAYS_INLINE struct tcb *ipc_next_sender(struct tcb *t, struct tcb *sender)
{
	struct link *next = sender->send_link.next;

	return next == &t->sender_ring ? NULL : list_entry(next, struct tcb, send_link);
}
ALWAYS_INLINE struct tcb *ipc_first_sender(struct tcb *t)
{
	return list_empty(&t->sender_ring) ? NULL :
					     list_entry(t->sender_ring.next, struct tcb, send_link);
}
void ipc_senders_leave(struct tcb *sender);
void ipc_sort_senders(struct tcb *t);

/* A thread that others have made runnable: queued, unless it is or runs. */
void ipc_ready(struct tcb *t);

/* Continuation of a sender: to the thread that it has gone after. */
struct tcb *ipc_meet_there(struct tcb *self);

/* Take `t`, not in transfer, from where it waits. */
void ipc_leave_wait(struct tcb *t);

/* ipc_string.c */
enum string_end {
	STRING_DONE,		/* the string is copied, x->item is behind it */
	STRING_MORE,		/* preemption point */
	STRING_OVERFLOW,	/* no buffer, too short a buffer, a malformed item */
	STRING_FAULT,		/* a page is missing: ipc_string_fault says whose */
};

struct string_fault {
	bool receivers;		/* or the sender's */
	word_t addr;
};

/* Begin the string item at x->item, whose first word is `item`. */
enum string_end ipc_string_begin(struct tcb *self, struct tcb *dest, word_t item);
/* Copy a slice of it. */
enum string_end ipc_string_copy(struct tcb *self, struct tcb *dest, struct string_fault *fault);

/* ipc_tunnel.c */

/* Send the page fault of a string copy in the name of whose page it is; the copy goes on after the
 * pager's reply.  Answers with the thread to run. */
struct tcb *ipc_tunnel(struct tcb *sender, const struct string_fault *fault);
/* `t` leaves its fault message, which the pager finds aborted or never sees; it is in no IPC then. */
void ipc_tunnel_leave_pager(struct tcb *t);
/* The same, and back in the transfer that the fault has interrupted; that alone. */
void ipc_tunnel_leave(struct tcb *t);
void ipc_tunnel_take_up(struct tcb *t);

/* ipc_break.c: end the transfer that `t` is in; the other side is made ready. */
void ipc_end_transfer(struct tcb *t, word_t code, word_t partner_code);
/* The same because its time is over. */
void ipc_transfer_out_of_time(struct tcb *t);

/*
 * ipc_afar.c: a fault message takes one side of a transfer to its pager's CPU; the other one rests
 * where both have met.
 */
#ifdef CONFIG_SMP
void ipc_tunnel_begin_afar(struct tcb *t);
/* Continuation of `t`, whose pager has answered: is it where its transfer rests?  False: *next goes
 * on. */
bool ipc_tunnel_is_back(struct tcb *t, continuation again, struct tcb **next);
/* Is the pager that `t` asks still on its way here? */
ALWAYS_INLINE bool ipc_awaits_pager(const struct tcb *t)
{
	return t->state == THREAD_RUNNING && link_is_queued(&t->send_link);
}
/* `t`, at its pager, has run out of time: it goes back to end its transfer.  False: it is there. */
bool ipc_tunnel_timed_out_afar(struct tcb *t);
#else
ALWAYS_INLINE void ipc_tunnel_begin_afar(struct tcb *t)
{
	(void)t;
}

ALWAYS_INLINE bool ipc_tunnel_is_back(struct tcb *t, continuation again, struct tcb **next)
{
	(void)t, (void)again, (void)next;
	return true;
}

ALWAYS_INLINE bool ipc_awaits_pager(const struct tcb *t)
{
	(void)t;
	return false;
}

ALWAYS_INLINE bool ipc_tunnel_timed_out_afar(struct tcb *t)
{
	(void)t;
	return false;
}
#endif

#endif
