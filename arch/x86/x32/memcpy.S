/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory functions by words, then the rest; any alignment. */
	.text
	.balign	16
/* memcpy, memmove(EAX to, EDX from, ECX bytes) */
	.globl	memcpy, memmove
	.type	memcpy, @function
	.type	memmove, @function
memcpy:
memmove:
	push	%edi
	push	%esi
	mov	%eax, %edi
	mov	%edx, %esi
	sub	%eax, %edx
	neg	%edx
	cmp	%ecx, %edx
	jb	2f			/* from lies below and reaches into to */
	mov	%ecx, %edx
	shr	$2, %ecx
	rep movsl
	and	$3, %edx
	jz	1f
	mov	%edx, %ecx
	rep movsb
1:	pop	%esi
	pop	%edi
	ret
2:	lea	-1(%edi, %ecx), %edi
	lea	-1(%esi, %ecx), %esi
	std
	rep movsb
	cld
	jmp	1b

/* memset(EAX to, EDX byte, ECX bytes) */
	.globl	memset
	.type	memset, @function
memset:
	push	%edi
	push	%eax
	mov	%eax, %edi
	movzbl	%dl, %eax
	imul	$0x01010101, %eax
	mov	%ecx, %edx
	shr	$2, %ecx
	rep stosl
	mov	%edx, %ecx
	and	$3, %ecx
	rep stosb
	pop	%eax
	pop	%edi
	ret
