/* SPDX-License-Identifier: BSD-2-Clause */
/* memcpy(EAX to, EDX from, ECX bytes): by words, then the rest; any alignment. */
	.text
	.balign	16
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	push	%edi
	push	%esi
	mov	%eax, %edi
	mov	%edx, %esi
	mov	%ecx, %edx
	shr	$2, %ecx
	rep movsl
	mov	%edx, %ecx
	and	$3, %ecx
	rep movsb
	pop	%esi
	pop	%edi
	ret
