/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Floating point registers by hand, for fpu.c: programs are compiled without.  With FR clear in
 * Status there are 16 of 64 bits, the even ones; with FR set all 32.  An array has room for 32, and
 * then the control register.
 */

#define CONTROL		(32 * 8)

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LOW_HALF	4
#else
#define LOW_HALF	0
#endif

	.set	noreorder
	.set	noat
	.set	hardfloat
	.set	fp=64
	.text

	.macro	even op
	.irp	n, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
	\op	$f\n, 8 * \n($4)
	.endr
	.endm

	.macro	odd op
	.irp	n, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
	\op	$f\n, 8 * \n($4)
	.endr
	.endm

/* void fpu_load(const L4_Word_t *values, bool full): from the array into the registers. */
	.globl	fpu_load
fpu_load:
	lw	$2, CONTROL + LOW_HALF($4)
	even	ldc1
	beqz	$5, 1f
	ctc1	$2, $31
	odd	ldc1
1:	jr	$31
	nop

/* void fpu_store(L4_Word_t *values, bool full): from the registers into the array. */
	.globl	fpu_store
fpu_store:
	cfc1	$2, $31
	even	sdc1
	beqz	$5, 1f
	sd	$2, CONTROL($4)
	odd	sdc1
1:	jr	$31
	nop

/* L4_Word_t fpu_in_slot(L4_Word_t value): a branch whose delay slot is the first use of the FPU. */
	.globl	fpu_in_slot
fpu_in_slot:
	b	1f
	dmtc1	$4, $f2
	li	$4, 0
	dmtc1	$4, $f2
1:	dmfc1	$2, $f2
	jr	$31
	nop

/* void fpu_raise(L4_Word_t control): sets the control register, which may be an exception. */
	.globl	fpu_raise, fpu_raise_here, fpu_raise_after
fpu_raise:
	nop
fpu_raise_here:
	ctc1	$4, $31
	nop
fpu_raise_after:
	jr	$31
	nop

	.section .note.GNU-stack, "", @progbits
