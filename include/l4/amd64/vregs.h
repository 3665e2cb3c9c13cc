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

/* The name that programs with system calls of their own use. */
L4_INLINE L4_Word_t *__L4_X86_Utcb(void)
{
	return (L4_Word_t *)__L4_Utcb();
}

#include <l4/vregs.h>

#endif
