/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the two rooms of IPC, ipc.c and ipc_transfer.c; nobody else includes it. */
#ifndef KERNEL_IPC_ENDS_H
#define KERNEL_IPC_ENDS_H

#include <kernel/tcb.h>

/* How `receiver` sees `sender`: by local id within a space (ipc sheet 8). */
word_t ipc_name(const struct tcb *sender, const struct tcb *receiver);

/* The transfer from `self` to self->partner: all of the message, typed items in slices. */
struct tcb *ipc_transfer(struct tcb *self);
/* Both ends leave a transfer: end it in failure on one side, cut it from outside on both. */
void ipc_transfer_fail(struct tcb *t, word_t phase, word_t code, word_t from, word_t tag);
void ipc_transfer_cut(struct tcb *sender, struct tcb *receiver);
/* `dest` has its message. */
void ipc_transfer_succeed(struct tcb *dest, word_t from, word_t tag);
/* The send phase of `self` to `dest`, now runnable, is over: its receive phase, or return. */
struct tcb *ipc_after_send(struct tcb *self, struct tcb *dest);

#endif
