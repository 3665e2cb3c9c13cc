/* SPDX-License-Identifier: BSD-2-Clause */
/* The worker: see work.h.  It is a TCB that always resumes inside the kernel. */
#include <kernel/ipc.h>
#include <kernel/reap.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <kernel/work.h>
#include <arch/clock.h>

/* Ready the threads whose time has come; true if more are due. */
static bool expire_timeouts(void)
{
	bool more = true;

	for (unsigned n = 0; more && n < 4; n++) {
		struct tcb *t = timeout_expired(clock_now(), &more);

		if (t && ipc_timed_out(t))
			sched_enqueue_tail(t);
	}
	return more;
}

static struct tcb *work_step(struct tcb *self)
{
	if (travel_is_mail_only()) {
		this_cpu()->worker.awake = false;	/* woken again if there is still more */
		return travel_next(sched_pick());
	}
	if (travel_is_pending()) {
		tcb_continue(self, work_step);
		return travel_next(self);
	}
	bool more = expire_timeouts();

	more |= grace_step();
	more |= orphans_step();
	more |= thread_reap_step();
	more |= reap_step() != SLICE_DONE;
	more |= travel_step();		/* last: the others make threads leave */
	if (more) {	/* its equals, the users of highest priority, may go in between */
		tcb_continue(self, work_step);
		sched_enqueue_tail(self);
		return sched_pick();
	}
	this_cpu()->worker.awake = false;
	return sched_pick();
}

void work_init(struct cpu *cpu)
{
	struct worker *w = &cpu->worker;

	w->tcb.prio = ABI_PRIO_MAX;
	w->tcb.state = THREAD_RUNNING;
	link_init(&w->tcb.ready_link);
	link_init(&w->threads);
	link_init(&w->cursor);
	link_init(&w->dying_threads);
	link_init(&w->dying_spaces);
}

void work_wake(void)
{
	struct worker *w = &this_cpu()->worker;

	travel_more_to_do();
	if (w->awake)
		return;
	w->awake = true;
	tcb_continue(&w->tcb, work_step);
	sched_enqueue_head(&w->tcb);
}
