/* SPDX-License-Identifier: BSD-2-Clause */
/* The CPU as the core sees it. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <kernel/types.h>

struct tcb;

/* In every spin. */
ALWAYS_INLINE void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

/*
 * Wait for an interrupt with the exit window open, in the name of `self`, which is current.  Never
 * returns: the interrupt is a new entry, on an empty stack.
 */
NORETURN void arch_idle(struct tcb *self);

/* The thread is deleted or leaves this CPU or space: drop its lazily kept registers. */
void arch_thread_retire(struct tcb *t);

/* With several CPUs: the thread goes to another one, its lazily kept registers with it. */
void arch_thread_leave(const struct tcb *t);

/* Called once, when the first CPU is about to run threads: start the others.  Answers how many run. */
unsigned arch_cpus_start(void);

#endif
