/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs: a page of jumps.  Each first leads to code that asks for the KIP, changes
 * the jump's distance (one store, so several threads may do it) and goes on where it leads now.  The
 * page stands alone: it may be replaced by a fresh one.  A second such page stays as it was linked,
 * for __L4_copy_syscalls_in.
 */
#include <l4/abi/kip.h>

#define PAGE	4096

/* A jump of five bytes, whose distance is patched. */
	.macro	STUB prefix, name, index
	.balign	16
	.globl	\prefix\name
	.type	\prefix\name, @function
\prefix\name:
	.byte	0xe9
	.long	1f - . - 4
1:	.byte	0x68			/* pushl imm32 */
	.long	(\index) * 4
	call	9f
	.endm

/*
 * On the stack: where the call came from, offset of the KIP's word, return address of the system
 * call's caller.  The code that pushed the offset is as long in each stub, and so is the jump.
 */
#define SAVED		32		/* of PUSHA */
#define PUSH_AND_CALL	10		/* pushl imm32, call rel32 */

	.macro	RESOLVE
9:	pusha
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
	.endm

	.macro	PAGE_OF_STUBS start, end, prefix
	.balign	PAGE
	.globl	\start, \end
\start:
	STUB	\prefix, Ipc, ABI_KIP_IPC
	STUB	\prefix, Lipc, ABI_KIP_LIPC
	STUB	\prefix, Unmap, ABI_KIP_UNMAP
	STUB	\prefix, ExchangeRegisters, ABI_KIP_EXCHANGE_REGISTERS
	STUB	\prefix, ThreadControl, ABI_KIP_THREAD_CONTROL
	STUB	\prefix, SystemClock, ABI_KIP_SYSTEM_CLOCK
	STUB	\prefix, ThreadSwitch, ABI_KIP_THREAD_SWITCH
	STUB	\prefix, Schedule, ABI_KIP_SCHEDULE
	STUB	\prefix, SpaceControl, ABI_KIP_SPACE_CONTROL
	STUB	\prefix, ProcessorControl, ABI_KIP_PROCESSOR_CONTROL
	STUB	\prefix, MemoryControl, ABI_KIP_MEMORY_CONTROL
	RESOLVE
	.balign	PAGE
\end:
	.endm

	.section .data.syscalls, "aw", @progbits
	PAGE_OF_STUBS __L4_syscalls_start, __L4_syscalls_end, __L4_

	.section .rodata.syscalls, "a", @progbits
	PAGE_OF_STUBS __L4_syscalls_copy_start, __L4_syscalls_copy_end, __L4_copy_of_

	.section .note.GNU-stack, "", @progbits
