/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short way of a message (IPC_FASTPATH) of untyped words: Call, ReplyWait with nobody else at the
 * door, and Send, to a thread that waits for just that, nothing unusual about either; and Wait with
 * nobody at the door.  All conditions are looked at first; until then nothing is changed that the C
 * path (x32_ipc_entry, kernel/ipc.c) would miss, so every other case goes there.  Each way out has a
 * name, by which l4test's group `fastpath' drives it.  docs/fastpath.md walks it instruction by
 * instruction.
 */
#include <arch/x86/fastpath.h>

#define SELF	%edi
#define DEST	%ebx

/* What makes a tag none of ours: typed items, any flag. */
#define TAG_UNUSUAL	0xffc0

/* The receiver's space in EBP and the sender's name for it in EAX; its page table is loaded. */
	.macro	GO_TO_SPACE exit
	mov	TCB_SPACE(DEST), %ebp
	cmp	TCB_SPACE(SELF), %ebp
	je	within_space\@
	mov	%gs, %eax
	cmp	$ABI_SEL_UTCB, %ax
	EXIT_IF ne, \exit, slow_to_dest
	mov	TCB_ID(SELF), %eax
	mov	SPACE_CR3(%ebp), %ecx
#ifdef CONFIG_SMP
	mov	%ebp, DOOR_HERE(CPU_LOADED)	/* said before it is done (docs/smp.md) */
#endif
	mov	%ecx, DOOR_HERE(CPU_SWITCH_KEY)
	mov	%ecx, %cr3
there\@:
	.pushsection .text, 1
within_space\@:
	mov	TCB_LOCAL_ID(SELF), %eax
	jmp	there\@
	.popsection
	.endm

/* MR1 .. MRu from UTCB to UTCB, kernel aliases.  ECX, EDX and EDI are used up. */
	.macro	COPY_WORDS
	test	$ABI_TAG_U_MASK, %esi
	jz	no_words\@
	mov	%esi, %edx
	mov	%esi, %ecx
	and	$ABI_TAG_U_MASK, %ecx
	mov	TCB_UTCB(SELF), %esi
	mov	TCB_UTCB(DEST), %edi
	add	$ABI_UTCB_MR(1), %esi
	add	$ABI_UTCB_MR(1), %edi
	rep movsl
	mov	%edx, %esi
no_words\@:
	.endm

	.text	1
slow_to_dest:
	mov	TCB_ID(DEST), %eax
slow:
	jmp	x32_ipc_entry

	.text
	.balign	32
	.globl	x32_ipc_fast
	.type	x32_ipc_fast, @function
x32_ipc_fast:
	DOOR_ENTER
	mov	DOOR_HERE(CPU_CURRENT), SELF
	mov	%eax, DEST
	shr	$ABI_ID_VERSION_BITS, DEST
	mov	VIRT_THREADS(, DEST, 4), DEST
	mov	%ebp, FRAME_SP(SELF)
	cmp	%eax, TCB_ID(DEST)
	EXIT_IF	ne, stale_id
	CHECK_HERE SELF, DEST, %ebp, %eax
	/* receive timeout never, no flag on either side */
	movzwl	%cx, %ebp
	or	TCB_FLAGS(SELF), %ebp
	or	TCB_FLAGS(DEST), %ebp
	EXIT_IF	nz, unusual
	test	$TAG_UNUSUAL, %esi
	EXIT_IF	nz, tag
	cmp	%eax, %edx
	jne	no_call
call:	mov	TCB_WAIT_FROM(DEST), %ebp
	cmp	TCB_ID(SELF), %ebp
	jne	open_wait
met:	GO_TO_SPACE selector

	/* the message is as good as there: self waits, dest runs */
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%edx, TCB_WAIT_FROM(SELF)
hand_over:
	COPY_WORDS
	movb	$STATE_RUNNING, TCB_STATE(DEST)
	movl	$0, TCB_WAIT_FROM(DEST)
	movb	$1, TCB_WAS_AWAITED(DEST)
	mov	DEST, DOOR_HERE(CPU_CURRENT)
resume:
	mov	TCB_LOCAL_ID(DEST), %edi
	mov	%edi, DOOR_UTCB
	mov	SPACE_KIP_AREA(%ebp), %edx
	and	$-4096, %edx
	add	$x32_return_offset, %edx
	mov	FRAME_SP(DEST), %ecx
	mov	TCB_UTCB(DEST), %ebp
	mov	ABI_UTCB_MR(1)(%ebp), %ebx
	mov	ABI_UTCB_MR(2)(%ebp), %ebp
	DOOR_LEAVE

