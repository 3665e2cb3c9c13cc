/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread control block.  Its first line is identity, read by everybody; the second is the
 * state that IPC works on, touched on the thread's home CPU only; the saved user registers
 * follow.  A thread that blocks inside the kernel keeps its progress here: a continuation to run
 * when it is resumed next, and the record of what it was doing.
 */
#ifndef KERNEL_TCB_H
#define KERNEL_TCB_H

#include <kernel/list.h>
#include <kernel/mapdb.h>
#include <kernel/smp.h>
#include <kernel/types.h>
#include <arch/frame.h>		/* struct arch_frame: saved user registers; struct arch_tcb */

struct cpu;
struct space;
struct tcb;

/* What runs when a thread is resumed inside the kernel; answers with the thread to run. */
typedef struct tcb *(*continuation)(struct tcb *self);

enum thread_state {
	THREAD_INACTIVE,	/* exists but was never activated */
	THREAD_RUNNING,		/* executing or in a ready queue */
	THREAD_HALTED,
	THREAD_POLLING,		/* send phase: partner is not ready, queued at it */
	THREAD_WAITING,		/* receive phase: wait_from says for whom */
	THREAD_SENDING,		/* a transfer under way, see xfer */
	THREAD_RECEIVING,	/* the other side of it */
};

/*
 * Everything unusual about a thread, one bit each, so that the hot path tests one word.  Bits from
 * TCB_ARCH_SHIFT up belong to the port.
 */
#define TCB_CONTINUE	0x01u	/* cont is set: resume inside the kernel */
#define TCB_KERNEL_MSG	0x02u	/* its messages go from and to kmsg, not the user's registers */
#define TCB_TIMEOUT	0x04u	/* linked in the timeout wheel */
#define TCB_HALT	0x08u	/* halts when it would return to user mode */
#define TCB_REDIRECT	0x10u	/* its space has a redirector */
#define TCB_CONDEMNED	0x20u	/* deletion under way */
#define TCB_TUNNEL	0x40u	/* a fault message interrupts its transfer, see `tunnel` */
#define TCB_AWAY	0x80u	/* not at home: goes there when it would return to user mode */
#define TCB_TRAVELLING	0x100u	/* on its way to tcb.cpu, nobody may touch it */
#define TCB_ARCH_SHIFT	9
/* What makes a partner of IPC or oneself unusual: everything but the port's own exit bits. */
#define TCB_IPC_SLOW	(((uint32_t)1 << TCB_ARCH_SHIFT) - 1)

/* Words of a kernel-made message: the longest is an exception with its registers. */
#define KMSG_WORDS	32

/*
 * One side of a string under way: which piece of which (compound) string item, and how much of the
 * piece is left.  `at` is the register of the descriptor's first word, an MR or BR number.
 */
struct string_side {
	word_t addr, left;	/* of the piece, bytes */
	word_t length;		/* of each piece of this descriptor */
	uint8_t at, piece, pieces;
	bool compound;		/* another descriptor of the same string follows */
};

/*
 * A running transfer of typed items, kept by the sender and found from both sides through
 * tcb.partner.  `item` is the message register of the item under way; `map` is live in the middle
 * of a map or grant item, the string sides in the middle of a string.
 */
struct transfer {
	uint8_t item, end;	/* message registers [item, end) are still to do */
	bool map_active, string_active;
	bool buffers_left;	/* the receiver's buffer list goes on at BR next_buffer */
	bool timed;		/* xfer timeouts have been looked at: at the first page fault */
	bool sender_is_shorter;	/* whose timeout the deadline is */
	uint8_t next_buffer;
	word_t offset;		/* bytes of strings done, for the error word */
	usec_t deadline;
	struct string_side from, to;
	struct map_op map;
};

/* What a thread was doing when a page fault of its string copy was sent in its name. */
struct tunnel {
	uint8_t state;
	struct tcb *partner;
	word_t ipc_from, ipc_timeouts, ipc_tag, virtual_sender;
#ifdef CONFIG_SMP
	struct cpu *place;	/* where the transfer rests */
#endif
};

/* An Unmap or MemoryControl under way: fpage `mr` of 0..last_mr; `op` is live while `active`. */
struct unmap_call {
	struct unmap_op op;
	word_t fpage;
	uint8_t mr, last_mr;
	bool flush, active;
	/* MemoryControl's: */
	bool changed;
	word_t attributes[4];
	word_t roots_done;	/* cursor of the pages that sigma0 has never touched */
};

/* What a system call about a thread of another CPU takes along. */
struct travel {
	struct tcb *mail_next;	/* in a mailbox */
	struct link lobby;	/* threads that wait for this one's arrival, by send_link */
	word_t to;		/* the thread to meet, a global id */
	word_t call[TRAVEL_WORDS];	/* parameters */
	continuation again;	/* what a system call starts anew with */
	bool timed;		/* its timeout, `deadline`, goes on when it waits again */
};

/* A SpaceControl that tells the space's threads of a new redirector: how many are left. */
struct space_mark {
	word_t member;		/* global id of one of them */
	size_t left;
};

struct tcb {
	/* identity */
	word_t id;		/* global id; the table finds no TCB whose id differs */
	struct space *space;	/* NULL: an interrupt's thread, or the kernel's own */
	void *utcb;		/* kernel alias of the UTCB pointer, NULL while inactive */
	word_t local_id;	/* the user's UTCB pointer */
	word_t utcb_location;	/* lowest user address of the UTCB object, or -1 */
	struct cpu *cpu;	/* where it is, see travel.c */
	struct cpu *home;	/* where it runs in user mode */
	bool awaited_afar;	/* was_awaited, by threads of other CPUs */

