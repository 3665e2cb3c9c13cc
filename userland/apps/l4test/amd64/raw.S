/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel entered without a stub, with any registers: raw_syscall(rdi: fifteen words, in the
 * order rax rbx rcx rdx rsi rdi rbp r8..r15).  Whether the kernel comes back behind the instruction
 * or to the address on the stack is the same here.
 */
	.text
	.globl	raw_syscall
	.type	raw_syscall, @function
raw_syscall:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	call	1f
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
1:
	movq	0(%rdi), %rax
	movq	8(%rdi), %rbx
	movq	16(%rdi), %rcx
	movq	24(%rdi), %rdx
	movq	32(%rdi), %rsi
	movq	48(%rdi), %rbp
	movq	56(%rdi), %r8
	movq	64(%rdi), %r9
	movq	72(%rdi), %r10
	movq	80(%rdi), %r11
	movq	88(%rdi), %r12
	movq	96(%rdi), %r13
	movq	104(%rdi), %r14
	movq	112(%rdi), %r15
	movq	40(%rdi), %rdi
	syscall
	ret
	.size	raw_syscall, . - raw_syscall

	.section .rodata
	.balign	8
	.globl	raw_count, raw_number_at, raw_first_call, raw_calls, raw_calls_only
raw_count:
	.quad	15
raw_number_at:
	.quad	6			/* rbp */
raw_first_call:
	.quad	0
raw_calls:
	.quad	16
raw_calls_only:
	.quad	0

	.section .note.GNU-stack, "", @progbits
