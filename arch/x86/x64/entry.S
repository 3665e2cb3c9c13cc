/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways into the kernel and out of it.  One kernel stack: an entry saves what the user had in the
 * current thread's frame, starts on the empty stack, calls a function that answers with the thread
 * to resume, and exits to it.  GS is the user's business and never used here; how the kernel finds
 * its data says here.h.
 */
#include <generated/offsets.h>
#include <l4/amd64/abi.h>
#include <arch/layout.h>
#include <arch/x86/calls.h>
#include <arch/x86/trap_entries.h>
#include <arch/x86/latency.h>
#include <arch/x86/x64/here.h>
#include <arch/x86/x64/load.h>

	.text

/* --- identity --------------------------------------------------------------------------------- */

/*
 * Who comes in.  With local IPC in user mode this is where the claim in RDI (Ipc) or at gs:0 is
 * compared with the thread that the kernel resumed last.
 */
	.macro	SELF reg
	WHO_RUNS \reg
	.endm

/* The same at system calls; with several CPUs the door has found out. */
	.macro	CALLER reg
#ifndef CONFIG_SMP
	SELF	\reg
#endif
	.endm

/* --- system calls ----------------------------------------------------------------------------- */

/* MR1 .. MR7 and the stack pointer into the frame of the thread at \tcb. */
	.macro	SAVE_MRS tcb
	mov	%rsp, FRAME_SP(\tcb)
	mov	%rax, FRAME_RAX(\tcb)
	mov	%rbx, FRAME_RBX(\tcb)
	mov	%r10, FRAME_R10(\tcb)
	mov	%r12, FRAME_R12(\tcb)
	mov	%r13, FRAME_R13(\tcb)
	mov	%r14, FRAME_R14(\tcb)
	mov	%r15, FRAME_R15(\tcb)
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
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rdi, %rbx
	mov	%rsi, %r12
	mov	%rdx, %r13
	mov	%r8, %r14
	mov	%r9, %r15
	LATENCY_ENTER $0
	mov	%rbx, %rdi
	mov	%r12, %rsi
	mov	%r13, %rdx
	mov	%r14, %r8
	mov	%r15, %r9
#endif
	mov	%r8d, %ecx
	mov	%r9, %r8
	call	sys_ipc

/* --- exit: to the thread in RAX --------------------------------------------------------------- */

exit_to_rax:
	LATENCY_LEAVE
	HERE_OF	%rax, %r12
	mov	%rax, HERE(%r12, CPU_CURRENT)
	testl	$EXIT_UNUSUAL, TCB_FLAGS(%rax)
	jnz	exit_unusual
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%rax), %rdi
	mov	%rdi, HERE_UTCB(%r12)
	mov	FRAME_SP(%rax), %rsp
	mov	FRAME_RSI(%rax), %rsi
	mov	FRAME_R9(%rax), %r9
	mov	FRAME_RBX(%rax), %rbx
	mov	FRAME_R10(%rax), %r10
	mov	FRAME_R12(%rax), %r12
	mov	FRAME_R13(%rax), %r13
	mov	FRAME_R14(%rax), %r14
	mov	FRAME_R15(%rax), %r15
	mov	FRAME_RAX(%rax), %rax
	xor	%edx, %edx
	xor	%r8d, %r8d
	mov	$user_stub_return, %rcx
	mov	$INITIAL_FLAGS, %r11d
	sysretq

	.globl	x86_exit_to
x86_exit_to:
	mov	%rdi, %rax
	jmp	exit_to_rax

/* The other system calls: all their parameters into the frame, then by table (syscalls.c). */
	.balign	16
	.globl	x86_other_call
x86_other_call:
fast_exit_other_call:			/* see fastpath.S */
	CALLER	%rcx
	SAVE_MRS %rcx
	mov	%r9, FRAME_R9(%rcx)
	mov	%rdi, FRAME_RDI(%rcx)
	mov	%rsi, FRAME_RSI(%rcx)
	mov	%rdx, FRAME_RDX(%rcx)
	mov	%r8, FRAME_R8(%rcx)
	HERE_OF	%rcx, %rbx
	EMPTY_STACK %rbx
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rcx, %rbx
	mov	%rbp, %r12
	movzbl	%bpl, %ebp
	LATENCY_ENTER %rbp
	mov	%rbx, %rcx
	mov	%r12, %rbp
#endif
	mov	%rcx, %rax
	mov	%ebp, %edx
	xor	%ebp, %ebp
	cmp	$CALLS, %edx
	jae	exit_to_rax		/* not from our stubs: nothing happens */
	mov	%rcx, %rdi
	call	*x86_calls(, %rdx, 8)
	jmp	exit_to_rax

/* Resume inside the kernel, or by iret.  The stack is empty here. */
exit_unusual:
	EMPTY_STACK %r12
	testl	$TCB_CONTINUE_BIT, TCB_FLAGS(%rax)
	jz	exit_to_user
	sti				/* the exit window: takes effect after the next instruction */
	nop
	cli
	SELF	%rdi
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rdi, %rbx
	LATENCY_ENTER TCB_CONT(%rdi)
	mov	%rbx, %rdi
#endif
	andl	$~TCB_CONTINUE_BIT, TCB_FLAGS(%rdi)
	call	*TCB_CONT(%rdi)
	jmp	exit_to_rax

exit_to_user:
#ifdef CONFIG_SMP
	testl	$TCB_AWAY_BIT, TCB_FLAGS(%rax)
	jz	exit_complete
	mov	%rax, %rdi
	call	travel_home
	jmp	exit_to_rax
