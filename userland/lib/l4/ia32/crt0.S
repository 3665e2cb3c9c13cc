/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where every program begins: the kernel enters the first thread here with no stack.  Linked into a
 * program because its entry point asks for _start.
 */
#define STACK_BYTES	0x4000

	.text
	.globl	_start
	.type	_start, @function
_start:
	movl	$stack_top, %esp
	xorl	%ebp, %ebp
	call	main
	call	__L4_End
	.size	_start, . - _start

	.bss
	.balign	16
	.skip	STACK_BYTES
stack_top:

	.section .note.GNU-stack, "", @progbits
