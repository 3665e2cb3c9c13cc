/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipc_with_selector(to, from): Ipc of the message in the UTCB with another GS; the tag received.  The
 * kernel repairs GS when it goes to another space.
 */
#include <l4/ia32/abi.h>

	.text
	.globl	ipc_with_selector
	.type	ipc_with_selector, @function
ipc_with_selector:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	movl	20(%esp), %eax
	movl	24(%esp), %edx
	xorl	%ecx, %ecx
	movl	%gs:0, %edi
	movl	(%edi), %esi
	movl	$ABI_SEL_UDS, %ebx
	movl	%ebx, %gs
	call	__L4_Ipc
	movl	%esi, %eax
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret
	.size	ipc_with_selector, . - ipc_with_selector

	.section .note.GNU-stack, "", @progbits
