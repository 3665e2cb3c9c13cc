/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a message from one thread to another; included by <arch/utcb.h>. */
#ifndef ARCH_UTCB_COPY_H
#define ARCH_UTCB_COPY_H

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

#endif
