/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock tick: time slices, and timeouts, of which a few are served here and crowds by the
 * worker. */
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/sched.h>
#include <kernel/timeout.h>
#include <kernel/work.h>
#include <arch/clock.h>
#include <arch/cpu.h>
#include <kdb/hook.h>

#define EXPIRED_PER_TICK	4

struct tcb *on_timer(struct tcb *self)
{
	usec_t now = clock_now();
	bool more = true;

	smp_idle_end();
	kdb_poll_breakin();
	self = sched_tick(self, CONFIG_TIMER_TICK_US);
	for (unsigned n = 0; more && n < EXPIRED_PER_TICK; n++) {
		struct tcb *t = timeout_expired(now, &more);

		if (t && ipc_timed_out(t))
			self = sched_wake(self, t);
	}
	if (more) {
		work_wake();
		self = sched_resume_best(self);
	}
	return self;
}

struct tcb *on_idle(struct tcb *idle)
{
	struct tcb *next = sched_pick();

	tcb_continue(idle, on_idle);	/* also when somebody else goes first: it will be picked again */
	if (next == idle) {
		smp_idle_begin();
		arch_idle(idle);
	}
	return next;
}
