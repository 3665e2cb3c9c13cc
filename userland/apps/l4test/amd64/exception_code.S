/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code that faults with known registers, for exception.c.
 */

	.text
/*
 * Loads every register from `registers_before` (rbx rcx rdx rsi rdi rbp r8..r15 rax), divides by
 * zero with RSP pointing into this function's own frame, and stores all of them to
 * `registers_after` when it goes on at divide_after.
 */
	.macro	each_register op
	\op	rbx, 0
	\op	rcx, 8
	\op	rdx, 16
	\op	rsi, 24
	\op	rdi, 32
	\op	rbp, 40
	\op	r8, 48
	\op	r9, 56
	\op	r10, 64
	\op	r11, 72
	\op	r12, 80
	\op	r13, 88
	\op	r14, 96
	\op	r15, 104
	\op	rax, 112
	.endm
	.macro	load reg, at
	movq	registers_before+\at(%rip), %\reg
	.endm
	.macro	store reg, at
	movq	%\reg, registers_after+\at(%rip)
	.endm

	.globl	divide_with_registers, divide_here, divide_after
divide_with_registers:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	each_register load
divide_here:
	divl	registers_zero(%rip)
divide_after:
	each_register store
	pushfq
	popq	%rbx
	movq	%rbx, registers_after+120(%rip)
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret

	.globl	interrupt_here, undefined_here, privileged_here, return_here
interrupt_here:
	int	$0x55
	ret
undefined_here:
	ud2
	ret
privileged_here:
	movq	%cr3, %rax
return_here:
	ret

	.section .rodata
	.balign	8
registers_zero:
	.quad	0

	.section .note.GNU-stack, "", @progbits
