/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of MIPS64: message registers, buffer registers and thread control registers.  In Ipc the
 * first MRs travel in CPU registers and so lie in the frame, in other calls all of them are memory;
 * memory is the users' to write, hence every read happens once, where it is written.  All through
 * the kernel's alias, which can't fault and has the colour of the user's address.
 */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/utcb_words.h>

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

/* TCRs of a thread being activated: zeros all, as its memory comes. */
ALWAYS_INLINE void utcb_init(struct tcb *t)
{
	(void)t;
}

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

#endif
