/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC (X.2: Ipc; ipc sheet).  A message goes from door to door in sys_ipc: the receiver is looked
 * up, found waiting, the words are copied, the sender waits for the answer, and the receiver is
 * the thread that the entry answers with.  No queue is touched on that way and nothing is locked.
 * Everything else (nobody waiting, typed items, timeouts, kernel-made messages) branches off into
 * the rooms below and ipc_transfer.c.  docs/ipc.md walks the way.
 */
#include <kernel/assert.h>
#include <kernel/ctrlxfer.h>
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/ipc_page.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <arch/clock.h>
#include <arch/utcb.h>

ALWAYS_INLINE word_t sender_name(const struct tcb *sender, const struct tcb *receiver)
{
	return sender->space == receiver->space ? sender->local_id : sender->id;
}

word_t ipc_name(const struct tcb *sender, const struct tcb *receiver)
{
	return sender_name(sender, receiver);
}

/* --- ends of an IPC ------------------------------------------------------------------------ */

/* The IPC of `t` is over: the user's result registers, or the kernel's own next step. */
static void ipc_complete(struct tcb *t, word_t from, word_t tag)
{
	t->state = THREAD_RUNNING;
	t->wait_from = NILTHREAD;
	if (likely(!(t->flags & TCB_KERNEL_MSG))) {
		frame_return_ipc(&t->frame, from, tag);
		return;
	}
	t->kmsg[0] = tag;
	t->flags &= ~TCB_KERNEL_MSG;
	tcb_continue(t, t->kmsg_then);
}

/* The halt that was pending, unless it has been taken back meanwhile. */
struct tcb *ipc_halt_if_due(struct tcb *self)
{
	return self->flags & TCB_HALT ? thread_halt(self) : self;
}

/* As ipc_complete, for a thread that may have to halt on its way out. */
static void ipc_complete_slow(struct tcb *t, word_t from, word_t tag)
{
	ipc_complete(t, from, tag);
	if ((t->flags & (TCB_HALT | TCB_CONTINUE)) == TCB_HALT)
		tcb_continue(t, ipc_halt_if_due);
}

void ipc_fail(struct tcb *t, word_t phase, word_t code, word_t from, word_t tag)
{
	word_t error = phase | code << ABI_IPCERR_CODE_SHIFT;

	if (t->flags & TCB_KERNEL_MSG)
		t->kmsg[1] = error;
	else
		utcb_set_error_code(t, error);
	ipc_complete_slow(t, from, tag | ABI_TAG_ERROR);
}

/* Whose transfer is interrupted by a fault message keeps the transfer's timeout. */
void ipc_disarm(struct tcb *t)
{
	if ((t->flags & (TCB_TIMEOUT | TCB_TUNNEL)) == TCB_TIMEOUT)
		timeout_cancel(t);
}

static void arm(struct tcb *t, word_t time)
{
	if (time != ABI_TIME_NEVER)
		timeout_set(t, time_deadline(time, clock_now()));
}

/* --- the queue of senders at a door -------------------------------------------------------- */

static void senders_join(struct tcb *self, struct tcb *dest)
{
	self->partner = dest;
	list_add_tail(&dest->sender_ring, &self->send_link);
	if (self->space == dest->space && !dest->unsorted)
		list_add_tail(&dest->local_ring, &self->local_link);
	dest->senders++;
}

void ipc_senders_leave(struct tcb *sender)
{
	struct tcb *dest = sender->partner;

	if (dest->unsorted == sender)
		dest->unsorted = ipc_next_sender(dest, sender);
	list_remove(&sender->local_link);
	list_remove(&sender->send_link);
	sender->partner->senders--;
}

/* Who has waited longest at self's door and fits `from`?  (Closed: only that very thread.)  Of local
 * ones, as far as they are known to be. */
static struct tcb *senders_pick(struct tcb *self, word_t from)
{
	if (from == ANYTHREAD)
		return ipc_first_sender(self);
	if (from == ANYLOCALTHREAD) {
		if (list_empty(&self->local_ring))
			ipc_sort_senders(self);
		return list_empty(&self->local_ring) ? NULL :
			list_entry(self->local_ring.next, struct tcb, local_link);
	}
	struct tcb *t = thread_find(from);

	return t && thread_at_hand(t) && t->state == THREAD_POLLING && t->partner == self ? t : NULL;
}

/* --- receive phase -------------------------------------------------------------------------- */

/* Runs in the sender's name once its receiver has opened the door. */
static struct tcb *send_resume(struct tcb *sender)
{
	return ipc_transfer(sender);
}

/*
 * The receiver `self` meets a sender who polls at it: the sender does the transfer, as the thread
 * that goes on, unless the thread that self's own send has readied ranks higher.
 */
