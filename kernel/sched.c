/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ready queues, time slices, preemption.  A queue per priority and a bitmap over them.  Time is
 * charged to the accounted thread, which only the scheduler's own choices change: after a direct
 * switch in IPC or ThreadSwitch the destination runs on the donor's slice.
 */
#include <kernel/assert.h>
#include <kernel/ipc.h>
#include <kernel/sched.h>
#include <kernel/work.h>
#include <arch/utcb.h>

struct cpu cpu0;

void sched_init(struct cpu *cpu)
{
	for (unsigned i = 0; i < PRIO_LEVELS; i++)
		link_init(&cpu->ready[i]);
	cpu->current = cpu->accounted = &cpu->idle;
}

static void mark_ready(struct cpu *cpu, unsigned prio)
{
	cpu->ready_map[prio / PRIO_MAP_BITS] |= (uint64_t)1 << (prio % PRIO_MAP_BITS);
}

/* It has nothing more to do at this CPU: gone, instead of queued. */
#ifdef CONFIG_SMP
static bool sent_home(struct tcb *t)
{
	if (likely(!thread_goes_home(t)))
		return false;
	travel_post(t, t->home);
	return true;
}
#else
static bool sent_home(const struct tcb *t)
{
	(void)t;
	return false;
}
#endif

void sched_enqueue_tail(struct tcb *t)
{
	struct cpu *cpu = this_cpu();

	if (sent_home(t))
		return;
	kassert(!link_is_queued(&t->ready_link) && t != &cpu->idle);
	list_add_tail(&cpu->ready[t->prio], &t->ready_link);
	mark_ready(cpu, t->prio);
}

void sched_enqueue_head(struct tcb *t)
{
	struct cpu *cpu = this_cpu();

	if (sent_home(t))
		return;
	kassert(!link_is_queued(&t->ready_link) && t != &cpu->idle);
	list_add_head(&cpu->ready[t->prio], &t->ready_link);
	mark_ready(cpu, t->prio);
}

void sched_dequeue(struct tcb *t)
{
	struct cpu *cpu = this_cpu();

	list_remove(&t->ready_link);
	if (list_empty(&cpu->ready[t->prio]))
		cpu->ready_map[t->prio / PRIO_MAP_BITS] &=
			~((uint64_t)1 << (t->prio % PRIO_MAP_BITS));
}

/* The best ready thread, still queued; NULL if there is none. */
static struct tcb *best_ready(struct cpu *cpu)
{
	for (int i = ARRAY_SIZE(cpu->ready_map) - 1; i >= 0; i--) {
		uint64_t bits = cpu->ready_map[i];

		if (bits) {
			unsigned prio = i * PRIO_MAP_BITS + 63 - __builtin_clzll(bits);

			return list_entry(cpu->ready[prio].next, struct tcb, ready_link);
		}
	}
	return NULL;
}

struct tcb *sched_pick(void)
{
	struct cpu *cpu = this_cpu();
	struct tcb *t = best_ready(cpu);

	if (t)
		sched_dequeue(t);
	else
		t = &cpu->idle;
	cpu->accounted = t;
	return t;
}

struct tcb *sched_resume_best(struct tcb *self)
{
	struct cpu *cpu = this_cpu();
	struct tcb *best = best_ready(cpu);

	if (!best || (self != &cpu->idle && best->prio <= self->prio))
		return self;
	if (self != &cpu->idle)
		sched_enqueue_head(self);
	return sched_pick();
}

/*
 * Has the running thread asked not to be preempted by this one, and still a right to it?  Flag d in
 * its UTCB is the user's claim; how long it holds is max_delay's, which runs down from now on.
 */
static bool preemption_delayed(struct tcb *self, unsigned by_prio)
{
	if (self->delay_left == 0 || !tcb_is_active(self) || by_prio > self->sensitive_prio)
		return false;
	if (!(utcb_preempt_flags(self) & ABI_PREEMPT_DELAY))
		return false;
	utcb_set_preempt_flags(self, utcb_preempt_flags(self) | ABI_PREEMPT_PENDING);
	self->delaying = true;
	return true;
}

/* A tick of a delayed preemption.  True: it is due, or the user does not object any more. */
static bool delay_is_over(struct tcb *self, uint32_t us)
{
	if (!self->delaying)
		return false;
	self->delay_left = us < self->delay_left ? self->delay_left - us : 0;
	if (self->delay_left && (utcb_preempt_flags(self) & ABI_PREEMPT_DELAY))
		return false;
	self->delaying = false;
	return true;
}

