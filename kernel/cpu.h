/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each CPU has of its own: who runs, who is ready, whose time runs out, what there is to tidy up.
 * With one CPU it is a plain variable: no indirection is left in the code.
 */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

#include <kernel/list.h>
#include <kernel/smp.h>
#include <kernel/tcb.h>
#include <kernel/types.h>
#include <arch/percpu.h>	/* struct arch_cpu; with SMP: arch_this_cpu() */

#define PRIO_LEVELS	256
#define PRIO_MAP_BITS	64

#define WHEEL_BITS	6
#define WHEEL_SLOTS	64
#define WHEEL_LEVELS	11		/* 66 bits: all of a deadline */

/* Pending timeouts (timeout.c). */
struct wheel {
	usec_t now;
	uint64_t occupied[WHEEL_LEVELS];	/* bit per slot */
	struct link slots[WHEEL_LEVELS][WHEEL_SLOTS];
};

/* The worker and its tasks (work.c). */
struct worker {
	struct tcb tcb;
	bool awake;
	struct link threads;		/* every thread that is at this CPU (orphans.c) ... */
	struct link cursor;		/* ... and how far the search among them has come */
	bool search_again;		/* another thread has gone since it began */
	struct link dying_threads;	/* deleted threads at whose door senders still stand */
	struct link dying_spaces;	/* reap.c */
};

struct cpu {
	struct tcb *current;	/* nominal: whom the kernel resumed last */
	struct arch_cpu arch;
	struct tcb *accounted;	/* whose time slice is being used up; direct switches leave it */
	uint16_t number;
	uint64_t ready_map[PRIO_LEVELS / PRIO_MAP_BITS];
	struct link ready[PRIO_LEVELS];
	struct wheel wheel;
	struct worker worker;
	struct tcb idle;	/* runs when nobody is ready; id IDLE_ID, in no queue */
#ifdef CONFIG_SMP
	struct smp_cpu smp;	/* what other CPUs see of this one */
#endif
};

#ifdef CONFIG_SMP

extern struct cpu *cpus[CONFIG_SMP_MAX_PROCS];	/* by number; the first is the one that booted */
extern unsigned cpu_count;

ALWAYS_INLINE struct cpu *this_cpu(void)
{
	return arch_this_cpu();
}

ALWAYS_INLINE struct cpu *cpu_of(word_t number)
{
	return cpus[number];
}

#else

#define cpu_count	1u

extern struct cpu cpu0;

ALWAYS_INLINE struct cpu *this_cpu(void)
{
	return &cpu0;
}

ALWAYS_INLINE struct cpu *cpu_of(word_t number)
{
	(void)number;
	return &cpu0;
}

#endif
#endif
