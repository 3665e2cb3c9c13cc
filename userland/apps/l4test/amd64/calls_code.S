/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A routine of the kernel's called with known registers: call_with_registers(routine, registers), in
 * the order rax rbx rcx rdx rsi rdi rbp r8..r15, in and out.  Returns how far RSP is off.
 */
	.text
	.globl	call_with_registers
	.type	call_with_registers, @function
call_with_registers:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rsi
	movq	%rdi, routine
	movq	%rsp, stack
	movq	%rsi, %rax
	movq	8(%rax), %rbx
	movq	16(%rax), %rcx
	movq	24(%rax), %rdx
	movq	32(%rax), %rsi
	movq	40(%rax), %rdi
	movq	48(%rax), %rbp
	movq	56(%rax), %r8
	movq	64(%rax), %r9
	movq	72(%rax), %r10
	movq	80(%rax), %r11
	movq	88(%rax), %r12
	movq	96(%rax), %r13
	movq	104(%rax), %r14
	movq	112(%rax), %r15
	movq	0(%rax), %rax
	call	*routine
	movq	%rax, result
	movq	%rsp, %rax
	subq	stack, %rax
	movq	stack, %rsp
	xchgq	%rax, (%rsp)
	movq	%rbx, 8(%rax)
	movq	%rcx, 16(%rax)
	movq	%rdx, 24(%rax)
	movq	%rsi, 32(%rax)
	movq	%rdi, 40(%rax)
	movq	%rbp, 48(%rax)
	movq	%r8, 56(%rax)
	movq	%r9, 64(%rax)
	movq	%r10, 72(%rax)
	movq	%r11, 80(%rax)
	movq	%r12, 88(%rax)
	movq	%r13, 96(%rax)
	movq	%r14, 104(%rax)
	movq	%r15, 112(%rax)
	movq	result, %rcx
	movq	%rcx, 0(%rax)
	popq	%rax
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	call_with_registers, . - call_with_registers

/* The instruction that asks for the KIP, as a routine. */
	.globl	kernel_interface
kernel_interface:
	.byte	0xf0, 0x90
	ret

	.bss
	.balign	8
routine:
	.skip	8
result:
	.skip	8
stack:
	.skip	8

	.section .note.GNU-stack, "", @progbits