/* `self` is preempted: if it has asked to be told (flag s), it is when it runs next. */
static void note_preemption(struct tcb *self)
{
	self->delaying = false;
	if (self->max_delay && tcb_is_active(self) &&
	    !(self->flags & (TCB_CONTINUE | TCB_KERNEL_MSG)) &&
	    (utcb_preempt_flags(self) & ABI_PREEMPT_SIGNAL))
		tcb_continue(self, preemption_fault);
}

struct tcb *sched_wake(struct tcb *self, struct tcb *t)
{
	struct cpu *cpu = this_cpu();

	if (self == &cpu->idle || (sched_outranks(t, self) && !preemption_delayed(self, t->prio))) {
		if (self != &cpu->idle) {
			note_preemption(self);
			sched_enqueue_head(self);
		}
		cpu->accounted = t;
		return t;
	}
	sched_enqueue_tail(t);
	return self;
}

struct tcb *sched_yield(struct tcb *self)
{
	struct cpu *cpu = this_cpu();

	self->timeslice_left = self->timeslice;
	if (self->delay_left != self->max_delay || self->delaying) {
		self->delaying = false;
		self->delay_left = self->max_delay;
		utcb_set_preempt_flags(self, utcb_preempt_flags(self) & ~ABI_PREEMPT_PENDING);
	}
	if (self != &cpu->idle)
		sched_enqueue_tail(self);
	return sched_pick();
}

/*
 * A new time slice for a thread that has used its up, paid out of its total quantum (syscall
 * sheet 6.1).  False: the quantum is used up as well.
 */
static bool renew_timeslice(struct tcb *t)
{
	uint64_t slice = t->timeslice;

	if (t->quantum_left != USEC_NEVER) {
		if (t->quantum_left == 0)
			return false;
		if (slice > t->quantum_left)
			slice = t->quantum_left;
		t->quantum_left -= slice;
	}
	t->timeslice_left += (int32_t)slice;
	if (t->timeslice_left <= 0)
		t->timeslice_left = (int32_t)slice;
	return true;
}

/* Somebody else's turn: a donor that is ready goes behind the others, and so does who ran. */
static struct tcb *end_turn(struct tcb *self, struct tcb *payer)
{
	if (payer != self && link_is_queued(&payer->ready_link)) {
		sched_dequeue(payer);
		sched_enqueue_tail(payer);
	}
	note_preemption(self);
	sched_enqueue_tail(self);
	return sched_pick();
}

/*
 * Nothing is left of the payer's quantum: its scheduler is told (protocols sheet 5), in its name.
 * One whose time another thread has used is the next to run, if it can, and begins with that; one
 * inside the kernel is told at another tick.
 */
static struct tcb *quantum_is_over(struct tcb *self, struct tcb *payer)
{
	bool busy = payer->flags & (TCB_CONTINUE | TCB_KERNEL_MSG);

	if (payer == self)
		return busy ? self : quantum_exhausted(self);
	if (!busy && link_is_queued(&payer->ready_link))
		tcb_continue(payer, quantum_exhausted);
	return end_turn(self, payer);
}

/* Does another thread wait for the end of this one's turn? */
static bool turn_is_wanted(struct cpu *cpu, const struct tcb *self)
{
	const struct tcb *best = best_ready(cpu);

	return best && best->prio >= self->prio;
}

struct tcb *sched_tick(struct tcb *self, uint32_t us)
{
	struct cpu *cpu = this_cpu();
	struct tcb *payer = cpu->accounted;

	if (self == &cpu->idle)
		return self;
	if (payer == &cpu->idle)	/* who paid has gone to another CPU */
		payer = cpu->accounted = self;
	bool due = delay_is_over(self, us);

	if (payer->timeslice)
		payer->timeslice_left -= us;
	if (payer->timeslice == 0 || payer->timeslice_left > 0) {
		const struct tcb *best = due ? best_ready(cpu) : NULL;

		if (best && best->prio > self->prio)
			note_preemption(self);
		return due ? sched_resume_best(self) : self;
	}
	if (!due && turn_is_wanted(cpu, self) && preemption_delayed(self, self->prio))
		return self;
	return renew_timeslice(payer) ? end_turn(self, payer) : quantum_is_over(self, payer);
}

void sched_set_prio(struct tcb *t, uint8_t prio)
{
	bool queued = link_is_queued(&t->ready_link);

	if (queued)
		sched_dequeue(t);
	t->prio = prio;
	if (t->sensitive_prio < prio)
		t->sensitive_prio = prio;
	if (queued)
		sched_enqueue_tail(t);
}
