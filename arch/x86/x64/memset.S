/* SPDX-License-Identifier: BSD-2-Clause */
/* memset(RDI to, ESI byte, RDX bytes): by words, then the rest; any alignment. */
	.text
	.balign	16
	.globl	memset
	.type	memset, @function
memset:
	mov	%rdi, %r8
	movzbl	%sil, %eax
	movabs	$0x0101010101010101, %rcx
	imul	%rcx, %rax
	mov	%rdx, %rcx
	shr	$3, %rcx
	rep stosq
	mov	%edx, %ecx
	and	$7, %ecx
	rep stosb
	mov	%r8, %rax
	ret
