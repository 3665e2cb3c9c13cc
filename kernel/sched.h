/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Priorities, ready queues, time slices (X.2: Schedule, ThreadSwitch; round robin within 256
 * priorities).  Invariant: every runnable thread but the current one stands in exactly one ready
 * queue, and nobody else does.  So a direct switch in IPC touches no queue at all.  Context:
 * interrupts off, home CPU of the threads named.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include <kernel/cpu.h>

void sched_init(struct cpu *cpu);

void sched_enqueue_tail(struct tcb *t);
void sched_enqueue_head(struct tcb *t);
void sched_dequeue(struct tcb *t);

/* Take the best ready thread out of its queue, or the idle thread; it becomes the accounted one. */
struct tcb *sched_pick(void);

/*
 * `t` has become runnable while `self` runs: the one of the two to go on; the other is queued.
 * Delayed preemption is honoured here.
 */
struct tcb *sched_wake(struct tcb *self, struct tcb *t);

/* After changes that may have readied anybody: `self`, or the ready thread that outranks it. */
struct tcb *sched_resume_best(struct tcb *self);

/* Is `t` the running thread's better?  (Strictly higher priority.) */
ALWAYS_INLINE bool sched_outranks(const struct tcb *t, const struct tcb *self)
{
	return t->prio > self->prio;
}

/* `self` gives up the CPU (still runnable): fresh time slice, tail of its queue. */
struct tcb *sched_yield(struct tcb *self);

/* `us` microseconds have passed while `self` ran. */
struct tcb *sched_tick(struct tcb *self, uint32_t us);

/*
 * The preemption protocol (faults.c; X.2: preemption protocol).  The thread has used up its total
 * quantum: its scheduler gets a message and it waits for the answer.  And: the continuation of a
 * thread that was preempted though it had asked for delay, and wants its exception handler to know.
 */
struct tcb *quantum_exhausted(struct tcb *self);
struct tcb *preemption_fault(struct tcb *self);

void sched_set_prio(struct tcb *t, uint8_t prio);

#endif
