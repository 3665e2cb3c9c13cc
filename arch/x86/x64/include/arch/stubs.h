/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit half of stubs.S: a page of the kernel image that users execute; the call's number is in
 * EBP. */
#define STUB_ALIGN	16

	.macro	STUBS_BEGIN
	.section .user_stubs, "ax", @progbits
	.endm

	.macro	STUBS_FAR
	.pushsection .user_stubs_2, "ax", @progbits
	.endm

#define IDS_IPC			rsi, rdx
#define IDS_THREAD_CONTROL	r8, rdx, rsi
#define IDS_THREAD_SWITCH	rdi
#define IDS_SCHEDULE		rdi
#define IDS_SPACE_CONTROL	r9

	.macro	ENTER_KERNEL call
	mov	$\call, %ebp
	syscall
	ret
	.endm

	.macro	ENTER_IPC
	xor	%ebp, %ebp
	syscall
	.endm

	.macro	LEAVE_IPC
	.endm

/* As the kernel's clock_now(), with its constants, so the two agree; the kernel isn't entered. */
	.macro	SYSTEM_CLOCK
	rdtsc
	shl	$32, %rdx
	or	%rdx, %rax
	sub	VIRT_USER_CLOCK, %rax
	mulq	VIRT_USER_CLOCK + 8
	shrd	$USER_CLOCK_SHIFT, %rdx, %rax
	xor	%edx, %edx
	ret
	.endm

/*
 * Attributes 0 and 3 come in RCX and R11, which the instruction uses up; the result goes to both
 * RAX and RDX, where callers look for it.  The kernel takes MR0 and MR1 from the UTCB.
 */
	.macro	MEMORY_CONTROL
	call	1f
	mov	%rax, %rdx
	ret
1:	mov	%rcx, %rdi
	mov	%r11, %r9
	ENTER_KERNEL CALL_MEMORY_CONTROL
	.endm
