/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs (X.2: system calls), which the KIP names.  A stub turns local ids into global
 * ones by reading MyGlobalId where they point, so a bogus one faults here, in user mode, and enters the
 * kernel.  The return address stays on the user's stack: whoever leaves the kernel after Ipc, or on 64
 * bits after any call, does so at user_stub_return, and nothing but stack pointer and results need be
 * kept.  Where the stubs lie, how they enter, and which registers have ids says <arch/stubs.h>.
 */
#include <arch/x86/asm.h>
#include <l4/abi/id.h>
#include <arch/x86/calls.h>
#include <arch/stubs.h>

/* Make local ids global; nilthread and anylocalthread stay. */
	.macro	GLOBAL_IDS regs:vararg
	.irp	reg, \regs
	test	$ABI_ID_LOCAL_MASK, %\reg
	jnz	1f
	test	%\reg, %\reg
	jz	1f
	cmp	$ABI_ANYLOCALTHREAD, %\reg
	je	1f
	mov	ABI_UTCB_GLOBAL_ID(%\reg), %\reg
1:
	.endr
	.endm

/* The same for Ipc: what is done about local ones lies out of the way. */
	.macro	GLOBAL_IDS_FAR regs:vararg
	.irp	reg, \regs
	test	$ABI_ID_LOCAL_MASK, %\reg
	jz	1f
2:
	STUBS_FAR
1:	GLOBAL_IDS \reg
	jmp	2b
	.popsection
	.endr
	.endm

	.macro	STUB name
	.balign	STUB_ALIGN
	.globl	stub_\name
	.type	stub_\name, @function
stub_\name:
	.endm

	STUBS_BEGIN
	.globl	user_stubs, user_stub_return
user_stubs:

	STUB	ipc
	GLOBAL_IDS_FAR IDS_IPC
	ENTER_IPC
user_stub_return:
	LEAVE_IPC
	ret

	STUB	exchange_registers
	test	$ABI_ID_LOCAL_MASK, %al
	jz	1f
2:	ENTER_KERNEL CALL_EXCHANGE_REGISTERS
1:	test	AX, AX
	jz	2b
	cmp	$ABI_ANYLOCALTHREAD, AX
	je	2b
	mov	ABI_UTCB_GLOBAL_ID(AX), AX
	ENTER_KERNEL CALL_EXCHANGE_REGISTERS_LOCAL

	STUB	thread_control
	GLOBAL_IDS IDS_THREAD_CONTROL
	ENTER_KERNEL CALL_THREAD_CONTROL

	STUB	system_clock
	SYSTEM_CLOCK

	STUB	thread_switch
	GLOBAL_IDS IDS_THREAD_SWITCH
	ENTER_KERNEL CALL_THREAD_SWITCH

	STUB	schedule
	GLOBAL_IDS IDS_SCHEDULE
	ENTER_KERNEL CALL_SCHEDULE

	STUB	unmap
	ENTER_KERNEL CALL_UNMAP

	STUB	space_control
	GLOBAL_IDS IDS_SPACE_CONTROL
	ENTER_KERNEL CALL_SPACE_CONTROL

	STUB	processor_control
	ENTER_KERNEL CALL_PROCESSOR_CONTROL

	STUB	memory_control
	MEMORY_CONTROL
