/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system call stubs: a page of the kernel image that users execute (X.2: system calls; the KIP
 * names their addresses).  A stub turns local ids into global ones by reading MyGlobalId where they
 * point, so a bogus one faults here, in user mode; puts the call's number into EBP and enters the
 * kernel.  The return address stays on the user's stack: whoever leaves the kernel after a system
 * call does so at user_stub_return, and nothing but stack pointer and results need be kept.
 */
#include <l4/amd64/abi.h>
#include <arch/layout.h>
#include <arch/x86/calls.h>
#include <arch/x86/stubs.h>
#include <generated/offsets.h>

	.set	STUB_ALIGN, 16

	.macro	STUBS_FAR
	.pushsection .user_stubs_2, "ax", @progbits
	.endm

	.section .user_stubs, "ax", @progbits
	.globl	user_stubs
user_stubs:

	.macro	ENTER_KERNEL call
	mov	$\call, %ebp
	syscall
	ret
	.endm

	STUB	ipc
	GLOBAL_ID %rsi, %sil
	GLOBAL_ID %rdx, %dl
	xor	%ebp, %ebp
	syscall
	.globl	user_stub_return
user_stub_return:
	ret

	STUB	exchange_registers
	mov	$CALL_EXCHANGE_REGISTERS, %ebp
	testb	$ABI_ID_LOCAL_MASK, %al
	jz	1f
2:	syscall
	ret
1:	test	%rax, %rax
	jz	2b
	cmp	$ABI_ANYLOCALTHREAD, %rax
	je	2b
	mov	$CALL_EXCHANGE_REGISTERS_LOCAL, %ebp
	mov	ABI_UTCB_GLOBAL_ID(%rax), %rax
	jmp	2b

	STUB	thread_control
	GLOBAL_ID %r8, %r8b
	GLOBAL_ID %rdx, %dl
	GLOBAL_ID %rsi, %sil
	ENTER_KERNEL CALL_THREAD_CONTROL

/* As the kernel's clock_now(), with its constants, so the two agree; the kernel isn't entered. */
	STUB	system_clock
	rdtsc
	shl	$32, %rdx
	or	%rdx, %rax
	sub	VIRT_USER_CLOCK, %rax
	mulq	VIRT_USER_CLOCK + 8
	shrd	$USER_CLOCK_SHIFT, %rdx, %rax
	xor	%edx, %edx
	ret

	STUB	thread_switch
	GLOBAL_ID %rdi, %dil
	ENTER_KERNEL CALL_THREAD_SWITCH

	STUB	schedule
	GLOBAL_ID %rdi, %dil
	ENTER_KERNEL CALL_SCHEDULE

	STUB	unmap
	ENTER_KERNEL CALL_UNMAP

	STUB	space_control
	GLOBAL_ID %r9, %r9b
	ENTER_KERNEL CALL_SPACE_CONTROL

	STUB	processor_control
	ENTER_KERNEL CALL_PROCESSOR_CONTROL

/*
 * Attributes 0 and 3 come in RCX and R11, which the instruction uses up; the result goes to both
 * RAX and RDX, where callers look for it.  The kernel takes MR0 and MR1 from the UTCB.
 */
	STUB	memory_control
	call	1f
	mov	%rax, %rdx
	ret
1:	mov	%rcx, %rdi
	mov	%r11, %r9
	ENTER_KERNEL CALL_MEMORY_CONTROL
