/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short way of a message (IPC_FASTPATH) of untyped words: Call, ReplyWait with nobody else at the
 * door, and Send, to a thread that waits for just that, both on this CPU, nothing unusual about
 * either; and Wait with nobody at the door.  All conditions are looked at first; until then nothing
 * is changed that the C path (x86_ipc_entry, kernel/ipc.c) would miss, so every other case goes
 * there.  Message registers 1 to 7 stay where they are: what the sender has in RAX RBX R10 R12-R15 is
 * what the receiver finds.  docs/fastpath.md walks it instruction by instruction.
 */
#include <arch/x86/fastpath.h>

#define SELF	%rdi
#define DEST	%rcx
#undef CPU
#define CPU	%r8		/* from where the timeouts are used up */

/* More than register words; and what makes a tag none of ours: typed items, any flag. */
#define TAG_LONG	0x38
#define TAG_UNUSUAL	0xffc0

/* MR8 .. MRu from UTCB to UTCB, kernel aliases.  RSI, RBP and R11 are used up. */
	.macro	COPY_LONG
	testb	$TAG_LONG, %r9b
	jz	short\@
	mov	SELF, %r11
	mov	DEST, %rbp
	lea	-ABI_REGISTER_MRS(%r9), %ecx
	and	$ABI_TAG_U_MASK, %ecx
	mov	TCB_UTCB(%r11), %rsi
	mov	TCB_UTCB(%rbp), %rdi
	add	$ABI_UTCB_MR(ABI_REGISTER_MRS + 1), %rsi
	add	$ABI_UTCB_MR(ABI_REGISTER_MRS + 1), %rdi
	rep movsq
	mov	%r11, SELF
	mov	%rbp, DEST
short\@:
	.endm

/* With several CPUs: the space in RBP is about to be loaded (docs/smp.md). */
	.macro	TELL_SPACE
#ifdef CONFIG_SMP
	mov	%rbp, HERE(CPU, CPU_LOADED)
#endif
	.endm

	.text	1
slow_to_dest:
	mov	TCB_ID(DEST), %rsi
slow:
	xor	%ebp, %ebp
	jmp	x86_ipc_entry

	.text
	.balign	64
#ifdef CONFIG_SMP
	SYSCALL_DOORS x86_syscall_fast, ipc_fast
	.balign	64
ipc_fast:
#else
	.globl	x86_syscall_fast
	.type	x86_syscall_fast, @function
x86_syscall_fast:
	test	%ebp, %ebp
	jnz	x86_other_call
	mov	cpu0 + CPU_CURRENT, SELF
#endif
	mov	%rsi, %rcx
	shr	$32, %rcx
	movabs	$VIRT_THREADS, %r11
	mov	(%r11, %rcx, 8), DEST
	cmp	%rsi, TCB_ID(DEST)
	EXIT_IF	ne, stale_id
	CHECK_HERE SELF, DEST, %r11, %rsi
	/* receive timeout never, no flag on either side */
	movzwl	%r8w, %ebp
	or	TCB_FLAGS(SELF), %ebp
	or	TCB_FLAGS(DEST), %ebp
	EXIT_IF	nz, unusual
	test	$TAG_UNUSUAL, %r9d
	EXIT_IF	nz, tag
	cmp	%rsi, %rdx
	jne	reply_wait
1:	mov	TCB_WAIT_FROM(DEST), %r11
	cmp	TCB_ID(SELF), %r11
	jne	open_wait
2:	COPY_LONG
	mov	TCB_ID(SELF), %rsi
	mov	TCB_SPACE(DEST), %rbp
	cmp	TCB_SPACE(SELF), %rbp
	je	within_space
	mov	%gs, %r11d
	cmp	$ABI_SEL_UTCB, %r11d
	EXIT_IF ne, selector, slow_to_dest
	HERE_OF	DEST, CPU

	/* the message is as good as there: self waits, dest runs */
	mov	%rsp, FRAME_SP(SELF)
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%rdx, TCB_WAIT_FROM(SELF)
load_space:
	TELL_SPACE
	mov	SPACE_CR3(%rbp), %rbp
	mov	%rbp, %cr3
	mov	%rbp, HERE(CPU, CPU_SWITCH_KEY)
4:	movb	$STATE_RUNNING, TCB_STATE(DEST)
	movq	$0, TCB_WAIT_FROM(DEST)
	movb	$1, TCB_WAS_AWAITED(DEST)
	mov	DEST, HERE(CPU, CPU_CURRENT)
resume:
	mov	TCB_LOCAL_ID(DEST), %rdi
	mov	%rdi, HERE_UTCB(CPU)
	mov	FRAME_SP(DEST), %rsp
	/* nothing of the sender's or the kernel's is left in a register but the message */
	xor	%ebp, %ebp
	xor	%edx, %edx
	xor	%r8d, %r8d
	mov	$user_stub_return, %rcx
	mov	$INITIAL_FLAGS, %r11d
	sysretq

within_space:
	HERE_OF	DEST, CPU
	mov	TCB_LOCAL_ID(SELF), %rsi
	mov	%rsp, FRAME_SP(SELF)
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%rdx, TCB_WAIT_FROM(SELF)
	jmp	4b

/* The receive phase is for anybody, and nobody is at the door; or there is none. */
reply_wait:
	cmp	$ABI_ANYTHREAD, %rdx
	jne	send
	cmpl	$0, TCB_SENDERS(SELF)
	je	1b
	EXIT_IF	mp, senders

open_wait:
	cmp	$ABI_ANYTHREAD, %r11
	je	2b
	test	%rsi, %rsi
	jz	wait
	EXIT_IF	mp, not_waiting

/* --- Send ----------------------------------------------------------------------------------- */

send:
	test	%rdx, %rdx
	EXIT_IF	nz, closed_wait
	mov	TCB_WAIT_FROM(DEST), %r11
	cmp	TCB_ID(SELF), %r11
	je	1f
	cmp	$ABI_ANYTHREAD, %r11
	EXIT_IF	ne, send_not_waiting
1:	COPY_LONG
	mov	TCB_SPACE(DEST), %r11
	mov	TCB_PRIO(DEST), %bpl
	cmp	TCB_PRIO(SELF), %bpl
	ja	send_up
	/* dest is ready, self goes on */
	mov	TCB_LOCAL_ID(SELF), %rsi
	cmp	TCB_SPACE(SELF), %r11
	je	2f
	mov	TCB_ID(SELF), %rsi
2:	HERE_OF	DEST, CPU
	mov	DEST, %r11
	movb	$STATE_RUNNING, TCB_STATE(DEST)
	movq	$0, TCB_WAIT_FROM(DEST)
	mov	%rsp, FRAME_SP(SELF)
	jmp	3f

/* dest runs, self is the first of its priority; unless it may object (kernel/sched.c) */
send_up:
	movzwl	TCB_MAX_DELAY(SELF), %esi
	or	TCB_DELAY_LEFT(SELF), %si
	EXIT_IF nz, delay, slow_to_dest
	cmp	TCB_SPACE(SELF), %r11
	je	2f
	mov	%gs, %esi
	cmp	$ABI_SEL_UTCB, %esi
	EXIT_IF ne, send_selector, slow_to_dest
2:	HERE_OF	DEST, CPU
	mov	SELF, %r11
	mov	%rsp, FRAME_SP(SELF)
	movb	$0, TCB_DELAYING(SELF)
	mov	DEST, HERE(CPU, CPU_ACCOUNTED)
	xor	%esi, %esi

	/* R11 is ready: sender, tag and MR1 .. MR7 into its frame */
3:	mov	%rsi, FRAME_SI(%r11)
	STORE_EACH	FRAME_R9, %r11, r9, rax, rbx, r10, r12, r13, r14, r15
	/* ... and its link before the queue's head, or before the first in the queue */
	movzbl	TCB_PRIO(%r11), %ebp
	bts	%ebp, HERE(CPU, CPU_READY_MAP)
	shl	$4, %ebp
	HERE_ADD CPU, CPU_READY, %rbp
	cmp	SELF, %r11
	jne	5f
	mov	(%rbp), %rbp
5:	add	$TCB_READY_LINK, %r11
	mov	8(%rbp), %rsi
	mov	%rbp, (%r11)
	mov	%rsi, 8(%r11)
	mov	%r11, (%rsi)
	mov	%r11, 8(%rbp)
	sub	$TCB_READY_LINK, %r11
	cmp	SELF, %r11
	je	6f
	mov	SELF, DEST
	xor	%esi, %esi
	jmp	resume
6:	mov	TCB_LOCAL_ID(SELF), %rsi
	mov	TCB_SPACE(DEST), %rbp
	cmp	TCB_SPACE(SELF), %rbp
	je	4b
	mov	TCB_ID(SELF), %rsi
	jmp	load_space

/* --- Wait ----------------------------------------------------------------------------------- */

/* Nilthread's place in the table names `nobody', who does not wait: so it came all the way here. */
wait:
	test	%rdx, %rdx
	EXIT_IF	z, nothing
	mov	%rsp, FRAME_SP(SELF)
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%rdx, TCB_WAIT_FROM(SELF)
	HERE_OF	SELF, CPU
	EMPTY_STACK CPU
	/* the best ready thread (sched_pick), of 256 priorities in words of 64 bits */
	mov	$PRIO_WORDS - 1, %ecx
1:	bsr	HERE_NTH(CPU, CPU_READY_MAP, %rcx, 8), %rdx
	jnz	2f
	dec	%ecx
	jns	1b
	HERE_ADDRESS CPU, CPU_IDLE, %rax
	jmp	4f
2:	shl	$6, %ecx
	or	%ecx, %edx
	mov	%edx, %ecx
	shl	$4, %ecx
	HERE_ADD CPU, CPU_READY, %rcx
	mov	(%rcx), %rax
	mov	(%rax), %rsi
	mov	%rsi, (%rcx)
	mov	%rcx, 8(%rsi)
	mov	%rax, (%rax)
	mov	%rax, 8(%rax)
	sub	$TCB_READY_LINK, %rax
	cmp	%rsi, %rcx
	jne	4f
	btr	%edx, HERE(CPU, CPU_READY_MAP)
4:	mov	%rax, HERE(CPU, CPU_ACCOUNTED)
	jmp	x86_exit_to
