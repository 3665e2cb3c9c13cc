/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * This CPU's own data, for the assembly of the 32-bit half.  With one CPU they have addresses of their
 * own; with several, a register says where they begin (block.h), or they are told from the stack,
 * which at the door of Ipc is the kernel's and has nothing on it but what the door puts there.
 */
#ifndef ARCH_X32_HERE_H
#define ARCH_X32_HERE_H

#include <generated/offsets.h>
#include <arch/layout.h>

/* What lies on the stack at the door (door.h). */
#if defined(CONFIG_X86_SYSCALL) || defined(CONFIG_X86_SYSENTER)
#define DOOR_DEPTH	0
#else
#define DOOR_DEPTH	20
#endif

#ifdef CONFIG_SMP
#include <arch/x86/block.h>

/* An operand: a field of this CPU; the word at gs:0. */
#define HERE(cpu, field)	field(cpu)
#define HERE_UTCB(cpu)		CPU_UTCB_WORD(cpu)

/* The same at the door; one of a row of fields. */
#define DOOR_HERE(field)		field - CPU_STACK_TOP + DOOR_DEPTH(%esp)
#define DOOR_NTH(field, n, size)	field - CPU_STACK_TOP + DOOR_DEPTH(%esp, n, size)
#define DOOR_UTCB			DOOR_HERE(CPU_UTCB_WORD)

	.macro	DOOR_ADDRESS field, reg
	lea	DOOR_HERE(\field), \reg
	.endm

/* \cpu is that of this thread. */
	.macro	HERE_OF thread, cpu
	mov	TCB_CPU(\thread), \cpu
	.endm

	.macro	EMPTY_STACK cpu, depth=0
	lea	CPU_STACK_TOP - \depth(\cpu), %esp
	.endm

/* \n becomes the address of the n-th field of 8 bytes. */
	.macro	HERE_NTH cpu, field, n
	lea	\field(\cpu, \n, 8), \n
	.endm

/* The same where no register knows the CPU. */
	.macro	EMPTY_THIS_STACK
	and	$-CPU_BLOCK, %esp
	add	$CPU_STACK_TOP, %esp
	.endm

/* Who was resumed last, on any stack of this CPU. */
	.macro	WHO_RUNS reg
	FIND_HERE \reg
	mov	CPU_CURRENT(\reg), \reg
	.endm

/* Where this CPU's data are, on any stack of it. */
	.macro	FIND_HERE cpu
	mov	%esp, \cpu
	and	$-CPU_BLOCK, \cpu
	.endm

#else

#define HERE(cpu, field)	cpu0 + field
#define HERE_UTCB(cpu)		utcb_current_page
#define DOOR_HERE(field)	cpu0 + field
#define DOOR_NTH(field, n, size)	cpu0 + field(, n, size)
#define DOOR_UTCB		utcb_current_page

	.macro	DOOR_ADDRESS field, reg
	mov	$cpu0 + \field, \reg
	.endm

	.macro	HERE_OF thread, cpu
	.endm

	.macro	EMPTY_STACK cpu, depth=0
	mov	$kernel_stack_top - \depth, %esp
	.endm

	.macro	HERE_NTH cpu, field, n
	lea	cpu0 + \field(, \n, 8), \n
	.endm

	.macro	FIND_HERE cpu
	.endm

	.macro	EMPTY_THIS_STACK
	mov	$kernel_stack_top, %esp
	.endm

	.macro	WHO_RUNS reg
	mov	cpu0 + CPU_CURRENT, \reg
	.endm

#endif
#endif
