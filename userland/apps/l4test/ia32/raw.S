/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel entered without a stub, with any registers: raw_syscall(eight words: eax ebx ecx edx esi
 * edi ebp and the number of the call, which decides how to enter).  Whether the kernel comes back
 * behind the instruction or, through the KIP, to the address on the stack is the same here.
 */
#define FIRST_VECTOR	0x40
#define CALLS		11

	.text
	.globl	raw_syscall
	.type	raw_syscall, @function
raw_syscall:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	movl	20(%esp), %edi
	movl	28(%edi), %eax
	movl	entries(, %eax, 4), %eax
	movl	%eax, entry
	movl	0(%edi), %eax
	movl	4(%edi), %ebx
	movl	8(%edi), %ecx
	movl	12(%edi), %edx
	movl	16(%edi), %esi
	movl	24(%edi), %ebp
	movl	20(%edi), %edi
	call	*entry
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret
	.size	raw_syscall, . - raw_syscall

	.set	number, 0
	.rept	CALLS
	.balign	8
raw_entries_begin = . - number * 8
	.if	number
	int	$FIRST_VECTOR + number
	ret
	.else
#if defined(CONFIG_X86_SYSCALL)
	syscall
#elif defined(CONFIG_X86_SYSENTER)
	movl	%esp, %ebp
	sysenter
#else
	int	$FIRST_VECTOR
#endif
	ret
	.endif
	.set	number, number + 1
	.endr

	.section .rodata
	.balign	4
entries:
	.set	number, 0
	.rept	CALLS
	.long	raw_entries_begin + number * 8
	.set	number, number + 1
	.endr
	.globl	raw_count, raw_number_at, raw_first_call, raw_calls, raw_calls_only
raw_count:
	.long	8
raw_number_at:
	.long	7
raw_first_call:
	.long	0
raw_calls:
	.long	CALLS
raw_calls_only:
	.long	1

	.bss
	.balign	4
entry:
	.skip	4

	.section .note.GNU-stack, "", @progbits
