/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short way of a message (IPC_FASTPATH) of untyped words: Call, ReplyWait with nobody else at
 * the door, and Send, to a thread that waits for just that, nothing unusual about either; and Wait
 * with nobody at the door.  All conditions are looked at first; until then nothing is changed that
 * the C path (ipc_entry, kernel/ipc.c) would miss, so every other case jumps there.
 * Message registers 1 to 8 stay where they are: what the sender has in s0 to s7 is what the
 * receiver finds.  Exception level is left to wait only, which is why Status need not be written
 * unless the two threads' differ.
 */
#include <generated/offsets.h>
#include <l4/mips64/abi.h>
#include <l4/abi/id.h>
#include <l4/abi/msg.h>
#include <arch/mips64/regs.h>

/*
 * What Ipc destroys is at hand: at, a3 to a7, t0 to t3, t8, t9; k1 has the current thread.  Nothing
 * of the sender's or the kernel's may be left in these, but what the receiver knows may; so most of
 * them have one purpose, and hold in the end: a0 and a5 the receiver's id, a6 for whom it waited (or
 * 0), t0 its address; a7 and t8 a constant; a3, a4 and t3 flags that were found to be 0.
 */
#define SELF		k1
#define DEST		t9
#define SELF_FLAGS	a3
#define DEST_FLAGS	a4
#define DEST_ID		a5
#define AWAITED		a6
#define WAITING		a7
#define UNUSUAL		t3
#define ONE		t8

/* Everything of a tag but its label: the number of words, typed items and any flag above. */
#define TAG_LOW	0xffff
#define RCV_LOW	0xffff

#define COPY_SHIFT	3	/* log2 of the bytes of code that copy a word */

/* A part of the destination's number, times eight: `bits' of the id from bit `low' on. */
	.macro	TABLE_INDEX reg, low, bits
	.if	\low - 3 >= 32
	dsrl32	\reg, a0, \low - 3 - 32
	.else
	dsrl	\reg, a0, \low - 3
	.endif
	andi	\reg, ((1 << \bits) - 1) << 3
	.endm

/* A way out, by name: l4test's group `fastpath' drives each. */
	.macro	EXIT name
fast_exit_\name:
	j	ipc_entry
	 nop
	.endm

	.set	noreorder
	.set	noat
	.text
	.balign	64
	.globl	mips_ipc_fast
	.type	mips_ipc_fast, @function
mips_ipc_fast:
	TABLE_INDEX t0, 32 + 2 * TABLE_BITS, TABLE_TOP_BITS
	lui	t1, %hi(thread_table_top)
	daddu	t1, t0
	ld	t1, %lo(thread_table_top)(t1)
	TABLE_INDEX t0, 32 + TABLE_BITS, TABLE_BITS
	daddu	t1, t0
	ld	t1, 0(t1)
	TABLE_INDEX t0, 32, TABLE_BITS
	daddu	t1, t0
	ld	DEST, 0(t1)
	lw	SELF_FLAGS, TCB_FLAGS(SELF)
	ld	DEST_ID, TCB_ID(DEST)
	andi	UNUSUAL, a2, RCV_LOW
	bne	a0, DEST_ID, fast_exit_stale_id
	/* receive timeout never, no flag on either side */
	 lw	DEST_FLAGS, TCB_FLAGS(DEST)
	or	UNUSUAL, SELF_FLAGS
	or	UNUSUAL, DEST_FLAGS
	bnez	UNUSUAL, fast_exit_unusual
	 ld	v0, TCB_ID(SELF)		/* the sender's name, between spaces */
	bne	a0, a1, reply_wait
	 ld	AWAITED, TCB_WAIT_FROM(DEST)
1:	bne	AWAITED, v0, open_wait
	 andi	t0, v1, TAG_LOW
2:	sltiu	ONE, t0, ABI_REGISTER_MRS + 1
	li	WAITING, STATE_WAITING
	beqz	ONE, long_message
	 ld	t1, TCB_SPACE(DEST)
switch_over:				/* the sender's state: WAITING */
	ld	t0, TCB_SPACE(SELF)
	beq	t0, t1, within_space
	 ld	t2, FRAME_STATUS(SELF)
	ld	t0, SPACE_ASID(t1)
	beqz	t0, fast_exit_no_asid
	 ld	t1, SPACE_ROOT(t1)

	/* the message is as good as there: self waits, dest runs */
	dmtc0	t0, C0_ENTRYHI
	lui	t0, %hi(mips_root)
	sd	t1, %lo(mips_root)(t0)
