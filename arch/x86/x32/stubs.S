/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs: copied into the KIP, whose words are their offsets from its start (X.2:
 * system calls).  A stub turns local ids into global ones by reading MyGlobalId where they point, so
 * a bogus one faults here, in user mode, and enters the kernel: for Ipc by SYSENTER or SYSCALL, where
 * the CPU has it, else by a software interrupt, one vector for each call.  The return address stays
 * on the user's stack; whoever leaves the kernel after Ipc does so at user_stub_return.
 */
#include <l4/ia32/abi.h>
#include <arch/x86/calls.h>
#include <arch/x86/stubs.h>

	.set	STUB_ALIGN, 8

	.macro	STUBS_FAR
	.pushsection .rodata.user_stubs, 1
	.endm

	.section .rodata.user_stubs, "a", @progbits
	.balign	16
	.globl	user_stubs, user_stubs_end
user_stubs:

/* For registers without a low byte. */
	.macro	GLOBAL_ID_OF reg
	test	$ABI_ID_LOCAL_MASK, \reg
	jnz	1f
	test	\reg, \reg
	jz	1f
	cmp	$ABI_ANYLOCALTHREAD, \reg
	je	1f
	mov	ABI_UTCB_GLOBAL_ID(\reg), \reg
1:
	.endm

	.macro	ENTER_KERNEL call
	int	$VEC_CALLS + \call
	ret
	.endm

	STUB	ipc
	GLOBAL_ID %eax, %al
	GLOBAL_ID %edx, %dl
	mov	%esi, (%edi)
#if defined(CONFIG_X86_SYSCALL)
	mov	%ecx, %ebx
	syscall
#elif defined(CONFIG_X86_SYSENTER)
	mov	%esp, %ebp
	sysenter
#else
	int	$VEC_CALLS + CALL_IPC
#endif
	.globl	user_stub_return
user_stub_return:
	mov	%esi, (%edi)
	ret

	STUB	exchange_registers
	test	$ABI_ID_LOCAL_MASK, %al
	jz	1f
2:	ENTER_KERNEL CALL_EXCHANGE_REGISTERS
1:	test	%eax, %eax
	jz	2b
	cmp	$ABI_ANYLOCALTHREAD, %eax
	je	2b
	mov	ABI_UTCB_GLOBAL_ID(%eax), %eax
	ENTER_KERNEL CALL_EXCHANGE_REGISTERS_LOCAL

	STUB	thread_control
	GLOBAL_ID_OF %esi
	GLOBAL_ID_OF %edx
	GLOBAL_ID_OF %ecx
	ENTER_KERNEL CALL_THREAD_CONTROL

	STUB	system_clock
	ENTER_KERNEL CALL_SYSTEM_CLOCK

	STUB	thread_switch
	GLOBAL_ID_OF %eax
	ENTER_KERNEL CALL_THREAD_SWITCH

	STUB	schedule
	GLOBAL_ID_OF %eax
	ENTER_KERNEL CALL_SCHEDULE

	STUB	unmap
	ENTER_KERNEL CALL_UNMAP

	STUB	space_control
	GLOBAL_ID_OF %edi
	ENTER_KERNEL CALL_SPACE_CONTROL

	STUB	processor_control
	ENTER_KERNEL CALL_PROCESSOR_CONTROL

	STUB	memory_control
	ENTER_KERNEL CALL_MEMORY_CONTROL

	.subsection 2
user_stubs_end:
