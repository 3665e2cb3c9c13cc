/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of x86-x64: message registers, buffer registers and thread control registers.  The first
 * MRs travel in CPU registers and so lie in the frame; the rest is memory that users write, hence
 * every read happens once, where it is written.  All through the kernel's alias, which can't fault.
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

/* MR0 .. MR63.  MR0 is the frame's word for it, where the entry stored one (not in Ipc). */
ALWAYS_INLINE word_t utcb_mr(const struct tcb *t, unsigned n)
{
	return n <= ABI_REGISTER_MRS ? t->frame.mr[n] : *utcb_at(t, ABI_UTCB_MR((long)n));
}

ALWAYS_INLINE void utcb_set_mr(struct tcb *t, unsigned n, word_t w)
{
	if (n <= ABI_REGISTER_MRS)
		t->frame.mr[n] = w;
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

/* The whole object of one thread to another one's UTCB; its local-IPC line comes out zero. */
void utcb_copy_object(const struct tcb *from, struct tcb *to);

/* MRs 8 .. u of a message.  In line, so that the hot path around it is a leaf. */
ALWAYS_INLINE void utcb_copy_memory(const struct tcb *from, struct tcb *to, unsigned u)
{
	volatile word_t *s = utcb_at(from, ABI_UTCB_MR(ABI_REGISTER_MRS + 1L));
	volatile word_t *d = utcb_at(to, ABI_UTCB_MR(ABI_REGISTER_MRS + 1L));
	word_t n = u - ABI_REGISTER_MRS;

	__asm__ volatile("rep movsq" : "+S" (s), "+D" (d), "+c" (n) : : "memory");
}

/* MR1 .. MRu: on the IPC hot path. */
ALWAYS_INLINE void utcb_copy_untyped(const struct tcb *from, struct tcb *to, unsigned u)
{
	const word_t *s = from->frame.mr;
	word_t *d = to->frame.mr;

	switch (u) {
	default:
		utcb_copy_memory(from, to, u);
		__attribute__((fallthrough));
	case 7:
		d[7] = s[7];
		__attribute__((fallthrough));
	case 6:
		d[6] = s[6];
		__attribute__((fallthrough));
	case 5:
		d[5] = s[5];
		__attribute__((fallthrough));
	case 4:
		d[4] = s[4];
		__attribute__((fallthrough));
	case 3:
		d[3] = s[3];
		__attribute__((fallthrough));
	case 2:
		d[2] = s[2];
		__attribute__((fallthrough));
	case 1:
		d[1] = s[1];
		__attribute__((fallthrough));
	case 0:
		break;
	}
}

/* The word at gs:0 that users read, through the kernel's own alias. */
extern word_t utcb_current_page[];

ALWAYS_INLINE void utcb_current_set(word_t local_id)
{
	utcb_current_page[0] = local_id;
}

#endif
