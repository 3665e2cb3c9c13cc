/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pingpong's inner loops on MIPS64.  An IPC takes the tag in $3, where it leaves the received one:
 * the answer to a message is the message.  It preserves $28, $29 and $30 only, so the partner's id
 * comes from the stack.  The other message registers carry whatever they hold.
 */
#include <l4/mips64/abi.h>

/* the loop's frame, from $29 */
#define PARTNER		0
#define TURNS		8
#define SAVED		16
#define FRAME		112
#define CALLS_PER_TURN	8

/* A mark for the emulator's instruction counter, no effect else: its bytes are the machine record's. */
#define MARK		lui $0, 0x4c34

#define ENTRY		$28
#define TAGS		$30

	.macro	saved_registers do
	\do	$16, SAVED + 0($29)
	\do	$17, SAVED + 8($29)
	\do	$18, SAVED + 16($29)
	\do	$19, SAVED + 24($29)
	\do	$20, SAVED + 32($29)
	\do	$21, SAVED + 40($29)
	\do	$22, SAVED + 48($29)
	\do	$23, SAVED + 56($29)
	\do	$28, SAVED + 64($29)
	\do	$30, SAVED + 72($29)
	\do	$31, SAVED + 80($29)
	.endm

	.set	noreorder
	.macro	loop_function name, entry
	.globl	\name
	.type	\name, @function
\name:
	daddiu	$29, $29, -FRAME
	saved_registers sd
	sd	$4, PARTNER($29)
	sd	$6, TURNS($29)
	move	$3, $5
	lui	ENTRY, %hi(\entry)
	ld	ENTRY, %lo(\entry)(ENTRY)
	beqz	$6, 1f				/* without end: not to be measured */
	move	TAGS, $0
	MARK
	.balign	16
1:
	.rept	CALLS_PER_TURN
	ld	$4, PARTNER($29)
	move	$5, $4
	jalr	ENTRY
	move	$6, $0				/* timeouts: never */
	or	TAGS, TAGS, $3
	.endr
	ld	$8, TURNS($29)
	daddiu	$8, $8, -1
	bnez	$8, 1b
	sd	$8, TURNS($29)
	MARK
	move	$2, TAGS
	saved_registers ld
	jr	$31
	daddiu	$29, $29, FRAME
	.size	\name, . - \name
	.endm

	.text
	loop_function call_loop, __L4_Ipc
	loop_function lipc_loop, __L4_Lipc
	loop_function loop_around_nothing, nothing

	.globl	empty_loop
	.type	empty_loop, @function
empty_loop:
	move	$6, $4
	j	loop_around_nothing
	move	$5, $0
	.size	empty_loop, . - empty_loop

do_nothing:
	jr	$31
	nop

	.section .rodata
	.balign	8
nothing:
	.dword	do_nothing
	.globl	abi_name
abi_name:
	.asciz	"mips64"

	.section .note.GNU-stack, "", @progbits
