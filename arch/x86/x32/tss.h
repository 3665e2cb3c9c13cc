/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks as the processor knows them: tasks.c. */
#ifndef ARCH_X32_TSS_H
#define ARCH_X32_TSS_H

#include <arch/x86/stacks.h>

/* The task that everything else runs in; selectors of the others follow its own. */
#define x32_main_task	(this_cpu()->arch.main_task)
#define x32_tasks	(x32_all_tasks[x86_cpu_number()])
extern struct tss x32_all_tasks[X86_CPUS][TASKS];

/* Which vector a task is for. */
extern const uint8_t x32_task_vectors[TASKS];

void x32_tasks_init(void);

#endif
