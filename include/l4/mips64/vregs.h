/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual registers of MIPS64: the UTCB pointer is in register $26, which no compiler uses.
 * Everything else follows from the offsets in <l4/mips64/abi.h>.
 */
#ifndef __L4__MIPS64__VREGS_H__
#define __L4__MIPS64__VREGS_H__

#include <l4/types.h>

/* Constant for a thread's lifetime, hence not volatile: one copy serves a whole function. */
L4_INLINE void *__L4_Utcb(void)
{
	void *utcb;

	__asm__("move %0, $26" : "=r" (utcb));
	return utcb;
}

#include <l4/vregs.h>

#endif