	/* IPC and scheduling state: touched by tcb.cpu only */
	word_t wait_from CACHE_ALIGNED;	/* nilthread unless waiting: whom for, as a global id,
					   anythread or anylocalthread */
	uint32_t flags;		/* TCB_* */
	uint8_t state;		/* enum thread_state */
	uint8_t prio;
	bool was_awaited;	/* somebody once waited for just this thread */
	uint32_t senders;	/* threads polling at this one, in sender_ring */
	continuation cont;
	struct tcb *partner;	/* polling: receiver; transfer: the other side */

	struct arch_frame frame CACHE_ALIGNED;

	/* IPC, the rest */
	word_t ipc_from;	/* receive phase to enter after the send: from-specifier */
	word_t ipc_timeouts;
	word_t ipc_tag;		/* tag of the message being sent, cleared of what users can't set */
	word_t virtual_sender;	/* propagation: id the receiver sees, or nilthread */
	word_t intended_receiver;	/* of a redirected message */
	struct link send_link;	/* member of partner's sender_ring, in order of arrival ... */
	struct link local_link;	/* ... and of its local_ring, if known to be of its space */
	struct link sender_ring, local_ring;
	struct tcb *unsorted;	/* from this sender on it isn't known who is local; NULL: of all */
	struct transfer xfer;
	struct tunnel tunnel;
	word_t kmsg[KMSG_WORDS];
#ifdef CONFIG_CTRLXFER
	uint8_t fault_groups[16];	/* by fault number: register groups in its messages */
#endif
	word_t kmsg_acceptor;	/* BR0 for the reply to a kernel-made message */
	continuation kmsg_then;	/* what that reply starts, at home */

	/* scheduling */
	struct link ready_link;
	struct link timeout_link;
	usec_t deadline;
	word_t scheduler;	/* global id */
	word_t irq_handler;	/* of an interrupt thread: global id */
	uint32_t timeslice;	/* length in us, 0 = infinite */
	int32_t timeslice_left;
	uint64_t quantum_left;	/* us, USEC_NEVER = infinite */
	uint16_t max_delay, delay_left;
	uint8_t sensitive_prio;
	bool delaying;		/* a preemption waits, delay_left runs down */

	/* space and table membership */
	struct link space_link;
	struct link all_link;	/* every thread there is, see orphans.c */
	struct link dying_link;
	struct grace grace;	/* before its memory goes; `number` is that of its table entry */
	word_t number;

	struct unmap_call unmap;
	struct space_mark space_mark;
#ifdef CONFIG_SMP
	struct travel travel;
#endif

	struct arch_tcb arch;
};

/* Bring a local-IPC thread's true wait state into the TCB before anybody else reads or changes it
 * (nothing to do until local IPC is built; every such reader calls it all the same). */
ALWAYS_INLINE void tcb_settle(struct tcb *t)
{
	(void)t;
}

ALWAYS_INLINE bool tcb_is_active(const struct tcb *t)
{
	return t->utcb != NULL;
}

ALWAYS_INLINE enum kmem_for tcb_kmem(const struct tcb *t)
{
	return t->space->privileged ? KMEM_PRIVILEGED : KMEM_USER;
}

#ifdef CONFIG_SMP
/* At another CPU than its own? */
ALWAYS_INLINE bool thread_is_away(const struct tcb *t)
{
	return unlikely(t->flags & TCB_AWAY);
}

/* ... with nothing more to do there?  What follows the answer to a kernel-made message is done at
 * home as well; interrupts' threads have none, and transfers end where they have begun. */
ALWAYS_INLINE bool thread_goes_home(const struct tcb *t)
{
	return thread_is_away(t) &&
	       (!(t->flags & TCB_CONTINUE) ||
		(t->cont == t->kmsg_then && !(t->flags & TCB_TUNNEL) && tcb_is_active(t)));
}

/* The thread that a sender goes after. */
ALWAYS_INLINE word_t travel_goal(const struct tcb *t)
{
	return t->travel.to;
}

ALWAYS_INLINE void travel_set_goal(struct tcb *t, word_t id)
{
	t->travel.to = id;
}

/* Does a wait go on that was broken off to travel, with the timeout it had?  Asks but once. */
ALWAYS_INLINE bool travel_is_timed(struct tcb *t)
{
	bool timed = t->travel.timed;

	t->travel.timed = false;
	return timed;
}
#else
ALWAYS_INLINE bool thread_is_away(const struct tcb *t)
{
	(void)t;
	return false;
}

ALWAYS_INLINE word_t travel_goal(const struct tcb *t)
{
	(void)t;
	return NILTHREAD;
}

ALWAYS_INLINE void travel_set_goal(struct tcb *t, word_t id)
{
	(void)t, (void)id;
}

ALWAYS_INLINE bool travel_is_timed(const struct tcb *t)
{
	(void)t;
	return false;
}
#endif

/* Resume inside the kernel: `then` runs when the thread is picked next. */
ALWAYS_INLINE void tcb_continue(struct tcb *t, continuation then)
{
	t->cont = then;
	t->flags |= TCB_CONTINUE;
}

#endif
