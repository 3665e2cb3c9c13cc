/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs: a page of jumps.  Each first leads to code that asks for the KIP, changes
 * the jump's distance (one store, so several threads may do it) and goes on where it leads now.  The
 * page stands alone, apart from what it needs beside it: it may be replaced by a fresh one.
 */
#include <l4/abi/kip.h>

#define PAGE	4096

	.section .data.syscalls, "aw", @progbits
	.balign	PAGE
	.globl	__L4_syscalls_start
__L4_syscalls_start:

/* A jump of five bytes, whose distance is patched. */
	.macro	STUB name, index
	.balign	16
	.globl	__L4_\name
	.type	__L4_\name, @function
__L4_\name:
	.byte	0xe9
	.long	1f - . - 4
1:	.byte	0x68			/* pushl imm32 */
	.long	(\index) * 4
	call	resolve
	.endm

	STUB	Ipc, ABI_KIP_IPC
	STUB	Lipc, ABI_KIP_LIPC
	STUB	Unmap, ABI_KIP_UNMAP
	STUB	ExchangeRegisters, ABI_KIP_EXCHANGE_REGISTERS
	STUB	ThreadControl, ABI_KIP_THREAD_CONTROL
	STUB	SystemClock, ABI_KIP_SYSTEM_CLOCK
	STUB	ThreadSwitch, ABI_KIP_THREAD_SWITCH
	STUB	Schedule, ABI_KIP_SCHEDULE
	STUB	SpaceControl, ABI_KIP_SPACE_CONTROL
	STUB	ProcessorControl, ABI_KIP_PROCESSOR_CONTROL
	STUB	MemoryControl, ABI_KIP_MEMORY_CONTROL

/*
 * On the stack: where the call came from, offset of the KIP's word, return address of the system
 * call's caller.  The code that pushed the offset is as long in each stub, and so is the jump.
 */
#define SAVED		32		/* of PUSHA */
#define PUSH_AND_CALL	10		/* pushl imm32, call rel32 */

resolve:
	pusha
	.byte	0xf0, 0x90		/* lock; nop: EAX the KIP; ECX, EDX, ESI destroyed */
	movl	SAVED + 4(%esp), %ecx
	addl	(%eax, %ecx), %eax	/* the routine's address */
	movl	SAVED(%esp), %edx
	subl	$PUSH_AND_CALL, %edx	/* behind the jump */
	movl	%eax, %ecx
	subl	%edx, %ecx
	movl	%ecx, -4(%edx)
	movl	%eax, SAVED + 4(%esp)
	popa
	leal	4(%esp), %esp
	ret				/* to the routine, as if by the jump */

	.balign	PAGE
	.globl	__L4_syscalls_end
__L4_syscalls_end:

	.bss
	.balign	PAGE
	.globl	__L4_syscalls_copy_start, __L4_syscalls_copy_end
__L4_syscalls_copy_start:
	.skip	PAGE
__L4_syscalls_copy_end:

	.section .note.GNU-stack, "", @progbits
