/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For stubs.S of either half, which says where stubs lie (STUBS_FAR: what runs seldom of them): local
 * ids become global ones by MyGlobalId where they point, so a bogus one faults in user mode.
 */
#ifndef ARCH_X86_STUBS_H
#define ARCH_X86_STUBS_H

#include <l4/abi/id.h>

/* \reg (low byte \low): make a local id global; nilthread and anylocalthread stay. */
	.macro	GLOBAL_ID reg, low
	testb	$ABI_ID_LOCAL_MASK, \low
	jz	1f
2:
	STUBS_FAR
1:	test	\reg, \reg
	jz	2b
	cmp	$ABI_ANYLOCALTHREAD, \reg
	je	2b
	mov	ABI_UTCB_GLOBAL_ID(\reg), \reg
	jmp	2b
	.popsection
	.endm

	.macro	STUB name
	.balign	STUB_ALIGN
	.globl	stub_\name
	.type	stub_\name, @function
stub_\name:
	.endm

#endif
