/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message, buffer and thread control registers where a UTCB is words at the offsets of the ABI's
 * header, for the <arch/utcb.h> of ports.  It is the users' memory as well: every read happens once,
 * where it is written, through the kernel's alias, which can't fault.
 */
#ifndef KERNEL_UTCB_WORDS_H
#define KERNEL_UTCB_WORDS_H

#include <kernel/tcb.h>

ALWAYS_INLINE volatile word_t *utcb_at(const struct tcb *t, long offset)
{
	return (volatile word_t *)((char *)t->utcb + offset);
}

ALWAYS_INLINE volatile uint8_t *utcb_byte_at(const struct tcb *t, long offset)
{
	return (volatile uint8_t *)t->utcb + offset;
}

/* MyGlobalId in the UTCB object whose UTCB pointer has this alias: of whoever's UTCB lies there. */
ALWAYS_INLINE word_t utcb_object_id(const void *utcb)
{
	return *(const volatile word_t *)((const char *)utcb + ABI_UTCB_GLOBAL_ID);
}

ALWAYS_INLINE void utcb_object_set_id(void *utcb, word_t id)
{
	*(volatile word_t *)((char *)utcb + ABI_UTCB_GLOBAL_ID) = id;
}

/* BR0 .. BR32. */
ALWAYS_INLINE word_t utcb_br(const struct tcb *t, unsigned n)
{
	return *utcb_at(t, ABI_UTCB_BR((long)n));
}

ALWAYS_INLINE void utcb_set_br(struct tcb *t, unsigned n, word_t w)
{
	*utcb_at(t, ABI_UTCB_BR((long)n)) = w;
}

#define UTCB_TCR(name, offset) \
	ALWAYS_INLINE word_t utcb_##name(const struct tcb *t) \
	{ \
		return *utcb_at(t, offset); \
	} \
	ALWAYS_INLINE void utcb_set_##name(struct tcb *t, word_t w) \
	{ \
		*utcb_at(t, offset) = w; \
	}

#define UTCB_TCR_BYTE(name, offset) \
	ALWAYS_INLINE uint8_t utcb_##name(const struct tcb *t) \
	{ \
		return *utcb_byte_at(t, offset); \
	} \
	ALWAYS_INLINE void utcb_set_##name(struct tcb *t, uint8_t b) \
	{ \
		*utcb_byte_at(t, offset) = b; \
	}

UTCB_TCR(global_id, ABI_UTCB_GLOBAL_ID)
UTCB_TCR(processor, ABI_UTCB_PROCESSOR)
UTCB_TCR(handle, ABI_UTCB_HANDLE)
UTCB_TCR(pager, ABI_UTCB_PAGER)
UTCB_TCR(exception_handler, ABI_UTCB_EXC_HANDLER)
UTCB_TCR(error_code, ABI_UTCB_ERROR_CODE)
UTCB_TCR(xfer_timeouts, ABI_UTCB_XFER_TIMEOUTS)
UTCB_TCR(receiver, ABI_UTCB_RECEIVER)
UTCB_TCR(sender, ABI_UTCB_SENDER)
UTCB_TCR_BYTE(preempt_flags, ABI_UTCB_PREEMPT_FLAGS)
UTCB_TCR_BYTE(cop_flags, ABI_UTCB_COP_FLAGS)

/*
 * A wait that the fast path began ends without a message.  That path leaves the first MRs in registers
 * which the next thread has long used; what the thread gets back is what its UTCB has of them.
 */
ALWAYS_INLINE void utcb_recall_mrs(struct tcb *t)
{
#ifdef CONFIG_IPC_FASTPATH
	for (unsigned n = 1; n <= ABI_REGISTER_MRS; n++)
		frame_set_mr(&t->frame, n, *utcb_at(t, ABI_UTCB_MR((long)n)));
#else
	(void)t;
#endif
}

/* The message registers of ExchangeRegisters are in memory; the CPU's have its parameters. */
ALWAYS_INLINE word_t ctrlxfer_mr(struct tcb *t, unsigned n)
{
	return *utcb_at(t, ABI_UTCB_MR((long)n));
}

ALWAYS_INLINE void ctrlxfer_set_mr(struct tcb *t, unsigned n, word_t w)
{
	*utcb_at(t, ABI_UTCB_MR((long)n)) = w;
}

#endif
