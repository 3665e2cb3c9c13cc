/* SPDX-License-Identifier: BSD-2-Clause */
/* The way out of the kernel, in assembly: the next thread's page table. */
#ifndef ARCH_X32_LOAD_H
#define ARCH_X32_LOAD_H

#include <arch/x86/x32/here.h>

/* With several CPUs: which space's table, EBX, is about to be loaded here is said before (docs/smp.md). */
	.macro	TELL_SPACE
#ifdef CONFIG_SMP
	mov	%ebx, HERE(%ebp, CPU_LOADED)
#endif
	.endm

/* Load the page table of the thread in EAX, unless it is in use; EAX and EBP, the CPU, stay, EBX: its
 * space. */
	.macro	LOAD_SPACE
	mov	TCB_SPACE(%eax), %ebx
	mov	SPACE_CR3(%ebx), %ecx
	cmp	%ecx, HERE(%ebp, CPU_SWITCH_KEY)
	je	2f
	cmpl	$0, HERE(%ebp, CPU_FPU_OWNER)
	jne	4f
1:	TELL_SPACE
	mov	%ecx, HERE(%ebp, CPU_SWITCH_KEY)	/* tells what is loaded, or about to be (tasks.c) */
	mov	%ecx, %cr3
3:	mov	%gs, %edx
	cmp	$ABI_SEL_UTCB, %dx	/* old processors store no more than these 16 bits */
	jne	5f
2:
	.pushsection .text.unlikely, "ax", @progbits
	/* The FPU is live: stays so for its owner, else its state goes first. */
4:	cmp	%eax, HERE(%ebp, CPU_FPU_OWNER)
	je	6f
	mov	%eax, %esi
	call	fpu_leave
	mov	%esi, %eax
	mov	SPACE_CR3(%ebx), %ecx
	cmp	%ecx, HERE(%ebp, CPU_SWITCH_KEY)
	je	2b
	jmp	1b
6:	mov	%cr3, %edx
	cmp	%ecx, %edx
	je	2b
	TELL_SPACE
	mov	%ecx, %cr3
	jmp	3b
	/* The last user of this CPU has changed GS. */
5:	mov	$ABI_SEL_UTCB, %edx
	mov	%edx, %gs
	jmp	2b
	.popsection
	.endm

#endif