exit_complete:
#endif
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%rax), %rdi
	mov	%rdi, HERE_UTCB(%r12)
	mov	FRAME_IP(%rax), %rcx
	mov	%rcx, %rdx
	shl	$16, %rdx
	sar	$16, %rdx
	cmp	%rdx, %rcx
	jne	bad_ip
	andl	$~TCB_IRET_BIT, TCB_FLAGS(%rax)
	EMPTY_STACK %r12
	pushq	$ABI_SEL_UDS
	pushq	FRAME_SP(%rax)
	pushq	FRAME_FLAGS(%rax)
	pushq	$ABI_SEL_UCS
	pushq	%rcx
	mov	FRAME_RBX(%rax), %rbx
	mov	FRAME_RCX(%rax), %rcx
	mov	FRAME_RDX(%rax), %rdx
	mov	FRAME_RSI(%rax), %rsi
	mov	FRAME_RDI(%rax), %rdi
	mov	FRAME_RBP(%rax), %rbp
	mov	FRAME_R8(%rax), %r8
	mov	FRAME_R9(%rax), %r9
	mov	FRAME_R10(%rax), %r10
	mov	FRAME_R11(%rax), %r11
	mov	FRAME_R12(%rax), %r12
	mov	FRAME_R13(%rax), %r13
	mov	FRAME_R14(%rax), %r14
	mov	FRAME_R15(%rax), %r15
	mov	FRAME_RAX(%rax), %rax
	iretq

/* iret would fault in the kernel: say it in the thread's name. */
bad_ip:
	mov	%rax, %rdi
	call	x86_bad_ip
	jmp	exit_to_rax

/* --- idle ------------------------------------------------------------------------------------- */

	.globl	arch_idle
	.type	arch_idle, @function
arch_idle:
	EMPTY_THIS_STACK
	xor	%ebp, %ebp
	LATENCY_LEAVE
1:	sti
	hlt
	cli
	jmp	1b

/* --- exceptions and interrupts ---------------------------------------------------------------- */

/* Stack at the common parts: vector, error code, then what the CPU pushed. */
#define STACK_CS	24

/* Debug traps, NMI, double fault and machine check come in on stacks of their own (desc.c). */
	TRAP_ENTRIES trap, interrupt, kernel_trap


	.balign	16
interrupt:
	testb	$3, STACK_CS(%rsp)
	jnz	from_user
	/* From the exit window or from idle: nothing on this stack is needed any more. */
	pop	%rsi
	EMPTY_THIS_STACK
	SELF	%rdi
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rdi, %rbx
	mov	%rsi, %r12
	lea	LATENCY_VECTOR(%rsi), %rdx
	LATENCY_ENTER %rdx
	mov	%rbx, %rdi
	mov	%r12, %rsi
#endif
	call	x86_user_trap
	jmp	exit_to_rax

trap:
	testb	$3, STACK_CS(%rsp)
	jz	kernel_trap
from_user:
	push	%rdi
	SELF	%rdi
	mov	%rax, FRAME_RAX(%rdi)
	mov	%rbx, FRAME_RBX(%rdi)
	mov	%rcx, FRAME_RCX(%rdi)
	mov	%rdx, FRAME_RDX(%rdi)
	mov	%rsi, FRAME_RSI(%rdi)
	mov	%rbp, FRAME_RBP(%rdi)
	mov	%r8, FRAME_R8(%rdi)
	mov	%r9, FRAME_R9(%rdi)
	mov	%r10, FRAME_R10(%rdi)
	mov	%r11, FRAME_R11(%rdi)
	mov	%r12, FRAME_R12(%rdi)
	mov	%r13, FRAME_R13(%rdi)
	mov	%r14, FRAME_R14(%rdi)
	mov	%r15, FRAME_R15(%rdi)
	popq	FRAME_RDI(%rdi)
	pop	%rsi
	popq	FRAME_ERROR(%rdi)
	popq	FRAME_IP(%rdi)
	pop	%rax				/* code segment: there is but one */
	popq	FRAME_FLAGS(%rdi)
	popq	FRAME_SP(%rdi)
	mov	%rsi, FRAME_VECTOR(%rdi)
	orl	$TCB_IRET_BIT, TCB_FLAGS(%rdi)
	HERE_OF	%rdi, %rax
	EMPTY_STACK %rax
	push	$2				/* users may have set DF and AC */
	popfq
	xor	%ebp, %ebp
#ifdef CONFIG_KIRQ_LATENCY
	mov	%rdi, %rbx
	mov	%rsi, %r12
	lea	LATENCY_VECTOR(%rsi), %rdx
	LATENCY_ENTER %rdx
	mov	%rbx, %rdi
	mov	%r12, %rsi
#endif
	call	x86_user_trap
	jmp	exit_to_rax

/* The second kind of entry: frame in, frame out, whatever stack this is. */
kernel_trap:
	push	%rax
	push	%rcx
	push	%rdx
	push	%rbx
	push	%rbp
	push	%rsi
	push	%rdi
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, %rdi
	mov	%rsp, %rbx
	and	$-16, %rsp
	push	$2
	popfq
	call	x86_kernel_trap
	mov	%rbx, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rdi
	pop	%rsi
	pop	%rbp
	pop	%rbx
	pop	%rdx
	pop	%rcx
	pop	%rax
	add	$16, %rsp
	iretq

/* --- stacks ----------------------------------------------------------------------------------- */

/* Below the kernel's stack lies a page that paging.c takes away. */
	.section .bss.stacks, "aw", @nobits
	.balign	4096
	.globl	kernel_stack_guard, kernel_stack_top
kernel_stack_guard:
	.skip	4096
	.skip	KERNEL_STACK_BYTES
kernel_stack_top:
	.globl	x86_ist_stacks
x86_ist_stacks:
	.skip	IST_STACKS * IST_STACK_BYTES
