/* SPDX-License-Identifier: BSD-2-Clause */
/* Assembly of both word sizes: AX is RAX or EAX, and so on (<arch/asm.h>); registers in a row. */
#ifndef ARCH_X86_ASM_H
#define ARCH_X86_ASM_H

#include <generated/offsets.h>
#include <arch/asm.h>
#include <arch/layout.h>

/* Registers by name, without "%", to and from words that follow each other. */
	.macro	STORE_EACH first, base, regs:vararg
	.set	at, \first
	.irp	reg, \regs
	mov	%\reg, at(\base)
	.set	at, at + ABI_WORD_BYTES
	.endr
	.endm
	.macro	LOAD_EACH first, base, regs:vararg
	.set	at, \first
	.irp	reg, \regs
	mov	at(\base), %\reg
	.set	at, at + ABI_WORD_BYTES
	.endr
	.endm

	.macro	PUSH_EACH regs:vararg
	.irp	reg, \regs
	push	%\reg
	.endr
	.endm
	.macro	POP_EACH regs:vararg
	.irp	reg, \regs
	pop	%\reg
	.endr
	.endm

#endif
