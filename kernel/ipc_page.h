/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a pager sends: one map item of one page of the smallest size, after words or not, from a
 * thread to one that waits for it, with nothing unusual about either.  In line, because layers cost
 * as much as the work.  Included by ipc.c.
 */
#ifndef KERNEL_IPC_PAGE_H
#define KERNEL_IPC_PAGE_H

#include <kernel/mapdb.h>
#include <kernel/tcb.h>
#include <kernel/thread.h>
#include <arch/utcb.h>

/* Tag bits a message may not have to be short work: typed items, propagation. */
#define TAG_SLOW	(ABI_TAG_T_MASK | ABI_TAG_PROPAGATED)

/* True: the page is mapped and the item's words are handed over.  Otherwise nothing has happened. */
ALWAYS_INLINE bool ipc_map_page(struct tcb *self, struct tcb *dest, word_t tag)
{
	unsigned at = ABI_TAG_UNTYPED(tag) + 1;

	/* where registers hold some words, those who are in a hurry take care that they do */
	if ((tag & TAG_SLOW) != ABI_ITEM_MAP_WORDS << ABI_TAG_T_SHIFT ||
	    at >= (ABI_REGISTER_MRS > ABI_ITEM_MAP_WORDS ? ABI_REGISTER_MRS : ABI_NUM_MRS - 1))
		return false;
	word_t item = utcb_mr(self, at), fpage = utcb_mr(self, at + 1);

	if (ABI_ITEM_TYPE(item) != ABI_ITEM_MAP ||
	    !mapdb_map_page(self->space, fpage, item & (word_t)ABI_ITEM_SNDBASE_MASK, dest->space,
			    utcb_br(dest, 0) & (word_t)ABI_ACCEPT_WINDOW_MASK, tcb_kmem(dest)))
		return false;
	utcb_set_mr(dest, at, item);
	utcb_set_mr(dest, at + 1, fpage);
	return true;
}

/* The same for a thread in whose name the kernel has asked for a page: it learns nothing but
 * that there was an answer. */
ALWAYS_INLINE bool ipc_answer_with_page(struct tcb *self, struct tcb *dest, word_t tag)
{
	if ((tag & (TAG_SLOW | ABI_TAG_U_MASK)) != ABI_ITEM_MAP_WORDS << ABI_TAG_T_SHIFT ||
	    !thread_at_hand(dest) || dest->wait_from != self->id ||
	    ((self->flags | dest->flags) & TCB_IPC_SLOW) != TCB_KERNEL_MSG)
		return false;
	word_t item = utcb_mr(self, 1), fpage = utcb_mr(self, 2);

	if (ABI_ITEM_TYPE(item) != ABI_ITEM_MAP ||
	    !mapdb_map_page(self->space, fpage, item & (word_t)ABI_ITEM_SNDBASE_MASK, dest->space,
			    dest->kmsg_acceptor & (word_t)ABI_ACCEPT_WINDOW_MASK, tcb_kmem(dest)))
		return false;
	dest->kmsg[1] = item;
	dest->kmsg[2] = fpage;
	return true;
}

#endif
