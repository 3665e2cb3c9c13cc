/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the rooms of arch/host. */
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include <kernel/cpu.h>
#include <arch/host/machine.h>

void host_mmu_init(void);
void thread_table_init(void);

/* An exception of `self`: lays out the message. */
struct tcb *host_exception(struct tcb *self, word_t number, word_t error);

/* An interrupt is active and its line open: deliver it, in the name of `self`. */
bool host_interrupt_is_due(const struct cpu *cpu);
struct tcb *host_deliver(struct tcb *self);

/* One entry of this CPU (machine.c): what is due, or what comes next.  When its next tick is. */
void host_entry(void);
usec_t host_tick_due(const struct cpu *cpu);
/* It waits for an interrupt, and there is none. */
bool host_is_idle(const struct cpu *cpu);
void host_make_current(struct tcb *t);

/* While it is set the kernel is at work, and other CPUs may get in between. */
extern bool host_slices;

#ifdef CONFIG_SMP
void host_cpus_init(void);
void host_cpus_go(void);	/* at the end of start-up */
/* Another CPU has asked this one for something: true once. */
bool host_take_request(void);
#else
ALWAYS_INLINE void host_cpus_init(void)
{
}

ALWAYS_INLINE void host_cpus_go(void)
{
}

ALWAYS_INLINE bool host_take_request(void)
{
	return false;
}
#endif

/* Run the coroutine of `self` until it traps; false if its ip names no program. */
bool user_resume(struct tcb *self, struct host_trap *trap);

#endif