3:	dmfc0	t0, C0_EPC
	ld	t1, FRAME_STATUS(DEST)
	bne	t1, t2, other_status
	 sd	sp, FRAME_GPR + 8 * 29(SELF)
4:	daddiu	t0, 4
	sd	t0, FRAME_IP(SELF)
	ld	t0, FRAME_IP(DEST)
	sd	gp, FRAME_GPR + 8 * 28(SELF)
	sd	fp, FRAME_GPR + 8 * 30(SELF)
	sd	ra, FRAME_GPR + 8 * 31(SELF)
	dmtc0	t0, C0_EPC
	sb	WAITING, TCB_STATE(SELF)
	sd	a1, TCB_WAIT_FROM(SELF)
	sb	ONE, TCB_STATE(DEST)		/* STATE_RUNNING */
	sb	ONE, TCB_WAS_AWAITED(DEST)
	sd	zero, TCB_WAIT_FROM(DEST)
	lui	t1, %hi(cpu0 + CPU_CURRENT)
	sd	DEST, %lo(cpu0 + CPU_CURRENT)(t1)
	ld	k0, TCB_LOCAL_ID(DEST)
	ld	gp, FRAME_GPR + 8 * 28(DEST)
	ld	sp, FRAME_GPR + 8 * 29(DEST)
	ld	fp, FRAME_GPR + 8 * 30(DEST)
	ld	ra, FRAME_GPR + 8 * 31(DEST)
	mthi	zero
	mtlo	zero
	.irp	n, 1, 5, 6, 13, 14, 25, 27
	move	$\n, zero
	.endr
	eret

/*
 * More words than registers carry go from UTCB to UTCB, by the kernel's aliases; the receiver has them
 * whatever comes, so nothing is lost if its space turns out to need an ASID.  Two instructions a word:
 * the jump goes to as many before the end.
 */
long_message:
	sltiu	t1, t0, ABI_NUM_MRS
	beqz	t1, fast_exit_tag	/* typed items, or a flag */
	 dsll	t0, COPY_SHIFT
	lui	t1, %hi(copied + (ABI_REGISTER_MRS << COPY_SHIFT))
	daddiu	t1, %lo(copied + (ABI_REGISTER_MRS << COPY_SHIFT))
	dsubu	t0, t1, t0
	ld	t1, TCB_UTCB(SELF)
	ld	t2, TCB_UTCB(DEST)
	jr	t0
	 li	ONE, 1
	.set	word, ABI_NUM_MRS - 1
	.rept	ABI_NUM_MRS - 1 - ABI_REGISTER_MRS
	ld	at, ABI_UTCB_MR(word)(t1)
	sd	at, ABI_UTCB_MR(word)(t2)
	.set	word, word - 1
	.endr
copied:
	bnez	a1, switch_over
	 ld	t1, TCB_SPACE(DEST)
	b	send_words
	 lbu	t1, TCB_PRIO(DEST)

within_space:
	b	3b
	 ld	v0, TCB_LOCAL_ID(SELF)

/* Status in front of what both threads have in common: the interrupt lines that are open. */
other_status:
	lui	t2, %hi(mips_open_lines)
	lw	t2, %lo(mips_open_lines)(t2)
	or	t1, t2
	b	4b
	 mtc0	t1, C0_STATUS

/* The receive phase is for anybody, and nobody is at the door; or there is none. */
reply_wait:
	daddiu	t1, a1, -(ABI_ANYTHREAD)
	bnez	t1, send
	 lw	t1, TCB_SENDERS(SELF)
	beqz	t1, 1b
	 nop
	EXIT	senders

open_wait:
	daddiu	AWAITED, -(ABI_ANYTHREAD)
	beqz	AWAITED, 2b
	 nop
	beqz	a0, wait
	 nop
	EXIT	not_waiting
	EXIT	stale_id
	EXIT	unusual
	EXIT	no_asid
	EXIT	tag
	EXIT	closed_wait
	EXIT	send_not_waiting
	EXIT	delay
	EXIT	send_no_asid
	EXIT	nothing

