/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code that faults with known registers, for exception.c.
 */

#define STACK	(28 * 8)	/* where $29 is in the arrays: behind the others */

	.set	noreorder
	.set	noat
	.text

/* All general registers but $0, $26, $27 and $29, in the order of the arrays. */
	.macro	each_register op
	.set	at_word, 0
	.irp	n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 30, 31
	\op	$\n, at_word($29)
	.set	at_word, at_word + 8
	.endr
	.endm

	.macro	saved_registers op
	\op	$16, 0($29)
	\op	$17, 8($29)
	\op	$18, 16($29)
	\op	$19, 24($29)
	\op	$20, 32($29)
	\op	$21, 40($29)
	\op	$22, 48($29)
	\op	$23, 56($29)
	\op	$28, 64($29)
	\op	$30, 72($29)
	\op	$31, 80($29)
	.endm

/*
 * name: loads every register from `registers_before`, executes the instruction, and stores all of
 * them to `registers_after` when it goes on at name_after.  $29 points to `registers_before`; the
 * reply makes it point to `registers_after`.
 */
	.macro	with_registers name, instruction:vararg
	.globl	\name, \name\()_here, \name\()_after
\name:
	daddiu	$29, $29, -96
	saved_registers sd
	dla	$8, kept_stack
	sd	$29, 0($8)
	dla	$29, registers_before
	each_register ld
\name\()_here:
	\instruction
\name\()_after:
	sd	$29, STACK($29)
	each_register sd
	dla	$8, kept_stack
	ld	$29, 0($8)
	saved_registers ld
	jr	$31
	daddiu	$29, $29, 96
	.endm

	with_registers undefined_with_registers, .word 0x7000003e
	with_registers syscall_with_registers, syscall

	.macro	fault name, instructions:vararg
	.globl	\name
\name:
	\instructions
	jr	$31
	nop
	.endm

	fault	undefined_here, .word 0x7000003e
	fault	break_here, break 7
	fault	trap_here, teq $0, $0
	fault	coprocessor0_here, mfc0 $2, $12
	fault	load_here, lw $2, 1($4)
	fault	store_here, sw $2, 2($4)
	fault	kernel_here, lw $2, ($5)
	fault	overflow_here, add $2, $6, $6

	.globl	slot_here
slot_here:
	beq	$0, $0, 1f
	teq	$0, $0
1:	jr	$31
	nop

	.globl	return_here
return_here:
	jr	$31
	nop

	.bss
	.balign	8
kept_stack:
	.skip	8

	.section .note.GNU-stack, "", @progbits
