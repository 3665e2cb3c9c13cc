/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pingpong's inner loops on x86-x32.  An IPC leaves the UTCB's address in EDI and the received tag in
 * ESI, where the next one wants them; it preserves no register but ESP.  So the partner's id comes
 * from the stack, and the answer to a message is the message.
 */

/* the loop's frame, from ESP */
#define PARTNER		0
#define TAGS		4
#define TURNS		8
#define FRAME		12
/* the caller's: saved registers and the return address in between */
#define ARGUMENTS	(FRAME + 20)
#define CALLS_PER_TURN	8

	.macro	loop_function name, entry
	.globl	\name
	.type	\name, @function
\name:
	pushl	%ebx
	pushl	%ebp
	pushl	%esi
	pushl	%edi
	subl	$FRAME, %esp
	movl	ARGUMENTS(%esp), %eax
	movl	%eax, PARTNER(%esp)
	movl	ARGUMENTS + 4(%esp), %esi
	movl	ARGUMENTS + 8(%esp), %eax
	movl	%eax, TURNS(%esp)
	movl	$0, TAGS(%esp)
	movl	%gs:0, %edi
	.balign	16
1:
	.rept	CALLS_PER_TURN
	movl	PARTNER(%esp), %eax
	movl	%eax, %edx
	xorl	%ecx, %ecx			/* timeouts: never */
	call	\entry
	orl	%esi, TAGS(%esp)
	.endr
	decl	TURNS(%esp)
	jnz	1b
	movl	TAGS(%esp), %eax
	addl	$FRAME, %esp
	popl	%edi
	popl	%esi
	popl	%ebp
	popl	%ebx
	ret
	.size	\name, . - \name
	.endm

	.text
	loop_function call_loop, __L4_Ipc
	loop_function lipc_loop, __L4_Lipc
	loop_function loop_around_nothing, do_nothing

	.globl	empty_loop
	.type	empty_loop, @function
empty_loop:
	pushl	4(%esp)
	pushl	$0
	pushl	$0
	call	loop_around_nothing
	addl	$12, %esp
	ret
	.size	empty_loop, . - empty_loop

do_nothing:
	ret

	.section .rodata
	.globl	abi_name
abi_name:
	.asciz	"x32"

	.section .note.GNU-stack, "", @progbits
