/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Work that nobody's system call waits for: expired timeouts by the thousand, orphaned waiters,
 * spaces and threads whose deleter went away.  It is done by a worker, a thread of the kernel that
 * has no user half, in slices with the exit window between them, at the highest priority.
 */
#ifndef KERNEL_WORK_H
#define KERNEL_WORK_H

#include <kernel/cpu.h>

void work_init(struct cpu *cpu);

/* There is something to do: the worker runs soon (queued; the caller's thread goes on). */
void work_wake(void);

/* A thread somebody waited for has gone: its waiters get error 2 (orphans.c). */
void orphans_search(void);
/* One slice of that search; true if there is more. */
bool orphans_step(void);

/* Every thread enters and leaves its CPU's list (thread.c); the search walks it. */
void orphans_enter(struct tcb *t);
void orphans_leave(struct tcb *t);
/* For the debugger: the thread after `t` in the lists of all CPUs, the first if NULL; NULL at the end. */
struct tcb *orphans_next(const struct tcb *t);

#endif
