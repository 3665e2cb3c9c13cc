/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks as the processor knows them. */
#ifndef ARCH_X32_TSS_H
#define ARCH_X32_TSS_H

#include <kernel/types.h>

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

/* The task that everything else runs in; selectors of the others follow its own. */
extern struct tss *const x32_main_task;
extern struct tss x32_tasks[TASKS];

/* Which vector a task is for. */
extern const uint8_t x32_task_vectors[TASKS];

void x32_tasks_init(void);

#endif
