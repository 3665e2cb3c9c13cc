/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel entered without a stub, with any registers: raw_syscall($4: 25 words, for $1 to $25).
 * The others are the thread's own.
 */
#include <l4/mips64/abi.h>

	.set	noreorder
	.set	noat

	.macro	saved_registers op
	\op	$16, 0($29)
	\op	$17, 8($29)
	\op	$18, 16($29)
	\op	$19, 24($29)
	\op	$20, 32($29)
	\op	$21, 40($29)
	\op	$22, 48($29)
	\op	$23, 56($29)
	\op	$31, 64($29)
	.endm

	.text
	.globl	raw_syscall
	.type	raw_syscall, @function
raw_syscall:
	daddiu	$29, $29, -80
	saved_registers sd
	.irp	n, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 4
	ld	$\n, (\n - 1) * 8($4)
	.endr
	syscall
	saved_registers ld
	jr	$31
	daddiu	$29, $29, 80
	.size	raw_syscall, . - raw_syscall

	.section .rodata
	.balign	8
	.globl	raw_count, raw_number_at, raw_first_call, raw_calls, raw_calls_only
raw_count:
	.dword	25
raw_number_at:
	.dword	1			/* $2 */
raw_first_call:
	.dword	ABI_CALL_SYSTEM_CLOCK
raw_calls:
	.dword	10
raw_calls_only:
	.dword	1

	.section .note.GNU-stack, "", @progbits
