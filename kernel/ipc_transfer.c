/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The transfer of a message in all its kinds: kernel-made on either side, typed items, failure in
 * the middle.  It is the sender who runs here; sender and receiver hold each other in `partner`,
 * and the progress stands in the sender's xfer record, so that whoever ends one of them can cut it
 * (X.2: typed items; ipc sheet 3..5, 9).
 */
#include <kernel/assert.h>
#include <kernel/ctrlxfer.h>
#include <kernel/domain.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/mapdb.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>
#include <arch/utcb.h>

#define STEPS_PER_SLICE	2

/* Message register n of what `t` sends or receives: the kernel's, or the user's. */
static word_t msg_word(const struct tcb *t, unsigned n)
{
	if (t->flags & TCB_KERNEL_MSG)
		return n < KMSG_WORDS ? t->kmsg[n] : 0;
	return utcb_mr(t, n);
}

static void msg_set_word(struct tcb *t, unsigned n, word_t w)
{
	if (!(t->flags & TCB_KERNEL_MSG))
		utcb_set_mr(t, n, w);
	else if (n < KMSG_WORDS)
		t->kmsg[n] = w;
}

static word_t acceptor_of(const struct tcb *t)
{
	return t->flags & TCB_KERNEL_MSG ? t->kmsg_acceptor : utcb_br(t, 0);
}

/* A fault message ends while the sender's own transfer stands in its record: that goes on later. */
static void end_transfer_record(struct tcb *sender, struct tcb *receiver)
{
	if (!(sender->flags & TCB_TUNNEL)) {
		if (sender->xfer.map_active)	/* what it has begun is finished by the worker */
			work_wake();
		sender->xfer.map_active = sender->xfer.string_active = false;
	}
	sender->partner = receiver->partner = NULL;
}

void ipc_transfer_end(struct tcb *sender, struct tcb *receiver, word_t sender_code,
		      word_t receiver_code)
{
	word_t sender_error = ipc_error_word(sender, sender_code);
	word_t receiver_error = ipc_error_word(sender, receiver_code);
	word_t from = ipc_name(sender, receiver);

	end_transfer_record(sender, receiver);
	if (sender->virtual_sender != NILTHREAD && !(receiver->flags & TCB_KERNEL_MSG))
		utcb_set_sender(receiver, sender->id);
	ipc_transfer_fail(receiver, ABI_IPCERR_RECEIVE, receiver_error, from, sender->ipc_tag);
	ipc_transfer_fail(sender, 0, sender_error, receiver->id, sender->ipc_tag);
}

/* Propagation worked: replies of the receiver go to the thread spoken for (ipc sheet 9). */
static void hand_over_reply(struct tcb *self, struct tcb *v, word_t dest)
{
	if (v->state == THREAD_WAITING && v->wait_from == self->id && thread_await(dest))
		v->wait_from = dest;
}

/* The thread spoken for is at another CPU: there first.  The receiver's reply comes after that. */
static struct tcb *hand_over_there(struct tcb *self)
{
	struct tcb *v = thread_find(self->virtual_sender);

	if (v && !thread_at_hand(v))
		return travel_after(self, v, hand_over_there);
	if (v)
		hand_over_reply(self, v, travel_goal(self));
	return ipc_after_send(self, NULL);
}

/* Flag X: the sender was at another processor. */
static word_t flag_of_processor(const struct tcb *self, const struct tcb *dest)
{
	return cpu_count > 1 && self->home != dest->home ? ABI_TAG_XCPU : 0;
}

static struct tcb *transfer_succeeded(struct tcb *self, struct tcb *dest)
{
	word_t from = ipc_name(self, dest);
	struct tcb *spoken_for = NULL;	/* at another CPU */

	end_transfer_record(self, dest);
	if (self->virtual_sender != NILTHREAD) {
		struct tcb *v = thread_find(self->virtual_sender);

		from = v ? ipc_name(v, dest) : self->virtual_sender;
		if (!(dest->flags & TCB_KERNEL_MSG))
			utcb_set_sender(dest, self->id);
		if (v && thread_at_hand(v))
			hand_over_reply(self, v, dest->id);
		else if (v)
			spoken_for = v;
	}
	if ((self->ipc_tag & ABI_TAG_REDIRECTED) && !(dest->flags & TCB_KERNEL_MSG))
		utcb_set_receiver(dest, self->intended_receiver);
	ipc_transfer_succeed(dest, from, self->ipc_tag | flag_of_processor(self, dest));
	self->ipc_tag &= ~(word_t)ABI_TAG_OUT_FLAGS;
	if (unlikely(spoken_for)) {
		self->state = THREAD_RUNNING;
		travel_set_goal(self, dest->id);
		travel_follow(self, spoken_for, hand_over_there);
		return dest;
	}
	return ipc_after_send(self, dest);
}

static struct tcb *transfer_overflows(struct tcb *self, struct tcb *dest)
{
	ipc_transfer_end(self, dest, ABI_IPCERR_OVERFLOW, ABI_IPCERR_OVERFLOW);
	return sched_wake(self, dest);
}

