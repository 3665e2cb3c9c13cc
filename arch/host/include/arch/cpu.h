/* SPDX-License-Identifier: BSD-2-Clause */
/* The CPU as the core sees it. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <kernel/types.h>

struct tcb;

#ifdef CONFIG_SMP

/* Whoever spins lets others go on. */
void host_spin(void);
#define cpu_relax	host_spin

unsigned arch_cpus_start(void);

#else

ALWAYS_INLINE void cpu_relax(void)
{
}

#endif

/* Back to the machine's loop, which lets time pass until an interrupt comes. */
NORETURN void arch_idle(struct tcb *self);
void arch_thread_retire(struct tcb *t);
void arch_thread_leave(struct tcb *t);

#endif
