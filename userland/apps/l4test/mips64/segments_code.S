/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For segments.c: a walk over pages with 32-bit addressing, and k1 behind TLB refills.
 */
#include <l4/mips64/abi.h>
#include <l4/abi/syscall.h>

	.set	noreorder
	.set	noat
	.text

/*
 * L4_Word_t add_in_32_bits(char *pages, L4_Word_t count, L4_Word_t size)
 * Adds up the first word of each page, writing a zero there.  In between, Status.UX is 0: no
 * instruction here is of 64 bits until the exception's handler has set it again.
 */
	.globl	add_in_32_bits, stays_32_bits
add_in_32_bits:
	daddiu	$29, $29, -32
	sd	$16, 0($29)
	sd	$17, 8($29)
	sd	$18, 16($29)
	sd	$31, 24($29)
	move	$16, $4
	move	$17, $5
	move	$18, $6
	ld	$4, ABI_UTCB_GLOBAL_ID($26)
	li	$5, ABI_EXREGS_FLAGS
	move	$6, $0
	move	$7, $0
	move	$8, $0
	move	$9, $0
	move	$10, $0
	move	$11, $0
	li	$2, ABI_CALL_EXCHANGE_REGISTERS
	syscall
	or	$2, $0, $0
1:	lw	$8, 0($16)
	sw	$0, 0($16)
	addiu	$17, $17, -1
	addu	$2, $2, $8
	bnez	$17, 1b
	addu	$16, $16, $18
stays_32_bits:
	daddu	$2, $2, $0
	ld	$16, 0($29)
	ld	$17, 8($29)
	ld	$18, 16($29)
	ld	$31, 24($29)
	jr	$31
	daddiu	$29, $29, 32

/*
 * L4_Word_t k1_behind_loads(char *pages, L4_Word_t count, L4_Word_t size)
 * All the bits that were in k1 behind a load from each page.
 */
	.globl	k1_behind_loads
k1_behind_loads:
	move	$2, $0
1:	lb	$0, 0($4)
	or	$2, $2, $27
	daddiu	$5, $5, -1
	bnez	$5, 1b
	daddu	$4, $4, $6
	jr	$31
	nop

	.section .note.GNU-stack, "", @progbits
