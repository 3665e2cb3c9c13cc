/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other rooms want of IPC: breaking it off, and messages the kernel sends in a thread's name.
 */
#ifndef KERNEL_IPC_H
#define KERNEL_IPC_H

#include <kernel/tcb.h>

/*
 * Send the message in self->kmsg (tag first) in self's name to `to` and wait for its reply there,
 * never/never; `then` runs on the reply, or at once with self->kmsg[0] an error tag.
 */
struct tcb *ipc_kernel_call(struct tcb *self, word_t to, word_t window, continuation then);

/*
 * Break off whatever IPC `t` is in, with this error code (ABI_IPCERR_*) for it and, in a transfer,
 * for its partner.  `t` becomes runnable but is not queued: the caller decides what becomes of it.
 * Kernel-made messages are broken off without a trace in the user's registers.
 */
void ipc_abort(struct tcb *t, word_t code);

/* `t` waits (not in transfer): for its startup message, any message ... */
ALWAYS_INLINE bool ipc_is_waiting(const struct tcb *t)
{
	return t->state == THREAD_WAITING;
}

/* Fail everybody who polls at `t` (its deletion): at most `max` of them; true if more are left. */
bool ipc_fail_senders(struct tcb *t, unsigned max);

/* A wait or poll has run out of time. */
struct tcb *ipc_timeout(struct tcb *self, struct tcb *t);

#endif
