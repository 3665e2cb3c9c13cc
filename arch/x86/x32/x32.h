/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rooms of the 32-bit half know of each other. */
#ifndef ARCH_X32_X32_H
#define ARCH_X32_X32_H

#include <arch/x86/stacks.h>

/* Where Ipc comes in: fastpath.S before entry.S, if it is configured. */
extern char x32_ipc_door[], x32_ipc_fast[];
#ifdef CONFIG_IPC_FASTPATH
#define X32_IPC_DOOR	x32_ipc_fast
#else
#define X32_IPC_DOOR	x32_ipc_door
#endif

/* entry.S: the doors of the other calls, X86_TRAP_ENTRY_BYTES apart. */
extern char x32_call_entries[];

/* --- tasks as the processor knows them: tasks.c ------------------------------------------------ */

/* The task that everything else runs in; selectors of the others follow its own. */
#define x32_main_task	(this_cpu()->arch.main_task)
#define x32_tasks	(x32_all_tasks[x86_cpu_number()])
extern struct tss x32_all_tasks[X86_CPUS][TASKS];

/* Which vector a task is for. */
extern const uint8_t x32_task_vectors[TASKS];

void x32_tasks_init(void);

#endif
