/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pingpong's inner loops on x86-x64.  An IPC leaves the UTCB's address in RDI and the received tag
 * in R9, where the next one wants them; it preserves no register but RSP.  So the partner's id
 * comes from the stack, and the answer to a message is the message.  The other message registers
 * carry whatever they hold.
 */
#include <l4/amd64/abi.h>

/* the loop's frame, from RSP */
#define PARTNER		0
#define TAGS		8
#define TURNS		16
#define FRAME		24
#define CALLS_PER_TURN	8

	.macro	loop_function name, entry
	.globl	\name
	.type	\name, @function
\name:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	subq	$FRAME, %rsp
	movq	%rdi, PARTNER(%rsp)
	movq	%rdx, TURNS(%rsp)
	movq	$0, TAGS(%rsp)
	movq	%rsi, %r9
	movq	%gs:0, %rdi
	.balign	16
1:
	.rept	CALLS_PER_TURN
	movq	PARTNER(%rsp), %rsi
	movq	%rsi, %rdx
	xorl	%r8d, %r8d			/* timeouts: never */
	call	*\entry(%rip)
	orq	%r9, TAGS(%rsp)
	.endr
	decq	TURNS(%rsp)
	jnz	1b
	movq	TAGS(%rsp), %rax
	addq	$FRAME, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	\name, . - \name
	.endm

	.text
	loop_function call_loop, __L4_Ipc
	loop_function lipc_loop, __L4_Lipc
	loop_function loop_around_nothing, nothing

	.globl	empty_loop
	.type	empty_loop, @function
empty_loop:
	movq	%rdi, %rdx
	xorl	%esi, %esi
	jmp	loop_around_nothing
	.size	empty_loop, . - empty_loop

do_nothing:
	ret

	.globl	read_ticks
	.type	read_ticks, @function
read_ticks:
	xchgw	%bx, %bx		/* a mark for the emulator's counter, no effect else */
	rdtsc
	shlq	$32, %rdx
	orq	%rdx, %rax
	ret
	.size	read_ticks, . - read_ticks

	.section .rodata
	.balign	8
nothing:
	.quad	do_nothing
	.globl	abi_name
abi_name:
	.asciz	"x64"

	.section .note.GNU-stack, "", @progbits