/* --- Send ----------------------------------------------------------------------------------- */

/* \who is ready: sender (\from) and message into its frame; its link at the \end of its queue. */
	.macro	MADE_READY who, from, end
	.irp	n, 16, 17, 18, 19, 20, 21, 22, 23
	sd	$\n, FRAME_GPR + 8 * \n(\who)
	.endr
	sd	\from, FRAME_GPR + 8 * 2(\who)
	sd	v1, FRAME_GPR + 8 * 3(\who)
	lbu	t0, TCB_PRIO(\who)
	lui	at, %hi(cpu0)
	daddiu	at, %lo(cpu0)
	srl	t1, t0, 3
	andi	t1, (PRIO_WORDS - 1) << 3
	daddu	t1, at
	dsllv	t2, ONE, t0
	ld	WAITING, CPU_READY_MAP(t1)
	dsll	t0, 4
	daddu	at, t0
	or	t2, WAITING
	sd	t2, CPU_READY_MAP(t1)
	daddiu	t0, at, CPU_READY
	.ifc	\end, head
	ld	t0, 0(t0)
	.endif
	ld	t1, 8(t0)
	daddiu	t2, \who, TCB_READY_LINK
	sd	t0, 0(t2)
	sd	t1, 8(t2)
	sd	t2, 0(t1)
	sd	t2, 8(t0)
	.endm

send:
	bnez	a1, fast_exit_closed_wait
	 daddiu	t0, AWAITED, -(ABI_ANYTHREAD)
	beqz	t0, 1f
	 andi	t0, v1, TAG_LOW
	bne	AWAITED, v0, fast_exit_send_not_waiting
1:	sltiu	ONE, t0, ABI_REGISTER_MRS + 1
	beqz	ONE, long_message
	 lbu	t1, TCB_PRIO(DEST)
send_words:
	lbu	t2, TCB_PRIO(SELF)
	ld	t0, TCB_SPACE(SELF)
	sltu	t1, t2, t1
	bnez	t1, send_up
	 ld	t1, TCB_SPACE(DEST)
	/* dest is ready, self goes on */
	bne	t0, t1, 1f
	 nop
	ld	v0, TCB_LOCAL_ID(SELF)
1:	sb	ONE, TCB_STATE(DEST)
	sd	zero, TCB_WAIT_FROM(DEST)
	MADE_READY DEST, v0, tail
	dmfc0	t0, C0_EPC
	daddiu	t0, 4
	dmtc0	t0, C0_EPC
	.irp	n, 1, 2, 11, 12, 13, 14, 25, 27
	move	$\n, zero
	.endr
	eret

/* dest runs, self is the first of its priority; unless it may object (kernel/sched.c) */
send_up:
	lhu	t2, TCB_MAX_DELAY(SELF)
	lhu	at, TCB_DELAY_LEFT(SELF)
	or	t2, at
	bnez	t2, fast_exit_delay
	 nop
	beq	t0, t1, 1f
	 ld	t1, SPACE_ASID(t1)
	beqz	t1, fast_exit_send_no_asid
1:	 lui	at, %hi(cpu0 + CPU_ACCOUNTED)
	sd	DEST, %lo(cpu0 + CPU_ACCOUNTED)(at)
	sb	zero, TCB_DELAYING(SELF)
	MADE_READY SELF, zero, head
	ld	t1, TCB_SPACE(DEST)
	b	switch_over
	 li	WAITING, STATE_RUNNING

/* --- Wait ----------------------------------------------------------------------------------- */

/* Nilthread's place in the table names `nobody', who does not wait: so it came all the way here. */
wait:
	beqz	a1, fast_exit_nothing
	 dmfc0	t0, C0_EPC
	ori	t1, zero, STATUS_KERNEL
	mtc0	t1, C0_STATUS
	daddiu	t0, 4
	sd	t0, FRAME_IP(SELF)
	.irp	n, 28, 29, 30, 31
	sd	$\n, FRAME_GPR + 8 * \n(SELF)
	.endr
	lui	sp, %hi(kernel_stack_top)
	daddiu	sp, %lo(kernel_stack_top)
	move	a2, a1
	move	a1, zero
	move	a3, zero		/* never */
	jal	sys_ipc
	 move	a0, SELF
	j	mips_exit_to
	 move	a0, v0
