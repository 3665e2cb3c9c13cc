/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * This CPU's own data, for the assembly of the 64-bit half.  With one CPU they have addresses of their
 * own; with several, a register says where they begin (block.h), and comes from a thread that is
 * here, or from the stack.
 */
#ifndef ARCH_X64_HERE_H
#define ARCH_X64_HERE_H

#include <generated/offsets.h>
#include <arch/layout.h>

#ifdef CONFIG_SMP
#include <arch/x86/block.h>

/* An operand: a field of this CPU; one of a row of them; the word at gs:0. */
#define HERE(cpu, field)		field(cpu)
#define HERE_NTH(cpu, field, n, size)	field(cpu, n, size)
#define HERE_UTCB(cpu)			CPU_UTCB_WORD(cpu)

/* \cpu is that of this thread. */
	.macro	HERE_OF thread, cpu
	mov	TCB_CPU(\thread), \cpu
	.endm

/* Where a field is; and \reg is an offset in it. */
	.macro	HERE_ADDRESS cpu, field, reg
	lea	\field(\cpu), \reg
	.endm
	.macro	HERE_ADD cpu, field, reg
	lea	\field(\cpu, \reg), \reg
	.endm

/* The kernel's stack, empty; the same where no register knows the CPU. */
	.macro	EMPTY_STACK cpu
	lea	CPU_STACK_TOP(\cpu), %rsp
	.endm
	.macro	EMPTY_THIS_STACK
	and	$-CPU_BLOCK, %rsp
	add	$CPU_STACK_TOP, %rsp
	.endm

/* Who was resumed last, on any stack of this CPU. */
	.macro	WHO_RUNS reg
	mov	%rsp, \reg
	and	$-CPU_BLOCK, \reg
	mov	CPU_CURRENT(\reg), \reg
	.endm

/*
 * SYSCALL leaves no register to find the CPU by, so each has a door of its own: leads Ipc on with the
 * thread that came in RDI, other calls to x86_other_call with that in RCX.
 */
	.macro	SYSCALL_DOORS name, ipc
	.balign	64
	.globl	\name
\name:
	.set	n, 0
	.rept	CONFIG_SMP_MAX_PROCS
	.balign	CPU_DOOR_BYTES
	test	%ebp, %ebp
	jnz	1f
	mov	VIRT_CPUS + n * CPU_BLOCK + CPU_CURRENT, %rdi
	jmp	\ipc
1:	mov	VIRT_CPUS + n * CPU_BLOCK + CPU_CURRENT, %rcx
	jmp	x86_other_call
	.set	n, n + 1
	.endr
	.endm

#else

#define HERE(cpu, field)		cpu0 + field
#define HERE_NTH(cpu, field, n, size)	cpu0 + field(, n, size)
#define HERE_UTCB(cpu)			utcb_current_page

	.macro	HERE_OF thread, cpu
	.endm

	.macro	HERE_ADDRESS cpu, field, reg
	mov	$cpu0 + \field, \reg
	.endm
	.macro	HERE_ADD cpu, field, reg
	add	$cpu0 + \field, \reg
	.endm

	.macro	EMPTY_STACK cpu
	mov	$kernel_stack_top, %rsp
	.endm
	.macro	EMPTY_THIS_STACK
	mov	$kernel_stack_top, %rsp
	.endm

	.macro	WHO_RUNS reg
	mov	cpu0 + CPU_CURRENT, \reg
	.endm

#endif
#endif
