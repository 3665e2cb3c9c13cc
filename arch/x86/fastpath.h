/* SPDX-License-Identifier: BSD-2-Clause */
/* For fastpath.S of either half. */
#ifndef ARCH_X86_FASTPATH_H
#define ARCH_X86_FASTPATH_H

#include <arch/x86/asm.h>
#include <l4/abi/id.h>
#include <l4/abi/msg.h>

/* A way out, by name: l4test's group `fastpath' drives each.  It leads to `slow', or, where the
 * destination's id is at hand in no register any more, to `slow_to_dest'. */
	.macro	EXIT_IF condition, name, way=slow
	j\condition	fast_exit_\name
	.pushsection .text, 1
fast_exit_\name:
	jmp	\way
	.popsection
	.endm

/* Is \dest at this CPU?  Before its flags are looked at: who is on its way here has one.  Nobody is,
 * whose \id is 0.  \free is used up. */
	.macro	CHECK_HERE self, dest, free, id
#ifdef CONFIG_SMP
	mov	TCB_CPU(\self), \free
	cmp	TCB_CPU(\dest), \free
	jne	elsewhere
1:
	.pushsection .text, 1
elsewhere:
	test	\id, \id
	jz	1b
	jmp	fast_exit_unusual
	.popsection
#endif
	.endm

#endif
