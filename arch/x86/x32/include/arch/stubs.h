/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 32-bit half of stubs.S: they are copied into the KIP, whose words are their offsets from its
 * start.  Ipc enters by SYSENTER or SYSCALL, where the CPU has it, else, as all other calls, by a
 * software interrupt.
 */
#define STUB_ALIGN	8

	.macro	STUBS_BEGIN
	.section .rodata.user_stubs, "a", @progbits
	.subsection 2
	.globl	user_stubs_end
user_stubs_end:
	.subsection 0
	.balign	16
	.endm

	.macro	STUBS_FAR
	.pushsection .rodata.user_stubs, 1
	.endm

#define IDS_IPC			eax, edx
#define IDS_THREAD_CONTROL	esi, edx, ecx
#define IDS_THREAD_SWITCH	eax
#define IDS_SCHEDULE		eax
#define IDS_SPACE_CONTROL	edi

	.macro	ENTER_KERNEL call
	int	$VEC_CALLS + \call
	ret
	.endm

	.macro	ENTER_IPC
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
	.endm

	.macro	LEAVE_IPC
	mov	%esi, (%edi)
	.endm

	.macro	SYSTEM_CLOCK
	ENTER_KERNEL CALL_SYSTEM_CLOCK
	.endm

	.macro	MEMORY_CONTROL
	ENTER_KERNEL CALL_MEMORY_CONTROL
	.endm
