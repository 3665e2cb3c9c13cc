/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of x86: message registers, buffer registers and thread control registers.  The first
 * MRs travel in CPU registers and so lie in the frame; the rest is memory that users write, hence
 * every read happens once, where it is written.  All through the kernel's alias, which can't fault.
 */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/tcb.h>
#include <arch/percpu.h>

ALWAYS_INLINE volatile word_t *utcb_at(const struct tcb *t, long offset)
{
	return (volatile word_t *)((char *)t->utcb + offset);
}

ALWAYS_INLINE volatile uint8_t *utcb_byte_at(const struct tcb *t, long offset)
{
	return (volatile uint8_t *)t->utcb + offset;
}

/* MR0 .. MR63.  MR0 is the frame's word for it, where the entry stored one (not in Ipc). */
ALWAYS_INLINE word_t utcb_mr(const struct tcb *t, unsigned n)
{
	return n <= ABI_REGISTER_MRS ? frame_mr(&t->frame, n) : *utcb_at(t, ABI_UTCB_MR((long)n));
}

ALWAYS_INLINE void utcb_set_mr(struct tcb *t, unsigned n, word_t w)
{
	if (n <= ABI_REGISTER_MRS)
		frame_set_mr(&t->frame, n, w);
	else
		*utcb_at(t, ABI_UTCB_MR((long)n)) = w;
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

/* TCRs of a thread being activated (the pager is the caller's business). */
void utcb_init(struct tcb *t);

/* The whole object of one thread to another one's UTCB; its local-IPC line comes out zero. */
void utcb_copy_object(const struct tcb *from, struct tcb *to);

#include <arch/utcb_copy.h>	/* utcb_copy_untyped */

/* The word at gs:0 that users read, through the kernel's own alias.  With several CPUs each has one
 * (block.h), and what this page shows besides is all that is left of it. */
extern word_t utcb_current_page[];

ALWAYS_INLINE void utcb_current_set(word_t local_id)
{
#ifdef CONFIG_SMP
	*(word_t *)((char *)arch_this_cpu() + CPU_UTCB_WORD) = local_id;
#else
	utcb_current_page[0] = local_id;
#endif
}

#endif
