/* SPDX-License-Identifier: BSD-2-Clause */
/* The CPU as the core sees it. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <kernel/types.h>

struct tcb;

ALWAYS_INLINE void cpu_relax(void)
{
}

/* Back to the machine's loop, which lets time pass until an interrupt comes. */
NORETURN void arch_idle(struct tcb *self);
void arch_thread_retire(struct tcb *t);

#endif
