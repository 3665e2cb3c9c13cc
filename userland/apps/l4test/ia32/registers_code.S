/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A routine of the KIP called with known registers: call_with_registers(routine, registers), the
 * seven of them in the order eax ecx edx ebx esi edi ebp, in and out.  Returns how far ESP is off.
 */
	.text
	.globl	call_with_registers
	.type	call_with_registers, @function
call_with_registers:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	movl	20(%esp), %eax
	movl	%eax, routine
	movl	24(%esp), %eax
	movl	0(%eax), %ebx
	movl	%ebx, eax_in
	movl	4(%eax), %ecx
	movl	8(%eax), %edx
	movl	12(%eax), %ebx
	movl	16(%eax), %esi
	movl	20(%eax), %edi
	movl	24(%eax), %ebp
	movl	%esp, stack
	movl	eax_in, %eax
	call	*routine
	movl	%eax, eax_in
	movl	%esp, %eax
	subl	stack, %eax
	movl	stack, %esp
	movl	%eax, stack
	movl	24(%esp), %eax
	movl	%ecx, 4(%eax)
	movl	%edx, 8(%eax)
	movl	%ebx, 12(%eax)
	movl	%esi, 16(%eax)
	movl	%edi, 20(%eax)
	movl	%ebp, 24(%eax)
	movl	eax_in, %ecx
	movl	%ecx, 0(%eax)
	movl	stack, %eax
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret
	.size	call_with_registers, . - call_with_registers

/* The instruction that asks for the KIP, as a routine. */
	.globl	kernel_interface
kernel_interface:
	.byte	0xf0, 0x90
	ret

/*
 * step_into_kernel(stack): an Ipc of no phase, entered without a stub on the stack that ends there, by
 * one who steps: the trap comes when the kernel is entered.
 */
#define STEP	0x100
	.globl	step_into_kernel
	.type	step_into_kernel, @function
step_into_kernel:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	movl	20(%esp), %ebx
	movl	%esp, stack
	movl	%ebx, %esp
	pushl	$1f
	movl	%esp, %ebp
	pushfl
	orl	$STEP, (%esp)
	movl	%gs:0, %edi
	xorl	%eax, %eax
	xorl	%ebx, %ebx
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	popfl
#if defined(CONFIG_X86_SYSCALL)
	syscall
#elif defined(CONFIG_X86_SYSENTER)
	sysenter
#else
	int	$0x40
#endif
1:	movl	stack, %esp
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret
	.size	step_into_kernel, . - step_into_kernel

	.bss
	.balign	4
routine:
	.skip	4
eax_in:
	.skip	4
stack:
	.skip	4

	.section .note.GNU-stack, "", @progbits
