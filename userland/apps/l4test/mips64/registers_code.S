/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ipc without a stub, for registers.c: all registers but the kernel's two and the stack pointer are
 * loaded from an array before and stored to it behind.  The stack pointer holds the array meanwhile.
 */

#define HI	(32 * 8)
#define LO	(33 * 8)
#define KEPT(n)	((34 + (n)) * 8)

	.set	noreorder
	.set	noat
	.text

	.macro	saved_registers op
	\op	$16, KEPT(0)($29)
	\op	$17, KEPT(1)($29)
	\op	$18, KEPT(2)($29)
	\op	$19, KEPT(3)($29)
	\op	$20, KEPT(4)($29)
	\op	$21, KEPT(5)($29)
	\op	$22, KEPT(6)($29)
	\op	$23, KEPT(7)($29)
	\op	$28, KEPT(8)($29)
	\op	$30, KEPT(9)($29)
	\op	$31, KEPT(10)($29)
	.endm

	.macro	each_register op
	.irp	n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 30, 31
	\op	$\n, 8 * \n($29)
	.endr
	.endm

/* void ipc_with_registers(L4_Word_t *registers) */
	.globl	ipc_with_registers
ipc_with_registers:
	sd	$29, KEPT(11)($4)
	move	$29, $4
	saved_registers sd
	ld	$2, HI($29)
	ld	$3, LO($29)
	mthi	$2
	mtlo	$3
	each_register ld
	syscall
	each_register sd
	mfhi	$2
	mflo	$3
	sd	$2, HI($29)
	sd	$3, LO($29)
	saved_registers ld
	ld	$29, KEPT(11)($29)
	jr	$31
	nop

	.section .note.GNU-stack, "", @progbits
