/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs, which kip.c copies into the KIP page: position-independent (X.2: system
 * calls; the KIP has their offsets).  A stub turns local ids into global ones by reading
 * MyGlobalId where they point, so a bogus one faults here, in user mode; puts the call's number into
 * v0 and enters the kernel, which returns behind the instruction.
 */
#include <l4/mips64/abi.h>
#include <l4/abi/id.h>
#include <arch/mips64/regs.h>

	.set	noreorder
	.set	noat
	.section .rodata.stubs, "a", @progbits
	.balign	16
	.globl	user_stubs, user_stubs_end
user_stubs:

	.macro	STUB name
	.balign	8
	.globl	stub_\name
stub_\name:
	.endm

/* \reg: make a local id global; nilthread and anylocalthread stay.  Uses at. */
	.macro	GLOBAL_ID reg
	andi	at, \reg, ABI_ID_LOCAL_MASK
	bnez	at, 9f
	 daddiu	at, \reg, -ABI_ANYLOCALTHREAD
	beqz	\reg, 9f
	 nop
	beqz	at, 9f
	 nop
	ld	\reg, ABI_UTCB_GLOBAL_ID(\reg)
9:
	.endm

	.macro	ENTER_KERNEL call
	li	v0, \call
	syscall
	jr	ra
	 nop
	.endm

/* The usual case, two global ids, goes straight through. */
	STUB	ipc
	andi	at, a0, ABI_ID_LOCAL_MASK
	beqz	at, 2f
	 andi	at, a1, ABI_ID_LOCAL_MASK
	beqz	at, 2f
	 li	v0, ABI_CALL_IPC
1:	syscall
	jr	ra
	 nop
2:	GLOBAL_ID a0
	GLOBAL_ID a1
	b	1b
	 li	v0, ABI_CALL_IPC

	STUB	exchange_registers
	andi	a7, a0, ABI_ID_LOCAL_MASK
	sltiu	a7, a7, 1			/* $11: it was a local id */
	GLOBAL_ID a0
	ENTER_KERNEL ABI_CALL_EXCHANGE_REGISTERS

	STUB	thread_control
	GLOBAL_ID a1
	GLOBAL_ID a2
	GLOBAL_ID a3
	ENTER_KERNEL ABI_CALL_THREAD_CONTROL

	STUB	system_clock
	ENTER_KERNEL ABI_CALL_SYSTEM_CLOCK

	STUB	thread_switch
	GLOBAL_ID a0
	ENTER_KERNEL ABI_CALL_THREAD_SWITCH

	STUB	schedule
	GLOBAL_ID a0
	ENTER_KERNEL ABI_CALL_SCHEDULE

	STUB	unmap
	ENTER_KERNEL ABI_CALL_UNMAP

	STUB	space_control
	GLOBAL_ID a4
	ENTER_KERNEL ABI_CALL_SPACE_CONTROL

	STUB	processor_control
	ENTER_KERNEL ABI_CALL_PROCESSOR_CONTROL

	STUB	memory_control
	ENTER_KERNEL ABI_CALL_MEMORY_CONTROL
	.balign	8
user_stubs_end:
