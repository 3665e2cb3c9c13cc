/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short way of a message (IPC_FASTPATH): Call, and ReplyWait with nobody else at the door, of
 * untyped words to a thread that waits for just that, both on this CPU, nothing unusual about
 * either.  All conditions are looked at first; until then nothing is changed that the C path
 * (x86_ipc_entry, kernel/ipc.c) would miss, so every other case jumps there.  Message registers 1
 * to 7 stay where they are: what the sender has in RAX RBX R10 R12-R15 is what the receiver finds.
 * docs/fastpath.md walks it instruction by instruction.
 */
#include <generated/offsets.h>
#include <l4/amd64/abi.h>
#include <l4/abi/id.h>
#include <l4/abi/msg.h>
#include <arch/layout.h>
#include <arch/x86/calls.h>

#define SELF	%rdi
#define DEST	%rcx

/* More than register words; and what makes a tag none of ours: typed items, any flag. */
#define TAG_LONG	0x38
#define TAG_UNUSUAL	0xffc0

/* A way out, by name: l4test's group `fastpath' drives each. */
	.macro	EXIT_IF condition, name
	j\condition	fast_exit_\name
	.pushsection .text, 1
fast_exit_\name:
	jmp	slow
	.popsection
	.endm

	.text
	.balign	64
	.globl	x86_syscall_fast
	.type	x86_syscall_fast, @function
x86_syscall_fast:
	test	%ebp, %ebp
	jnz	x86_other_call
	mov	cpu0 + CPU_CURRENT, SELF
	mov	%rsi, %rcx
	shr	$32, %rcx
	movabs	$VIRT_THREADS, %r11
	mov	(%r11, %rcx, 8), DEST
	cmp	%rsi, TCB_ID(DEST)
	EXIT_IF	ne, stale_id
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
2:	testb	$TAG_LONG, %r9b
	jz	3f
	/* MR8 .. MRu from UTCB to UTCB, kernel aliases */
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
3:	mov	TCB_ID(SELF), %rsi
	mov	TCB_SPACE(DEST), %rbp
	cmp	TCB_SPACE(SELF), %rbp
	je	within_space
	mov	%gs, %r11d
	cmp	$ABI_SEL_UTCB, %r11d
	jne	fast_exit_selector

	/* the message is as good as there: self waits, dest runs */
	mov	%rsp, FRAME_SP(SELF)
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%rdx, TCB_WAIT_FROM(SELF)
	mov	SPACE_CR3(%rbp), %rbp
	mov	%rbp, %cr3
	mov	%rbp, x86_switch_key
4:	movb	$STATE_RUNNING, TCB_STATE(DEST)
	movq	$0, TCB_WAIT_FROM(DEST)
	movb	$1, TCB_WAS_AWAITED(DEST)
	mov	DEST, cpu0 + CPU_CURRENT
	mov	TCB_LOCAL_ID(DEST), %rdi
	mov	%rdi, utcb_current_page
	mov	FRAME_SP(DEST), %rsp
	/* nothing of the sender's or the kernel's is left in a register but the message */
	xor	%ebp, %ebp
	xor	%edx, %edx
	xor	%r8d, %r8d
	mov	$user_stub_return, %rcx
	mov	$INITIAL_FLAGS, %r11d
	sysretq

within_space:
	mov	TCB_LOCAL_ID(SELF), %rsi
	mov	%rsp, FRAME_SP(SELF)
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%rdx, TCB_WAIT_FROM(SELF)
	jmp	4b

/* The receive phase is for anybody, and nobody is at the door. */
reply_wait:
	cmp	$ABI_ANYTHREAD, %rdx
	EXIT_IF	ne, closed_wait
	cmpl	$0, TCB_SENDERS(SELF)
	je	1b
	EXIT_IF	mp, senders

slow:
	xor	%ebp, %ebp
	jmp	x86_ipc_entry

/* RSI is the sender's name already. */
fast_exit_selector:
	mov	TCB_ID(DEST), %rsi
	jmp	slow

open_wait:
	cmp	$ABI_ANYTHREAD, %r11
	je	2b
	EXIT_IF	mp, not_waiting
