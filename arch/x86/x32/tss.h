/* SPDX-License-Identifier: BSD-2-Clause */
/* Tasks as the processor knows them: tasks.c. */
#ifndef ARCH_X32_TSS_H
#define ARCH_X32_TSS_H

#include <arch/task.h>

/* The task that everything else runs in; selectors of the others follow its own. */
extern struct tss *x32_main_task;
extern struct tss x32_tasks[TASKS];

/* Which vector a task is for. */
extern const uint8_t x32_task_vectors[TASKS];

void x32_tasks_init(void);

#endif
