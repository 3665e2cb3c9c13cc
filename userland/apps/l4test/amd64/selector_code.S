/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ipc_with_selector(to, from): Ipc of the message in the UTCB with another GS; the tag received.  The
 * kernel repairs GS when it goes to another space; no program could, as the selector alone is not it.
 */
#include <l4/amd64/abi.h>

	.text
	.globl	ipc_with_selector
	.type	ipc_with_selector, @function
ipc_with_selector:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsi, %rdx
	movq	%rdi, %rsi
	xorl	%r8d, %r8d
	movq	%gs:0, %rdi
	movq	ABI_UTCB_MR(0)(%rdi), %r9
	movq	ABI_UTCB_MR(1)(%rdi), %rax
	movq	ABI_UTCB_MR(2)(%rdi), %rbx
	movq	ABI_UTCB_MR(3)(%rdi), %r10
	movq	ABI_UTCB_MR(4)(%rdi), %r12
	movq	ABI_UTCB_MR(5)(%rdi), %r13
	movq	ABI_UTCB_MR(6)(%rdi), %r14
	movq	ABI_UTCB_MR(7)(%rdi), %r15
	movl	$ABI_SEL_UDS, %ecx
	movl	%ecx, %gs
	call	*__L4_Ipc(%rip)
	movq	%r9, ABI_UTCB_MR(0)(%rdi)
	movq	%rax, ABI_UTCB_MR(1)(%rdi)
	movq	%rbx, ABI_UTCB_MR(2)(%rdi)
	movq	%r10, ABI_UTCB_MR(3)(%rdi)
	movq	%r12, ABI_UTCB_MR(4)(%rdi)
	movq	%r13, ABI_UTCB_MR(5)(%rdi)
	movq	%r14, ABI_UTCB_MR(6)(%rdi)
	movq	%r15, ABI_UTCB_MR(7)(%rdi)
	movq	%r9, %rax
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	ipc_with_selector, . - ipc_with_selector

	.section .note.GNU-stack, "", @progbits
