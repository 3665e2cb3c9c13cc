/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control transfer items (feature "ctrlxfer"; ipc sheet 7): registers of a thread in messages.  In
 * the messages that faults make, as ExchangeRegisters has configured them; from one thread's message
 * into the frame of another that accepts them; and read and written by ExchangeRegisters.  There is
 * one group of registers, whose order is the port's (arch/ctrlxfer.h).
 */
#ifndef KERNEL_CTRLXFER_H
#define KERNEL_CTRLXFER_H

#include <kernel/tcb.h>

#ifdef CONFIG_CTRLXFER

/* What kernel-made messages accept besides their window. */
#define CTRLXFER_ACCEPT		((word_t)ABI_ACCEPT_CTRLXFER)

/* The tag of a fault message in self->kmsg, with the items appended that its fault number has. */
word_t ctrlxfer_add(struct tcb *self, int fault, word_t tag);
/* Are there any? */
bool ctrlxfer_is_wanted(const struct tcb *self, int fault);

/* Words of an item, 0 if this is none. */
unsigned ctrlxfer_words(word_t item);
/* The item's n-th value, from 1, into t's frame; false if there is no such register. */
bool ctrlxfer_store(struct tcb *t, word_t item, unsigned n, word_t value);

/* ExchangeRegisters: may `self` deal with anybody?  Its bits 9..11; an error code or 0. */
bool ctrlxfer_may_exchange(const struct tcb *self);
word_t ctrlxfer_exchange(struct tcb *self, struct tcb *t, word_t control);

#else

#define CTRLXFER_ACCEPT		((word_t)0)

ALWAYS_INLINE word_t ctrlxfer_add(struct tcb *self, int fault, word_t tag)
{
	(void)self, (void)fault;
	return tag;
}

ALWAYS_INLINE bool ctrlxfer_is_wanted(const struct tcb *self, int fault)
{
	(void)self, (void)fault;
	return false;
}

ALWAYS_INLINE unsigned ctrlxfer_words(word_t item)
{
	(void)item;
	return 0;
}

ALWAYS_INLINE bool ctrlxfer_store(struct tcb *t, word_t item, unsigned n, word_t value)
{
	(void)t, (void)item, (void)n, (void)value;
	return false;
}

ALWAYS_INLINE bool ctrlxfer_may_exchange(const struct tcb *self)
{
	(void)self;
	return false;
}

ALWAYS_INLINE word_t ctrlxfer_exchange(struct tcb *self, struct tcb *t, word_t control)
{
	(void)self, (void)t, (void)control;
	return ABI_ERR_OK;
}

#endif

#endif
