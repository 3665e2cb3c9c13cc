/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of MIPS64: message registers, buffer registers and thread control registers.  In Ipc the
 * first MRs travel in CPU registers and so lie in the frame, in other calls all of them are memory;
 * memory is the users' to write, hence every read happens once, where it is written.  All through
 * the kernel's alias, which can't fault and has the colour of the user's address.
 */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/tcb.h>

ALWAYS_INLINE volatile word_t *utcb_at(const struct tcb *t, long offset)
{
	return (volatile word_t *)((char *)t->utcb + offset);
}

ALWAYS_INLINE volatile uint8_t *utcb_byte_at(const struct tcb *t, long offset)
{
	return (volatile uint8_t *)t->utcb + offset;
}

/* Is MRn of this thread in its frame?  (MR0 of Ipc, the tag, is passed by value.) */
ALWAYS_INLINE bool utcb_mr_in_frame(const struct tcb *t, unsigned n)
{
	return n - 1 < ABI_REGISTER_MRS && !(t->flags & TCB_MIPS_FULL);
}

/* MR0 .. MR63. */
ALWAYS_INLINE word_t utcb_mr(const struct tcb *t, unsigned n)
{
	return utcb_mr_in_frame(t, n) ? frame_mr(&t->frame, n) : *utcb_at(t, ABI_UTCB_MR((long)n));
}

ALWAYS_INLINE void utcb_set_mr(struct tcb *t, unsigned n, word_t w)
{
	if (utcb_mr_in_frame(t, n))
		frame_set_mr(&t->frame, n, w);
	else
		*utcb_at(t, ABI_UTCB_MR((long)n)) = w;
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

/* TCRs of a thread being activated (the pager is the caller's business). */
void utcb_init(struct tcb *t);

/* MRs 9 .. u of a message. */
void utcb_copy_memory(const struct tcb *from, struct tcb *to, unsigned u);

/* MR1 .. MRu: on the IPC hot path.  Both threads are in Ipc. */
ALWAYS_INLINE void utcb_copy_untyped(const struct tcb *from, struct tcb *to, unsigned u)
{
	const word_t *s = from->frame.gpr + R_MR1;
	word_t *d = to->frame.gpr + R_MR1;

	if (likely(u == 0))
		return;
	if (u > ABI_REGISTER_MRS) {
		utcb_copy_memory(from, to, u);
		u = ABI_REGISTER_MRS;
	}
	do
		*d++ = *s++;
	while (--u);
}

/* A wait has ended without a message: nothing to do, for every entry saves the message registers. */
ALWAYS_INLINE void utcb_recall_mrs(struct tcb *t)
{
	(void)t;
}

#endif
