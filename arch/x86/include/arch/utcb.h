/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTCBs of x86.  The first MRs travel in CPU registers and so lie in the frame; the rest is memory
 * that users write.
 */
#ifndef ARCH_UTCB_H
#define ARCH_UTCB_H

#include <kernel/utcb_words.h>
#include <arch/percpu.h>

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

/* TCRs of a thread being activated (the pager is the caller's business). */
void utcb_init(struct tcb *t);

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
