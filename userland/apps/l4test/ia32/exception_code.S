/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code that faults with known registers, for exception.c.
 */

	.text
/*
 * Loads every register but ESP from `registers_before` (ebx ecx edx esi edi ebp eax), divides by zero
 * and stores all of them to `registers_after` when it goes on at divide_after.
 */
	.macro	each_register op
	\op	ebx, 0
	\op	ecx, 4
	\op	edx, 8
	\op	esi, 12
	\op	edi, 16
	\op	ebp, 20
	\op	eax, 24
	.endm
	.macro	load reg, at
	movl	registers_before + \at, %\reg
	.endm
	.macro	store reg, at
	movl	%\reg, registers_after + \at
	.endm

	.globl	divide_with_registers, divide_here, divide_after
divide_with_registers:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	each_register load
divide_here:
	divl	registers_zero
divide_after:
	each_register store
	pushfl
	popl	%ebx
	movl	%ebx, registers_after + 28
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret

	.globl	interrupt_here, breakpoint_here, undefined_here, privileged_here, return_here
interrupt_here:
	int	$0x55
	ret
undefined_here:
	ud2
	ret
privileged_here:
	movl	%cr3, %eax
return_here:
	ret

/* Selectors that don't exist are not loaded, null ones replaced when they are used. */
	.globl	load_segments
load_segments:
	pushl	%ebx
	movl	$0x1003, %eax
	movl	%eax, %es
	movl	%eax, %ds
	movl	$registers_zero, %ebx
	movl	%eax, selector
	movw	selector, %fs
	movw	(%ebx), %gs
	pushl	%eax
	popl	%es
	pushl	%eax
	popl	%fs
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	registers_zero, %eax
	movl	%fs:registers_zero, %eax
	movl	%es:registers_zero, %eax
	movl	%gs:0, %eax
	popl	%ebx
	ret

	.section .rodata
	.balign	8
registers_zero:
	.quad	0

	.bss
	.balign	4
selector:
	.skip	4

	.section .note.GNU-stack, "", @progbits
