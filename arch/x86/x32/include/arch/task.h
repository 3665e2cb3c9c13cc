/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processor's tables are made of in protected mode; included by desc.h. */
#ifndef ARCH_TASK_H
#define ARCH_TASK_H

#include <kernel/types.h>
#include <arch/x86/calls.h>

/* The kernel's stack, and behind it the permission map of I/O ports; the rest is a task's. */
struct tss {
	uint32_t link;
	uint32_t sp0, ss0, sp1, ss1, sp2, ss2;
	uint32_t cr3, ip, flags, eax, ecx, edx, ebx, esp, ebp, esi, edi;
	uint32_t es, cs, ss, ds, fs, gs, ldt;
	uint16_t trap, io_map;
};

/*
 * Traps that may come when no stack is there for them: each is a task of its own (tasks.c).  Where
 * Ipc enters the kernel by SYSCALL, which leaves ESP the user's, these are all that interrupts-off
 * doesn't keep away; elsewhere only the double fault, which is a kernel stack used up.
 */
#ifdef CONFIG_X86_SYSCALL
enum { TASK_DOUBLE_FAULT, TASK_NMI, TASK_DEBUG, TASK_MACHINE_CHECK, TASKS };
#else
enum { TASK_DOUBLE_FAULT, TASKS };
#endif
#define X86_TRAP_STACKS	TASKS

struct gate {
	uint16_t offset_low, selector;
	uint8_t zero, kind;
	uint16_t offset_high;
};

#define SEG_CODE_SIZE	0x4000u		/* of a code segment: 32 bits */
#define CALL_VECTORS	CALLS
#define GDT_OWN		TASKS		/* entries behind the one of the main task */

ALWAYS_INLINE struct gate gate_make(const char *at, unsigned selector, unsigned kind)
{
	return (struct gate){
		.offset_low = (uint16_t)(uintptr_t)at,
		.offset_high = (uint16_t)((uintptr_t)at >> 16),
		.selector = (uint16_t)selector,
		.kind = (uint8_t)kind,
	};
}

#endif
