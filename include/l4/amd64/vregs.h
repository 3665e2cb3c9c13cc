/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual registers of x86-x64: the UTCB pointer is the word at gs:0.  Everything else follows from
 * the offsets in <l4/amd64/abi.h>.
 */
#ifndef __L4__AMD64__VREGS_H__
#define __L4__AMD64__VREGS_H__

#include <l4/types.h>

/* Constant for a thread's lifetime, hence not volatile: one load serves a whole function. */
L4_INLINE void *__L4_Utcb(void)
{
	void *utcb;

	__asm__("movq %%gs:0, %0" : "=r" (utcb));
	return utcb;
}

/* UTCB word that tells a 64-bit receiver how wide its partner's words are. */
L4_INLINE L4_Word_t *__L4_WordSizeMask(void)
{
	return (L4_Word_t *)((char *)__L4_Utcb() + ABI_UTCB_WORD_SIZE_MASK);
}

L4_INLINE L4_Word_t __L4_TCR_WordSizeMask(void)
{
	return *__L4_WordSizeMask();
}

L4_INLINE void __L4_TCR_Reset_WordSizeMask(void)
{
	*__L4_WordSizeMask() = ~(L4_Word_t)0;
}

#include <l4/vregs.h>

#endif
