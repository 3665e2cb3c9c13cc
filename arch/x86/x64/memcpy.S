/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory functions by words, then the rest; any alignment. */
	.text
/* memcpy(RDI to, RSI from, RDX bytes) */
	.balign	16
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	mov	%rdi, %rax
	mov	%rdx, %rcx
	shr	$3, %rcx
	rep movsq
	mov	%edx, %ecx
	and	$7, %ecx
	rep movsb
	ret

	/* whatever the alignment */
	.globl	memcpy_is_fast
	.type	memcpy_is_fast, @function
memcpy_is_fast:
	mov	$1, %eax
	ret

/* memset(RDI to, ESI byte, RDX bytes) */
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