open_wait:
	test	%edx, %edx
	EXIT_IF	z, nothing
	cmp	$ABI_ANYTHREAD, %ebp
	je	met
	test	%eax, %eax
	jz	wait
	EXIT_IF	mp, not_waiting

/* ReplyWait: the receive phase is for anybody, and nobody is at the door.  No receive phase: Send. */
no_call:
	cmp	$ABI_ANYTHREAD, %edx
	jne	send
	cmpl	$0, TCB_SENDERS(SELF)
	je	call
	EXIT_IF	mp, senders

/* --- Send --------------------------------------------------------------------------------------- */

send:
	test	%edx, %edx
	EXIT_IF	nz, closed_wait
	mov	TCB_WAIT_FROM(DEST), %ebp
	cmp	TCB_ID(SELF), %ebp
	je	1f
	cmp	$ABI_ANYTHREAD, %ebp
	EXIT_IF	ne, send_not_waiting
1:	mov	TCB_PRIO(DEST), %cl
	cmp	TCB_PRIO(SELF), %cl
	ja	send_up

	/* dest is ready, self goes on */
	mov	TCB_LOCAL_ID(SELF), %eax
	mov	TCB_SPACE(SELF), %ebp
	cmp	TCB_SPACE(DEST), %ebp
	je	2f
	mov	TCB_ID(SELF), %eax
2:	mov	DEST, %ebp
	call	make_ready
	movb	$STATE_RUNNING, TCB_STATE(DEST)
	movl	$0, TCB_WAIT_FROM(DEST)
	mov	SELF, %eax
	COPY_WORDS
	mov	%eax, %ebx
	mov	TCB_SPACE(%eax), %ebp
	xor	%eax, %eax
	jmp	resume

/* dest runs, self is the first of its priority; unless it may object (kernel/sched.c) */
send_up:
	movzwl	TCB_MAX_DELAY(SELF), %ebp
	or	TCB_DELAY_LEFT(SELF), %bp
	EXIT_IF	nz, delay
	GO_TO_SPACE send_selector
	push	%eax
	push	%ebp
	xor	%eax, %eax
	mov	SELF, %ebp
	call	make_ready
	pop	%ebp
	pop	%eax
	movb	$0, TCB_DELAYING(SELF)
	mov	DEST, DOOR_HERE(CPU_ACCOUNTED)
	jmp	hand_over

/* EBP has its message from EAX and is ready: if it is self as the first of its priority, else as the
 * last.  ECX, EDX and EBP are used up. */
make_ready:
	mov	%eax, FRAME_AX(%ebp)
	mov	%esi, FRAME_SI(%ebp)
	movzbl	TCB_PRIO(%ebp), %ecx
	HERE_OF	SELF, %edx
	bts	%ecx, HERE(%edx, CPU_READY_MAP)
	HERE_NTH %edx, CPU_READY, %ecx
	cmp	SELF, %ebp
	jne	1f
	mov	(%ecx), %ecx
1:	add	$TCB_READY_LINK, %ebp
	mov	4(%ecx), %edx
	mov	%ecx, (%ebp)
	mov	%edx, 4(%ebp)
	mov	%ebp, (%edx)
	mov	%ebp, 4(%ecx)
	ret

/* --- Wait --------------------------------------------------------------------------------------- */

/* Nilthread's place in the table names `nobody', who does not wait: so it came all the way here. */
wait:
	movb	$STATE_WAITING, TCB_STATE(SELF)
	mov	%edx, TCB_WAIT_FROM(SELF)
	/* the best ready thread (sched_pick), of 256 priorities in words of 32 bits */
	mov	$PRIO_WORDS - 1, %ecx
1:	bsr	DOOR_NTH(CPU_READY_MAP, %ecx, 4), %edx
	jnz	2f
	dec	%ecx
	jns	1b
	DOOR_ADDRESS CPU_IDLE, %eax
	jmp	4f
2:	shl	$5, %ecx
	or	%ecx, %edx
	lea	DOOR_NTH(CPU_READY, %edx, 8), %ecx
	mov	(%ecx), %eax
	mov	(%eax), %esi
	mov	%esi, (%ecx)
	mov	%ecx, 4(%esi)
	mov	%eax, (%eax)
	mov	%eax, 4(%eax)
	sub	$TCB_READY_LINK, %eax
	cmp	%esi, %ecx
	jne	4f
	btr	%edx, DOOR_HERE(CPU_READY_MAP)
4:	mov	%eax, DOOR_HERE(CPU_ACCOUNTED)
	jmp	x86_exit_to
