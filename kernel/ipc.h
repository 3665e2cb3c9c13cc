/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other rooms want of IPC: breaking it off, and messages the kernel sends in a thread's name.
 * The system call itself is sys_ipc (entry.h); ipc.c walks a message from door to door.
 */
#ifndef KERNEL_IPC_H
#define KERNEL_IPC_H

#include <kernel/tcb.h>

/* Tag of a kernel-made message: protocol number, its low label bits, untyped words. */
ALWAYS_INLINE word_t kernel_tag(int protocol, unsigned subtype, unsigned words)
{
	word_t label = (word_t)(sword_t)ABI_PROTO_LABEL(protocol) | subtype;

	return label << ABI_TAG_LABEL_SHIFT | words;
}

/*
 * Send the message in self->kmsg (tag first) in self's name to `to`, never/never, and wait for the
 * reply; it arrives in self->kmsg under the acceptor `acceptor`, then `then` runs.  A failure
 * shows as an error tag in kmsg[0].  The user's registers and UTCB are not touched.
 */
struct tcb *ipc_kernel_call(struct tcb *self, word_t to, word_t acceptor, continuation then);

/*
 * As ipc_kernel_call for a thread that isn't running, an interrupt's.  Answers with `dest` if it
 * was waiting and is now runnable (not queued), or NULL if the message stays at its door.
 */
struct tcb *ipc_kernel_notify(struct tcb *t, struct tcb *dest, continuation then);

/* Ask the pager of `self` for a page, with ipc_kernel_call (faults.c). */
struct tcb *fault_message(struct tcb *self, word_t addr, unsigned access, word_t ip,
			  continuation then);

/* `self` waits for the startup message of `pager`; `then` runs when it came. */
void ipc_kernel_wait(struct tcb *self, word_t pager, continuation then);

/* What IPC the user knows `t` to be in (enum thread_state): a fault during its string copy is no
 * IPC of its own. */
ALWAYS_INLINE unsigned ipc_state(const struct tcb *t)
{
	return t->flags & TCB_TUNNEL ? t->tunnel.state : t->state;
}

/*
 * Break off whatever IPC `t` is in, with this code (ABI_IPCERR_*); in a transfer both sides get
 * "aborted" with the offset reached.  Afterwards `t` is runnable, queued only if it was before;
 * the caller decides what becomes of it.  A kernel-made message ends without a trace.
 */
void ipc_abort(struct tcb *t, word_t code);

/*
 * Is `t` in a transfer whose sides are at two CPUs, because one has gone to ask its pager for a page
 * (ipc_afar.c)?  Before that is broken off by a system call, who is away must come back: the call makes
 * it, and starts anew with `again` where both are, the transfer ended.
 */
#ifdef CONFIG_SMP
bool ipc_is_split(const struct tcb *t);
struct tcb *ipc_break_split(struct tcb *self, struct tcb *t, const word_t *parameters,
			    unsigned words, continuation again);
#else
ALWAYS_INLINE bool ipc_is_split(const struct tcb *t)
{
	(void)t;
	return false;
}

ALWAYS_INLINE struct tcb *ipc_break_split(struct tcb *self, struct tcb *t,
					  const word_t *parameters, unsigned words,
					  continuation again)
{
	(void)t, (void)parameters, (void)words, (void)again;
	return self;
}
#endif

/* The wait or poll of `t` has run out of time (its timeout is disarmed already).  True: `t` has
 * become runnable and is to be queued. */
bool ipc_timed_out(struct tcb *t);

/* `t` has moved to another space: who of those that poll at it is local now?  It is found out when
 * somebody asks. */
void ipc_unsort_senders(struct tcb *t);

/* `t` leaves for another CPU: at most `max` of those that poll at it go after it.  True if more are
 * left. */
bool ipc_send_after(struct tcb *t, unsigned max);

/* Fail those who poll at `t`, which goes away: at most `max` of them.  True if more are left. */
bool ipc_fail_senders(struct tcb *t, unsigned max);

#endif
