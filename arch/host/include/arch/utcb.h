/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of the host.  Words in memory are in the byte order of the variant, so whoever reaches into
 * a UTCB past these inlines shows at once where that isn't the process's own.
 */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/tcb.h>

/* A word as it lies in user memory. */
ALWAYS_INLINE word_t host_user_order(word_t w)
{
#if HOST_BIG_ENDIAN
	return HOST_WORD_BITS == 64 ? (word_t)__builtin_bswap64(w) : (word_t)__builtin_bswap32(w);
#else
	return w;
#endif
}

ALWAYS_INLINE volatile word_t *host_utcb_at(const struct tcb *t, long offset)
{
	return (volatile word_t *)((char *)t->utcb + offset);
}

/* Users change their words under the kernel's hands: while this is set, each read of a message
 * register in memory leaves another word behind. */
extern bool host_hostile;
void host_change_behind(volatile word_t *at);

ALWAYS_INLINE word_t host_utcb_read(const struct tcb *t, long offset)
{
	volatile word_t *at = host_utcb_at(t, offset);
	word_t w = host_user_order(*at);

	if (unlikely(host_hostile) && offset >= ABI_UTCB_MR(0) && offset < ABI_UTCB_MR(64))
		host_change_behind(at);
	return w;
}

ALWAYS_INLINE void host_utcb_write(struct tcb *t, long offset, word_t w)
{
	*host_utcb_at(t, offset) = host_user_order(w);
}

/* MyGlobalId in the UTCB object whose UTCB pointer has this alias: of whoever's UTCB lies there. */
ALWAYS_INLINE word_t utcb_object_id(const void *utcb)
{
	return host_user_order(*(const volatile word_t *)((const char *)utcb + ABI_UTCB_GLOBAL_ID));
}

ALWAYS_INLINE void utcb_object_set_id(void *utcb, word_t id)
{
	*(volatile word_t *)((char *)utcb + ABI_UTCB_GLOBAL_ID) = host_user_order(id);
}

ALWAYS_INLINE word_t utcb_mr(const struct tcb *t, unsigned n)
{
	return n <= ABI_REGISTER_MRS ? t->frame.mr[n] : host_utcb_read(t, ABI_UTCB_MR((long)n));
}

ALWAYS_INLINE void utcb_set_mr(struct tcb *t, unsigned n, word_t w)
{
	if (n <= ABI_REGISTER_MRS)
		t->frame.mr[n] = w;
	else
		host_utcb_write(t, ABI_UTCB_MR((long)n), w);
}

ALWAYS_INLINE word_t utcb_br(const struct tcb *t, unsigned n)
{
	return host_utcb_read(t, ABI_UTCB_BR((long)n));
}

ALWAYS_INLINE void utcb_set_br(struct tcb *t, unsigned n, word_t w)
{
	host_utcb_write(t, ABI_UTCB_BR((long)n), w);
}

#define UTCB_TCR(name, offset) \
	ALWAYS_INLINE word_t utcb_##name(const struct tcb *t) \
	{ \
		return host_utcb_read(t, offset); \
	} \
	ALWAYS_INLINE void utcb_set_##name(struct tcb *t, word_t w) \
	{ \
		host_utcb_write(t, offset, w); \
	}

#define UTCB_TCR_BYTE(name, offset) \
	ALWAYS_INLINE uint8_t utcb_##name(const struct tcb *t) \
	{ \
		return *((volatile uint8_t *)t->utcb + (offset)); \
	} \
	ALWAYS_INLINE void utcb_set_##name(struct tcb *t, uint8_t b) \
	{ \
		*((volatile uint8_t *)t->utcb + (offset)) = b; \
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

void utcb_init(struct tcb *t);

ALWAYS_INLINE void utcb_copy_untyped(const struct tcb *from, struct tcb *to, unsigned u)
{
	for (unsigned n = 1; n <= u && n <= ABI_REGISTER_MRS; n++)
		to->frame.mr[n] = from->frame.mr[n];
	for (unsigned n = ABI_REGISTER_MRS + 1; n <= u; n++)
		*host_utcb_at(to, ABI_UTCB_MR((long)n)) =
			*host_utcb_at(from, ABI_UTCB_MR((long)n));
}

/* The word in which user mode finds its UTCB. */
extern word_t host_current_utcb;

ALWAYS_INLINE void utcb_current_set(word_t local_id)
{
	host_current_utcb = local_id;
}

/* A wait has ended without a message: nothing to do, for every entry saves the message registers.
 */
ALWAYS_INLINE void utcb_recall_mrs(struct tcb *t)
{
	(void)t;
}

#endif
