/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of a message from one thread to another; included by <arch/utcb.h>. */
#ifndef ARCH_UTCB_COPY_H
#define ARCH_UTCB_COPY_H

/* MR1 .. MRu: on the IPC hot path.  All of them are memory. */
ALWAYS_INLINE void utcb_copy_untyped(const struct tcb *from, struct tcb *to, unsigned u)
{
	volatile word_t *s = utcb_at(from, ABI_UTCB_MR(1L));
	volatile word_t *d = utcb_at(to, ABI_UTCB_MR(1L));

	if (u)
		__asm__ volatile("rep movsl" : "+S" (s), "+D" (d), "+c" (u) : : "memory");
}

#endif
