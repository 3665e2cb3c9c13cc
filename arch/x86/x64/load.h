/* SPDX-License-Identifier: BSD-2-Clause */
/* The way out of the kernel, in assembly: the next thread's page table. */
#ifndef ARCH_X64_LOAD_H
#define ARCH_X64_LOAD_H

#include <arch/x86/x64/here.h>

/* With several CPUs: which space's table is about to be loaded here is said before (docs/smp.md). */
	.macro	TELL_SPACE
#ifdef CONFIG_SMP
	mov	TCB_SPACE(%rax), %rdx
	mov	%rdx, HERE(%r12, CPU_LOADED)
#endif
	.endm

/* Load the page table of the thread in RAX, unless it is in use; RAX and R12, the CPU, stay. */
	.macro	LOAD_SPACE
	mov	TCB_SPACE(%rax), %rcx
	mov	SPACE_CR3(%rcx), %rcx
	cmp	%rcx, HERE(%r12, CPU_SWITCH_KEY)
	je	2f
	cmpq	$0, HERE(%r12, CPU_FPU_OWNER)
	jne	4f
1:	TELL_SPACE
	mov	%rcx, %cr3
	mov	%rcx, HERE(%r12, CPU_SWITCH_KEY)
3:	mov	%gs, %edx
	cmp	$ABI_SEL_UTCB, %edx
	jne	5f
2:
	.pushsection .text.unlikely, "ax", @progbits
	/* The FPU is live: stays so for its owner, else its state goes first. */
4:	cmp	%rax, HERE(%r12, CPU_FPU_OWNER)
	je	6f
	mov	%rax, %rbx
	call	fpu_leave
	mov	%rbx, %rax
	mov	TCB_SPACE(%rax), %rcx
	mov	SPACE_CR3(%rcx), %rcx
	cmp	%rcx, HERE(%r12, CPU_SWITCH_KEY)
	je	2b
	jmp	1b
6:	mov	%cr3, %rdx
	cmp	%rcx, %rdx
	je	2b
	TELL_SPACE
	mov	%rcx, %cr3
	jmp	3b
	/* The last user of this CPU has changed GS. */
5:	mov	%rax, %rbx
	call	x64_repair_gs
	mov	%rbx, %rax
	jmp	2b
	.popsection
	.endm

#endif