static struct tcb *receive_from(struct tcb *self, struct tcb *sender, struct tcb *woken)
{
	ipc_senders_leave(sender);
	ipc_disarm(sender);
	sender->state = THREAD_SENDING;
	sender->partner = self;
	self->state = THREAD_RECEIVING;
	self->partner = sender;
	tcb_continue(sender, send_resume);
	if (!woken)
		return sender;
	if (sched_outranks(woken, sender)) {
		sched_enqueue_tail(sender);
		return woken;
	}
	sched_enqueue_tail(woken);
	return sender;
}

/* Waiting at once for somebody who can't be met: timeout zero, or there is no such thread. */
static struct tcb *receive_fails(struct tcb *self, word_t code, struct tcb *woken)
{
	ipc_fail(self, ABI_IPCERR_RECEIVE, code, NILTHREAD, 0);
	if (!woken)
		return self;
	sched_enqueue_head(self);
	return woken;
}

static struct tcb *receive_again(struct tcb *self);

/* The receive phase starts anew: later, or at home. */
static void receive_later(struct tcb *self, word_t from, word_t timeouts)
{
	self->ipc_from = from;
	self->ipc_timeouts = timeouts;
	tcb_continue(self, receive_again);
}

/* Whose send phase was at another CPU receives at home. */
static struct tcb *receive_at_home(struct tcb *self, word_t from, word_t timeouts,
				   struct tcb *woken)
{
	receive_later(self, from, timeouts);
	travel_post(self, self->home);
	return woken ? woken : sched_pick();
}

/*
 * Receive phase of `self`; `woken` is the thread that its send phase has made runnable (in no
 * queue yet), or NULL.  Blocking switches to it directly, whatever its priority.
 */
static struct tcb *ipc_receive(struct tcb *self, word_t from, word_t timeouts, struct tcb *woken)
{
	word_t time = ABI_TIMEOUT_RCV(timeouts);

	if (thread_is_away(self))
		return receive_at_home(self, from, timeouts, woken);
	if (self->senders) {
		struct tcb *sender = senders_pick(self, from);

		if (sender)
			return receive_from(self, sender, woken);
		if (unlikely(from == ANYLOCALTHREAD && self->unsorted)) {
			self->state = THREAD_RUNNING;
			/* some of those at the door at a time */
			receive_later(self, from, timeouts);
			return woken ? sched_wake(self, woken) : self;
		}
	}
	if (from != ANYTHREAD && from != ANYLOCALTHREAD && !thread_await(from))
		return receive_fails(self, ABI_IPCERR_NOPARTNER, woken);
	if (time == ABI_TIME_ZERO)
		return receive_fails(self, ABI_IPCERR_TIMEOUT, woken);
	self->state = THREAD_WAITING;
	self->wait_from = from;
	arm(self, time);
	return woken ? woken : sched_pick();
}

static COLD struct tcb *receive_again(struct tcb *self)
{
	return ipc_receive(self, self->ipc_from, self->ipc_timeouts, NULL);
}

/* --- send phase ----------------------------------------------------------------------------- */

/* Propagation (ipc sheet 9): the id to send under, or nilthread if the sender may not. */
static word_t propagate_as(struct tcb *self, struct tcb *dest)
{
	struct tcb *v = thread_find(utcb_sender(self));

	if (!v || !v->space)
		return NILTHREAD;
	return v->space == self->space || dest->space == self->space ||
	       v->space->redirector == self->id ? v->id : NILTHREAD;
}

/*
 * Redirection (ipc sheet 10; X.2: SpaceControl): what leaves a space with a redirector goes to that
 * thread instead, except what is meant for it.  Answers with the receiver, NULL if there is none.
 */
static struct tcb *redirect(struct tcb *self, struct tcb *dest)
{
	word_t redirector = self->space->redirector;

	if (redirector == ANYTHREAD || dest->space == self->space || dest->id == redirector)
		return dest;
	self->ipc_tag |= ABI_TAG_REDIRECTED;
	self->intended_receiver = dest->id;
	return thread_find(redirector);
}

/* Does `dest` wait for `self`, or for the thread it speaks for?  (Ready test, ipc sheet 11.) */
static bool waits_for(const struct tcb *dest, const struct tcb *self)
{
	word_t from = dest->wait_from;

	if (dest->state != THREAD_WAITING)
		return false;
	if (from == ANYTHREAD || from == self->id)
		return true;
	if (from == ANYLOCALTHREAD)
		return dest->space == self->space;
	return self->virtual_sender != NILTHREAD && from == self->virtual_sender;
}

static struct tcb *send_fails(struct tcb *self, word_t code)
{
	ipc_fail(self, 0, code, NILTHREAD, 0);
	return self;
}

