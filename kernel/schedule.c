/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Schedule and ThreadSwitch (X.2: Schedule, ThreadSwitch; syscall sheet 5, 6).
 */
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <arch/utcb.h>

#define UNCHANGED	((word_t)ABI_SCHED_UNCHANGED)

struct parameters {
	word_t time, processor, prio, preemption;
};

static word_t state_of(const struct tcb *t)
{
	static const uint8_t states[] = {
		[THREAD_INACTIVE] = ABI_TSTATE_DEAD,
		[THREAD_RUNNING] = ABI_TSTATE_RUNNING,
		[THREAD_HALTED] = ABI_TSTATE_INACTIVE,
		[THREAD_POLLING] = ABI_TSTATE_PENDING_SEND,
		[THREAD_WAITING] = ABI_TSTATE_WAITING,
		[THREAD_SENDING] = ABI_TSTATE_SENDING,
		[THREAD_RECEIVING] = ABI_TSTATE_RECEIVING,
	};

	return states[ipc_state(t)];
}

static word_t remaining_times(const struct tcb *t)
{
	word_t slice = ABI_TIME_NEVER, quantum = ABI_TIME_NEVER;

	if (t->timeslice)
		slice = time_from_us(t->timeslice_left > 0 ? t->timeslice_left : 0);
	if (t->quantum_left != USEC_NEVER)
		quantum = time_from_us(t->quantum_left);
	return slice << 16 | quantum;
}

static bool prio_is_given(const struct parameters *p)
{
	return p->prio != UNCHANGED &&
	       (p->prio & ABI_SCHED_PRIO_UNCHANGED) != ABI_SCHED_PRIO_UNCHANGED;
}

/* May this caller, and do the values make sense? */
static word_t check(const struct tcb *self, const struct tcb *t, const struct parameters *p)
{
	const struct tcb *scheduler = thread_find(t->scheduler);

	if (!self->space->privileged && (!scheduler || scheduler->space != self->space))
		return ABI_ERR_NO_PRIVILEGE;
	if (prio_is_given(p) && !self->space->privileged &&
	    (p->prio & ABI_SCHED_PRIO_MASK) > self->prio)
		return ABI_ERR_NO_PRIVILEGE;
	if (p->time != UNCHANGED &&
	    ((ABI_SCHED_TIMESLICE(p->time) | ABI_SCHED_QUANTUM(p->time)) & ABI_TIME_POINT))
		return ABI_ERR_INVALID_THREAD;
	if (p->preemption != UNCHANGED &&
	    ((p->preemption >> ABI_SCHED_SENSITIVE_SHIFT) & ABI_SCHED_PRIO_MASK) > self->prio)
		return ABI_ERR_NO_PRIVILEGE;
	if (p->processor != UNCHANGED && (p->processor & ABI_SCHED_PROCESSOR_MASK) >= cpu_count)
		return ABI_ERR_INVALID_PARAM;
	return ABI_ERR_OK;
}

static void set_times(struct tcb *t, word_t time)
{
	word_t slice = ABI_SCHED_TIMESLICE(time), quantum = ABI_SCHED_QUANTUM(time);
	uint64_t us = time_period_us(slice);

	/* what does not fit 31 bits of microseconds is as good as infinite */
	t->timeslice = slice == ABI_TIME_NEVER || us > INT32_MAX ? 0 : us ? us : 1;
	t->timeslice_left = t->timeslice;
	t->quantum_left = USEC_NEVER;
	if (quantum == ABI_TIME_NEVER)
		return;
	us = time_period_us(quantum);		/* the slice that begins is paid out of it */
	if (t->timeslice_left && us < (uint64_t)t->timeslice_left)
		t->timeslice_left = us ? (int32_t)us : 1;
	t->quantum_left = us - (us ? (uint64_t)t->timeslice_left : 0);
}

static void set_preemption(struct tcb *t, word_t preemption)
{
	unsigned sensitive = (preemption >> ABI_SCHED_SENSITIVE_SHIFT) & ABI_SCHED_PRIO_MASK;

	t->max_delay = t->delay_left = preemption & ABI_SCHED_DELAY_MASK;
	if (sensitive >= t->prio)
		t->sensitive_prio = sensitive;
}

static void apply(struct tcb *t, const struct parameters *p)
{
	if (p->time != UNCHANGED)
		set_times(t, p->time);
	if (prio_is_given(p))
		sched_set_prio(t, p->prio & ABI_SCHED_PRIO_MASK);
	if (p->preemption != UNCHANGED)
		set_preemption(t, p->preemption);
	if (p->processor != UNCHANGED)
		travel_set_home(t, cpu_of(p->processor & ABI_SCHED_PROCESSOR_MASK));
}

/* The thread is at another CPU: the call goes there. */
static struct tcb *schedule_there(struct tcb *self)
{
	const word_t *p = travel_parameters(self);

	return sys_schedule(self, p[0], p[1], p[2], p[3], p[4]);
}

static struct tcb *schedule_afar(struct tcb *self, struct tcb *t, word_t dest,
				 const struct parameters *p)
{
	const word_t words[] = { dest, p->time, p->processor, p->prio, p->preemption };

	return travel_call(self, t, words, ARRAY_SIZE(words), schedule_there);
}

COLD struct tcb *sys_schedule(struct tcb *self, word_t dest, word_t time, word_t processor,
			      word_t prio, word_t preemption)
{
	struct parameters p = { time, processor, prio, preemption };
	struct tcb *t = thread_find(dest);

	if (t && !thread_at_hand(t))
		return schedule_afar(self, t, dest, &p);
	word_t error = t ? check(self, t, &p) : ABI_ERR_INVALID_THREAD;

	utcb_set_error_code(self, error);
	if (error) {
		frame_return_schedule(&self->frame, ABI_TSTATE_ERROR, 0);
		return self;
	}
	tcb_settle(t);
	frame_return_schedule(&self->frame, state_of(t), remaining_times(t));
	apply(t, &p);
	return sched_resume_best(self);
}

/* A ready thread gets the CPU and what is left of the caller's time slice; otherwise: yield. */
struct tcb *sys_thread_switch(struct tcb *self, word_t dest)
{
	struct tcb *t = thread_find(dest);

	if (t == self)
		return self;
	if (!t || !thread_at_hand(t) || !link_is_queued(&t->ready_link))
		return sched_yield(self);
	sched_dequeue(t);
	sched_enqueue_head(self);
	return t;
}
