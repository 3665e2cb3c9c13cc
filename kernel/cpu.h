/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each CPU has of its own.  With one CPU it is a plain variable: no indirection is left in the
 * code.
 */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

#include <kernel/list.h>
#include <kernel/tcb.h>
#include <kernel/types.h>

#define PRIO_LEVELS	256
#define PRIO_MAP_BITS	64

struct cpu {
	struct tcb *current;	/* nominal: whom the kernel resumed last */
	struct tcb *accounted;	/* whose time slice is being used up; direct switches leave it */
	struct tcb idle;	/* runs when nobody is ready; id IDLE_ID, in no queue */
	uint64_t ready_map[PRIO_LEVELS / PRIO_MAP_BITS];
	struct link ready[PRIO_LEVELS];
};

extern struct cpu cpu0;

ALWAYS_INLINE struct cpu *this_cpu(void)
{
	return &cpu0;
}

#endif
