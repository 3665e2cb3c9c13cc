/* SPDX-License-Identifier: BSD-2-Clause */
/* Into the kernel and out of it, in assembly: who comes in, and the page table of who goes out. */
#ifndef ARCH_X86_PASSAGE_H
#define ARCH_X86_PASSAGE_H

#include <arch/x86/asm.h>

/*
 * Who comes in.  With local IPC in user mode this is where the claim in DI (Ipc) or at gs:0 is
 * compared with the thread that the kernel resumed last.
 */
	.macro	SELF reg
	WHO_RUNS \reg
	.endm

/*
 * All registers into the frame of the thread that comes in; what is on the stack (see entry.S) as
 * well.  ARG1 is the thread, ARG2 the vector or number; the stack is empty.
 */
	.macro	SAVE_ALL
	STORE_ALL
	pop	ARG2
	pop	FRAME_ERROR(ARG1)
	pop	FRAME_IP(ARG1)
	pop	CX				/* code segment: there is but one */
	pop	FRAME_FLAGS(ARG1)
	pop	FRAME_SP(ARG1)
	mov	ARG2, FRAME_VECTOR(ARG1)
	orl	$TCB_IRET_BIT, TCB_FLAGS(ARG1)
	HERE_OF	ARG1, CX
	EMPTY_STACK CX
	push	$2				/* users may have set DF and AC */
	popf
	xor	%ebp, %ebp
	.endm

/* With several CPUs: the space in BX is about to be loaded (docs/smp.md). */
	.macro	TELL_SPACE
#ifdef CONFIG_SMP
	mov	BX, HERE(CPU, CPU_LOADED)
#endif
	.endm

/* Load the page table of the thread in AX, unless it is in use; AX and CPU stay, BX: its space. */
	.macro	LOAD_SPACE
	mov	TCB_SPACE(AX), BX
	mov	SPACE_CR3(BX), CX
	cmp	CX, HERE(CPU, CPU_SWITCH_KEY)
	je	2f
	CMP_WORD $0, HERE(CPU, CPU_FPU_OWNER)
	jne	4f
1:	TELL_SPACE
	mov	CX, HERE(CPU, CPU_SWITCH_KEY)	/* tells what is loaded, or about to be (tasks.c) */
	mov	CX, %cr3
3:	mov	%gs, %edx
	cmp	$ABI_SEL_UTCB, %dx	/* old processors store no more than these 16 bits */
	jne	5f
2:
	.pushsection .text.unlikely, "ax", @progbits
	/* The FPU is live: stays so for its owner, else its state goes first. */
4:	cmp	AX, HERE(CPU, CPU_FPU_OWNER)
	je	6f
	mov	AX, KEPT
	call	fpu_leave
	mov	KEPT, AX
	mov	SPACE_CR3(BX), CX
	cmp	CX, HERE(CPU, CPU_SWITCH_KEY)
	je	2b
	jmp	1b
6:	mov	%cr3, DX
	cmp	CX, DX
	je	2b
	TELL_SPACE
	mov	CX, %cr3
	jmp	3b
	/* The last user of this CPU has changed GS. */
5:	REPAIR_GS
	jmp	2b
	.popsection
	.endm

#endif
