/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of 64-bit threads, in and out (the other ways: ../entry.S).  GS is the user's business
 * and never used here; how the kernel finds its data says here.h.
 */
#include <arch/x86/calls.h>
#include <arch/x86/latency.h>
#include <arch/x86/passage.h>

	.text

/* Who comes in; with several CPUs the door has found out. */
	.macro	CALLER reg
#ifndef CONFIG_SMP
	SELF	\reg
#endif
	.endm

/* MR1 .. MR7 and the stack pointer into the frame of the thread at \tcb. */
	.macro	SAVE_MRS tcb
	mov	%rsp, FRAME_SP(\tcb)
	STORE_EACH	FRAME_AX, \tcb, rax, rbx, r10, r12, r13, r14, r15
	.endm

#if !defined(CONFIG_SMP)
	.balign	64
	.globl	x86_syscall_entry
	.type	x86_syscall_entry, @function
x86_syscall_entry:
	test	%ebp, %ebp
	jnz	x86_other_call
#elif !defined(CONFIG_IPC_FASTPATH)
	SYSCALL_DOORS x86_syscall_entry, x86_ipc_entry
#endif
	.globl	x86_ipc_entry		/* fastpath.S comes here with what is none of its */
x86_ipc_entry:
	CALLER	%rdi
	SAVE_MRS %rdi
	HERE_OF	%rdi, %rbx
	EMPTY_STACK %rbx
	LATENCY_ENTER mov, $0, rdi, rsi, rdx, r8, r9
	mov	%r8d, %ecx
	mov	%r9, %r8
	call	sys_ipc

	.globl	x86_exit_to
x86_exit_to:				/* the thread in RAX */
	LATENCY_LEAVE
	HERE_OF	%rax, CPU
	mov	%rax, HERE(CPU, CPU_CURRENT)
	testl	$EXIT_UNUSUAL, TCB_FLAGS(%rax)
	jnz	x86_exit_unusual
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%rax), %rdi
	mov	%rdi, HERE_UTCB(CPU)
	mov	FRAME_SP(%rax), %rsp
	mov	FRAME_SI(%rax), %rsi
	mov	FRAME_R9(%rax), %r9
	LOAD_EACH	FRAME_BX, %rax, rbx, r10, r12, r13, r14, r15
	mov	FRAME_AX(%rax), %rax
	xor	%edx, %edx
	xor	%r8d, %r8d
	mov	$user_stub_return, %rcx
	mov	$INITIAL_FLAGS, %r11d
	sysretq

/* The other system calls: all their parameters into the frame, then by table (syscalls.c). */
	.balign	16
	.globl	x86_other_call
x86_other_call:
fast_exit_other_call:			/* see fastpath.S */
	CALLER	%rcx
	SAVE_MRS %rcx
	mov	%r9, FRAME_R9(%rcx)
	STORE_EACH	FRAME_DI, %rcx, rdi, rsi, rdx, r8
	HERE_OF	%rcx, %rbx
	EMPTY_STACK %rbx
	mov	%rcx, %rax
	mov	%ebp, %edx
	xor	%ebp, %ebp
	cmp	$CALLS, %edx
	jae	x86_exit_to		/* not from our stubs: nothing happens */
	mov	%rcx, %rdi
	LATENCY_ENTER mov, %rdx, rdi, rdx
	call	*x86_calls(, %rdx, 8)
	jmp	x86_exit_to

	.globl	x64_exit_bad_ip
x64_exit_bad_ip:
	mov	%rax, %rdi
	call	x86_bad_ip
	jmp	x86_exit_to
