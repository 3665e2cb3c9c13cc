/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The door of Ipc, in assembly: how the processor comes in and goes out there.  Which one it is
 * follows from the configuration's processor; the stub on the user's side is in stubs.S.
 */
#ifndef ARCH_X32_DOOR_H
#define ARCH_X32_DOOR_H

#include <l4/ia32/abi.h>
#include <arch/x86/x32/here.h>

	.macro	LOAD_SEGMENTS reg
	mov	$ABI_SEL_UDS, \reg
	mov	\reg, %ds
	mov	\reg, %es
	.endm

/*
 * DOOR_ENTER: EAX ECX EDX ESI have Ipc's parameters, EBP gets the user's stack pointer, EBX and EDI
 * are free.  Flags users may have set are off: DF, AC, and where they come in also NT and TF.
 *
 * DOOR_LEAVE: EAX ESI EDI EBX EBP have Ipc's results, EDX the address to go on at, ECX the stack
 * pointer.
 */
#if defined(CONFIG_X86_SYSCALL)
/* The stub has put the timeouts, for which ECX is no place, into EBX.  The stack is the user's until
 * we say otherwise, and again before we leave: what may come in between has its own (tasks.c). */
	.macro	DOOR_ENTER
	mov	%esp, %ebp
	mov	$kernel_stack_top, %esp
	mov	%ebx, %ecx
	push	$2
	popfl
	LOAD_SEGMENTS %ebx
	.endm

	.macro	DOOR_LEAVE
	mov	%ecx, %esp
	mov	%edx, %ecx
	sysret
	.endm
#elif defined(CONFIG_X86_SYSENTER)
/* The stub has put the stack pointer into EBP; the flags are the user's but for IF. */
	.macro	DOOR_ENTER
	push	$2
	popfl
	LOAD_SEGMENTS %ebx
	.endm

	.macro	DOOR_LEAVE
	sti				/* takes effect after the next instruction */
	sysexit
	.endm
#else
	.macro	DOOR_ENTER
	mov	12(%esp), %ebp
	LOAD_SEGMENTS %ebx
	push	$2
	popfl
	.endm

/* What the processor stored when somebody came in is at hand, but for those who came another way; with
 * several CPUs the way out has seen to where the stack is. */
	.macro	DOOR_LEAVE
#ifndef CONFIG_SMP
	mov	$kernel_stack_top - DOOR_DEPTH, %esp
#endif
	movl	$ABI_SEL_UDS, 16(%esp)
	mov	%ecx, 12(%esp)
	movl	$INITIAL_FLAGS, 8(%esp)
	movl	$ABI_SEL_UCS, 4(%esp)
	mov	%edx, (%esp)
	iret
	.endm
#endif

#endif