/*
 * Begin a map or grant item, whose first word has been read.  Overflow: the receiver takes no
 * mappings, or the item is cut off.  More: this slice has been long enough, begin anew.
 */
static enum string_end begin_map_item(struct tcb *self, struct tcb *dest, word_t item)
{
	struct transfer *x = &self->xfer;
	word_t window = acceptor_of(dest) & (word_t)ABI_ACCEPT_WINDOW_MASK;
	unsigned type = ABI_ITEM_TYPE(item);

	if ((type != ABI_ITEM_MAP && type != ABI_ITEM_GRANT) ||
	    x->item + ABI_ITEM_MAP_WORDS > x->end)
		return STRING_OVERFLOW;
	word_t fpage = msg_word(self, x->item + 1);

	if (!domain_accepts(window, fpage))
		return STRING_OVERFLOW;
	if (domain_prepare(self->space, fpage, dest->space, tcb_kmem(dest)))
		return STRING_MORE;
	msg_set_word(dest, x->item, item);
	msg_set_word(dest, x->item + 1, fpage);
	x->item += ABI_ITEM_MAP_WORDS;
	x->map_active = domain_map_init(&x->map, self->space, fpage,
					item & (word_t)ABI_ITEM_SNDBASE_MASK, dest->space, window,
					type == ABI_ITEM_GRANT, tcb_kmem(dest));
	return STRING_DONE;
}

/* A control transfer item: into the receiver's registers, or as words into its message. */
static enum string_end transfer_control(struct tcb *self, struct tcb *dest, word_t item)
{
	struct transfer *x = &self->xfer;
	bool load = acceptor_of(dest) & CTRLXFER_ACCEPT;
	unsigned words = ctrlxfer_words(item);

	if (words == 0 || x->item + words > x->end)
		return STRING_OVERFLOW;
	if (!load)
		msg_set_word(dest, x->item, item);
	for (unsigned n = 1; n < words; n++) {
		word_t value = msg_word(self, x->item + n);

		if (!load)
			msg_set_word(dest, x->item + n, value);
		else if (!ctrlxfer_store(dest, item, n, value))
			return STRING_OVERFLOW;
	}
	x->item += words;
	return STRING_DONE;
}

/* A slice of a map or grant item, or of a string; or the beginning of the next item. */
static enum string_end item_slice(struct tcb *self, struct tcb *dest, struct string_fault *fault)
{
	struct transfer *x = &self->xfer;

	if (x->string_active)
		return ipc_string_copy(self, dest, fault);
	if (x->map_active) {
		/* out of memory: what is mapped stays, the rest of the window shows nothing */
		if (map_op_run(&x->map) == SLICE_MORE)
			return STRING_MORE;
		x->map_active = false;
		return STRING_DONE;
	}
	word_t item = msg_word(self, x->item);

	if (ABI_ITEM_TYPE(item) <= ABI_ITEM_STRING_MAX)
		return (self->flags | dest->flags) & TCB_KERNEL_MSG ?
		       STRING_OVERFLOW : ipc_string_begin(self, dest, item);
	if (ABI_ITEM_TYPE(item) == ABI_ITEM_CTRLXFER)
		return transfer_control(self, dest, item);
	return begin_map_item(self, dest, item);
}

struct tcb *ipc_next_items(struct tcb *self)
{
	struct transfer *x = &self->xfer;
	struct tcb *dest = self->partner;
	struct string_fault fault;

	for (unsigned n = 0; x->map_active || x->string_active || x->item < x->end; n++) {
		enum string_end end = n == STEPS_PER_SLICE ? STRING_MORE :
							    item_slice(self, dest, &fault);

		switch (end) {
		case STRING_DONE:
			continue;
		case STRING_MORE:
			tcb_continue(self, ipc_next_items);
			return self;
		case STRING_FAULT:
			return ipc_tunnel(self, &fault);
		case STRING_OVERFLOW:
			return transfer_overflows(self, dest);
		}
	}
	return transfer_succeeded(self, dest);
}

static void copy_untyped(struct tcb *self, struct tcb *dest, unsigned u)
{
	if (!((self->flags | dest->flags) & TCB_KERNEL_MSG)) {
		utcb_copy_untyped(self, dest, u);
		return;
	}
	for (unsigned n = 1; n <= u; n++)
		msg_set_word(dest, n, msg_word(self, n));
}

struct tcb *ipc_transfer(struct tcb *self)
{
	struct tcb *dest = self->partner;
	unsigned u = ABI_TAG_UNTYPED(self->ipc_tag), t = ABI_TAG_TYPED(self->ipc_tag);

	kassert(dest->partner == self && dest->state == THREAD_RECEIVING);
	copy_untyped(self, dest, u);
	if (likely(t == 0))
		return transfer_succeeded(self, dest);
	self->xfer.item = u + 1;
	self->xfer.end = u + t + 1;
	self->xfer.map_active = self->xfer.string_active = self->xfer.timed = false;
	self->xfer.buffers_left = true;
	self->xfer.next_buffer = 1;
	if (u + t >= ABI_NUM_MRS)
		return transfer_overflows(self, dest);
	return ipc_next_items(self);
}