/* To the door of `dest`, wherever that is: straight through it, or into the queue before it. */
static struct tcb *meet(struct tcb *self, struct tcb *dest)
{
	if (!thread_at_hand(dest)) {
		travel_set_goal(self, dest->id);
		return travel_after(self, dest, ipc_meet_there);
	}
	tcb_settle(dest);
	if (waits_for(dest, self)) {
		ipc_disarm(dest);
		dest->wait_from = NILTHREAD;
		dest->state = THREAD_RECEIVING;
		dest->partner = self;
		self->state = THREAD_SENDING;
		self->partner = dest;
		return ipc_transfer(self);
	}
	if (ABI_TIMEOUT_SND(self->ipc_timeouts) == ABI_TIME_ZERO)
		return send_fails(self, ABI_IPCERR_TIMEOUT);
	self->state = THREAD_POLLING;
	senders_join(self, dest);
	if (travel_is_timed(self))
		timeout_set(self, self->deadline);
	else
		arm(self, ABI_TIMEOUT_SND(self->ipc_timeouts));
	return sched_pick();
}

/* At the CPU where the partner should be: is it still? */
struct tcb *ipc_meet_there(struct tcb *self)
{
	struct tcb *dest = thread_find(travel_goal(self));

	return dest ? meet(self, dest) : send_fails(self, ABI_IPCERR_NOPARTNER);
}

/* The whole send phase, for every kind of message and partner. */
static struct tcb *send_slow(struct tcb *self, word_t to, word_t from, word_t timeouts, word_t tag)
{
	struct tcb *dest = thread_find(to);

	if (!dest)
		return send_fails(self, ABI_IPCERR_NOPARTNER);
	self->ipc_from = from;
	self->ipc_timeouts = timeouts;
	self->ipc_tag = tag & ~(word_t)ABI_TAG_OUT_FLAGS;
	self->virtual_sender = NILTHREAD;
	(void)travel_is_timed(self);
	if (!(self->flags & TCB_KERNEL_MSG))
		self->xfer.offset = 0;
	if ((tag & ABI_TAG_PROPAGATED) && !(self->flags & TCB_KERNEL_MSG))
		self->virtual_sender = propagate_as(self, dest);
	if (self->virtual_sender == NILTHREAD)
		self->ipc_tag &= ~(word_t)ABI_TAG_PROPAGATED;
	if ((self->flags & (TCB_REDIRECT | TCB_KERNEL_MSG)) == TCB_REDIRECT)
		dest = redirect(self, dest);
	if (!dest)
		return send_fails(self, ABI_IPCERR_NOPARTNER);
	return meet(self, dest);
}

/* --- the way of a message -------------------------------------------------------------------- */

/* dest waits for us and nothing is unusual: hand the words over; then the receive phase. */
ALWAYS_INLINE struct tcb *hand_over(struct tcb *self, struct tcb *dest, word_t to, word_t from,
				    word_t timeouts, word_t tag)
{
	utcb_copy_untyped(self, dest, tag & ABI_TAG_U_MASK);
	frame_return_ipc(&dest->frame, sender_name(self, dest),
			 tag & ~(word_t)ABI_TAG_OUT_FLAGS);
	dest->state = THREAD_RUNNING;
	dest->wait_from = NILTHREAD;

	if (unlikely(from == NILTHREAD)) {
		frame_return_ipc(&self->frame, NILTHREAD, tag);
		return sched_wake(self, dest);
	}
	/* Call, or reply and wait with nobody at the door: wait and go over to dest */
	if (likely(ABI_TIMEOUT_RCV(timeouts) == ABI_TIME_NEVER &&
		   (from == to || (from == ANYTHREAD && !self->senders)))) {
		dest->was_awaited = true;
		self->state = THREAD_WAITING;
		self->wait_from = from;
		return dest;
	}
	return ipc_receive(self, from, timeouts, dest);
}

/* A tag that is none of words only: what is left is short as well if it is one small page. */
static NOINLINE struct tcb *send_page(struct tcb *self, struct tcb *dest, word_t from,
				      word_t timeouts, word_t tag)
{
	if (!ipc_map_page(self, dest, tag))
		return send_slow(self, dest->id, from, timeouts, tag);
	return hand_over(self, dest, dest->id, from, timeouts, tag);
}

/* Something is unusual about one of them; mostly that a page fault is being answered. */
static NOINLINE struct tcb *send_unusual(struct tcb *self, word_t to, word_t from, word_t timeouts,
					 word_t tag)
{
	struct tcb *dest = thread_slot(id_number(to));

	if (!ipc_answer_with_page(self, dest, tag))
		return send_slow(self, to, from, timeouts, tag);
	self->ipc_from = from;
	self->ipc_timeouts = timeouts;
	self->ipc_tag = tag & ~(word_t)ABI_TAG_OUT_FLAGS;
	ipc_complete_slow(dest, NILTHREAD, self->ipc_tag);
	return ipc_after_send(self, dest);
}

