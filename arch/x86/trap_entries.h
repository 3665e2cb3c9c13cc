/* SPDX-License-Identifier: BSD-2-Clause */
/* For entry.S of either half: an entry for each exception and interrupt. */
#ifndef ARCH_X86_TRAP_ENTRIES_H
#define ARCH_X86_TRAP_ENTRIES_H

#include <generated/offsets.h>

/*
 * TRAP_ENTRY_BYTES apart, by vector.  Some exceptions push an error code; a zero stands in for the
 * others.  NMI, double fault and machine check are of the second kind, wherever they come from.
 */
	.macro	TRAP_ENTRIES trap, interrupt, second
	.balign	16
	.globl	x86_trap_entries
x86_trap_entries:
	.set	vector, 0
	.rept	VECTOR_COUNT
	.balign	TRAP_ENTRY_BYTES
	.if	(vector != 8) && ((vector < 10) || (vector > 14)) && (vector != 17) && (vector != 21)
	push	$0
	.endif
	push	$vector
	.if	vector == 2 || vector == 8 || vector == 18
	jmp	\second
	.elseif	vector >= 32
	jmp	\interrupt
	.else
	jmp	\trap
	.endif
	.set	vector, vector + 1
	.endr
	.endm

#endif