CACHE_ALIGNED struct tcb *sys_ipc(struct tcb *self, word_t to, word_t from, word_t timeouts,
				  word_t tag)
{
	if (unlikely(to == NILTHREAD)) {
		if (from != NILTHREAD)
			return ipc_receive(self, from, timeouts, NULL);
		frame_return_ipc(&self->frame, NILTHREAD, tag);
		return self;
	}

	struct tcb *dest = thread_slot(id_number(to));

	if (unlikely(dest->id != to))
		return send_fails(self, ABI_IPCERR_NOPARTNER);
	if (unlikely(!thread_at_hand(dest) ||
		     (dest->wait_from != self->id && dest->wait_from != ANYTHREAD) ||
		     ((self->flags | dest->flags) & TCB_IPC_SLOW)))
		return send_unusual(self, to, from, timeouts, tag);
	if (unlikely(tag & TAG_SLOW))
		return send_page(self, dest, from, timeouts, tag);
	return hand_over(self, dest, to, from, timeouts, tag);
}

struct tcb *ipc_after_send(struct tcb *self, struct tcb *dest)
{
	word_t from = self->ipc_from;

	if (from == NILTHREAD) {
		ipc_complete_slow(self, NILTHREAD, self->ipc_tag);
		return dest ? sched_wake(self, dest) : self;
	}
	self->state = THREAD_RUNNING;
	return ipc_receive(self, from, self->ipc_timeouts, dest);
}

/* --- kernel-made messages --------------------------------------------------------------------- */

struct tcb *ipc_kernel_call(struct tcb *self, word_t to, word_t acceptor, continuation then)
{
	struct tcb *dest = thread_find(to);
	word_t tag = self->kmsg[0];
	bool at_once = dest && thread_at_hand(dest) && !(tag & TAG_SLOW) &&
		       (dest->wait_from == self->id || dest->wait_from == ANYTHREAD) &&
		       !((self->flags | dest->flags) & TCB_IPC_SLOW);

	self->flags |= TCB_KERNEL_MSG;
	self->kmsg_acceptor = acceptor | CTRLXFER_ACCEPT;
	self->kmsg_then = then;
	if (!at_once)
		return send_slow(self, to, to, 0, tag);
	for (unsigned n = 1; n <= ABI_TAG_UNTYPED(tag); n++)
		utcb_set_mr(dest, n, self->kmsg[n]);
	frame_return_ipc(&dest->frame, sender_name(self, dest), tag);
	dest->state = THREAD_RUNNING;
	dest->wait_from = NILTHREAD;
	dest->was_awaited = true;
	self->state = THREAD_WAITING;
	self->wait_from = to;
	return dest;
}

struct tcb *ipc_kernel_notify(struct tcb *t, struct tcb *dest, continuation then)
{
	t->flags |= TCB_KERNEL_MSG;
	t->kmsg_acceptor = 0;
	t->kmsg_then = then;
	t->ipc_from = dest->id;
	t->ipc_timeouts = 0;
	t->ipc_tag = t->kmsg[0];
	t->virtual_sender = NILTHREAD;
	if (!thread_at_hand(dest)) {
		t->state = THREAD_RUNNING;
		travel_set_goal(t, dest->id);
		travel_follow(t, dest, ipc_meet_there);
		return NULL;
	}
	tcb_settle(dest);
	if (!waits_for(dest, t)) {
		t->state = THREAD_POLLING;
		senders_join(t, dest);
		return NULL;
	}
	ipc_disarm(dest);
	ipc_complete_slow(dest, t->id, t->ipc_tag);
	t->state = THREAD_WAITING;
	t->wait_from = dest->id;
	return dest;
}

void ipc_kernel_wait(struct tcb *self, word_t pager, continuation then)
{
	(void)thread_await(pager);
	self->flags |= TCB_KERNEL_MSG;
	self->kmsg_acceptor = CTRLXFER_ACCEPT ? ABI_FPAGE_COMPLETE | CTRLXFER_ACCEPT : 0;
	self->kmsg_then = then;
	self->state = THREAD_WAITING;
	self->wait_from = pager;
}

void ipc_transfer_fail(struct tcb *t, word_t phase, word_t error, word_t from, word_t tag)
{
	t->flags &= ~TCB_CONTINUE;
	ipc_fail(t, phase, error, from, tag);
}

void ipc_transfer_succeed(struct tcb *dest, word_t from, word_t tag)
{
	ipc_complete_slow(dest, from, tag);
}
