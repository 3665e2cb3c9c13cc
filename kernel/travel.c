/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that travel between CPUs: see smp.h, docs/smp.md.  A thread belongs to the CPU that
 * tcb.cpu names; while TCB_TRAVELLING is set it is on its way there and nobody touches it.
 */
#include <kernel/assert.h>
#include <kernel/entry.h>
#include <kernel/ipc.h>
#include <kernel/ipc_ends.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/timeout.h>
#include <kernel/work.h>
#include <arch/cpu.h>
#include <arch/utcb.h>

#define TRAVELLERS_PER_STEP	4
#define ARRIVALS_PER_STEP	2

static void mail_push(struct cpu *to, struct tcb *t)
{
	struct tcb *head = __atomic_load_n(&to->smp.mailbox, __ATOMIC_RELAXED);

	do
		t->travel.mail_next = head;
	while (!__atomic_compare_exchange_n(&to->smp.mailbox, &head, t, true, __ATOMIC_RELEASE,
					    __ATOMIC_RELAXED));
	if (!head)
		smp_ask(to, SMP_MAIL);
}

void travel_post(struct tcb *t, struct cpu *to)
{
	struct cpu *here = this_cpu();

	kassert(t->cpu == here && to != here && !(t->flags & TCB_TRAVELLING));
	kassert(t->state == THREAD_RUNNING && !link_is_queued(&t->ready_link));
	if (t->flags & TCB_TIMEOUT) {
		timeout_cancel(t);
		t->travel.timed = true;
	}
	if (here->accounted == t)
		here->accounted = &here->idle;
	if (t->was_awaited)	/* those stay here */
		t->awaited_afar = true;
	orphans_leave(t);
	arch_thread_leave(t);
	t->flags |= TCB_TRAVELLING;
	__atomic_store_n(&t->cpu, to, __ATOMIC_RELEASE);
	if (!t->senders) {
		mail_push(to, t);
		return;
	}
	list_add_tail(&here->smp.leavers, &t->dying_link);
	work_wake();
}

struct tcb *travel(struct tcb *self, struct cpu *to, continuation then)
{
	tcb_continue(self, then);
	travel_post(self, to);
	return sched_pick();
}

struct tcb *travel_home(struct tcb *self)
{
	if (self->home == this_cpu()) {
		self->flags &= ~TCB_AWAY;
		return self;
	}
	travel_post(self, self->home);
	return sched_pick();
}

void travel_follow(struct tcb *t, struct tcb *after, continuation then)
{
	struct cpu *to = __atomic_load_n(&after->cpu, __ATOMIC_ACQUIRE);

	tcb_continue(t, then);
	if (to != this_cpu())
		travel_post(t, to);
	else
		list_add_tail(&after->travel.lobby, &t->send_link);
}

struct tcb *travel_after(struct tcb *self, struct tcb *t, continuation then)
{
	travel_follow(self, t, then);
	return sched_pick();
}

void travel_pack(struct tcb *self, const word_t *parameters, unsigned words, continuation again)
{
	for (unsigned i = 0; i < words; i++)
		self->travel.call[i] = parameters[i];
	self->travel.again = again;
}

struct tcb *travel_call(struct tcb *self, struct tcb *t, const word_t *parameters, unsigned words,
			continuation again)
{
	travel_pack(self, parameters, words, again);
	return travel_after(self, t, again);
}

const word_t *travel_parameters(const struct tcb *self)
{
	return self->travel.call;
}

/* --- arrival ---------------------------------------------------------------------------------- */

/* Take the mail in; the mailbox has the newest first. */
static void mail_take(struct smp_cpu *me)
{
	struct tcb *t = __atomic_exchange_n(&me->mailbox, NULL, __ATOMIC_ACQUIRE), *oldest = NULL;

	if (!t)
		return;
	struct tcb **end = &t->travel.mail_next;

	while (t) {
		struct tcb *next = t->travel.mail_next;

		t->travel.mail_next = oldest;
		oldest = t;
		t = next;
	}
	*me->inbox_end = oldest;
	me->inbox_end = end;
}

static struct tcb *mail_pop(struct smp_cpu *me)
{
	struct tcb *t = me->inbox;

	if (!t)
		return NULL;
	me->inbox = t->travel.mail_next;
	if (!me->inbox)
		me->inbox_end = &me->inbox;
	return t;
}

bool travel_is_pending(void)
{
	const struct smp_cpu *me = &this_cpu()->smp;

	return me->inbox || !list_empty(&me->released);
}

/* The worker takes in the rest of the mail; whether it looks for other work as well is told apart. */
static void wake_for_mail(struct cpu *here)
{
	bool only = here->smp.only_mail || !here->worker.awake;

	work_wake();
	here->smp.only_mail = only;
}

void travel_more_to_do(void)
{
	this_cpu()->smp.only_mail = false;
}

bool travel_is_mail_only(void)
{
	return this_cpu()->smp.only_mail;
}

/* Who has waited for it goes on next. */
static void open_lobby(struct cpu *here, struct tcb *t)
{
	struct link *lobby = &t->travel.lobby, *released = &here->smp.released;

	if (list_empty(lobby))
		return;
	lobby->next->prev = released->prev;
	lobby->prev->next = released;
	released->prev->next = lobby->next;
	released->prev = lobby->prev;
	link_init(lobby);
	wake_for_mail(here);
}

/* The first of those; NULL if it has been halted meanwhile, or goes on already. */
static struct tcb *released_pop(struct smp_cpu *me)
{
	struct tcb *t = list_entry(me->released.next, struct tcb, send_link);

	list_remove(&t->send_link);
	return t->state == THREAD_RUNNING && !link_is_queued(&t->ready_link) ? t : NULL;
}

/* `t` goes on at once, in place of the running thread, which stays runnable; where it stops,
 * priorities decide. */
ALWAYS_INLINE struct tcb *proceed(struct tcb *self, struct tcb *t)
{
	struct cpu *here = this_cpu();

	if (!(t->flags & TCB_CONTINUE))
		return sched_wake(self, t);
	if (self != &here->idle)
		sched_enqueue_head(self);
	here->current = here->accounted = t;
	t->flags &= ~TCB_CONTINUE;
	return t->cont(t);
}

ALWAYS_INLINE void arrive(struct cpu *here, struct tcb *t)
{
	orphans_enter(t);
	t->flags &= ~(TCB_TRAVELLING | TCB_AWAY);
	if (t->home != here)
		t->flags |= TCB_AWAY;
	if (t->travel.timed && (t->flags & TCB_TUNNEL)) {
		t->travel.timed = false;
		timeout_set(t, t->deadline);
	}
	open_lobby(here, t);
}

/* Who has just come home has little to do, and who comes after it mostly has its answer. */
struct tcb *travel_arrivals(struct tcb *self)
{
	struct cpu *here = this_cpu();
	struct smp_cpu *me = &here->smp;
	bool brief = true;

	mail_take(me);
	for (unsigned n = 0; n < ARRIVALS_PER_STEP && brief; n++) {
		struct tcb *t = mail_pop(me);

		if (!t)
			break;
		brief = t->home == here;
		arrive(here, t);
		self = proceed(self, t);
	}
	if (me->inbox)
		wake_for_mail(here);
	return sched_resume_best(self);
}

struct tcb *travel_next(struct tcb *self)
{
	struct cpu *here = this_cpu();

	if (likely(list_empty(&here->smp.released)))
		return travel_arrivals(self);
	struct tcb *t = released_pop(&here->smp);

	if (travel_is_pending())
		wake_for_mail(here);
	return t ? sched_resume_best(proceed(self, t)) : self;
}

/* --- the worker's part -------------------------------------------------------------------------- */

/* A thread leaves: those at its door are sent after it, then it goes. */
static void send_after(struct smp_cpu *me)
{
	struct tcb *t = list_entry(me->leavers.next, struct tcb, dying_link);

	if (ipc_send_after(t, TRAVELLERS_PER_STEP))
		return;
	list_remove(&t->dying_link);
	mail_push(t->cpu, t);
}

bool travel_step(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	if (!list_empty(&me->leavers))
		send_after(me);
	return !list_empty(&me->leavers);
}

/* --- the end of threads --------------------------------------------------------------------------- */

void travel_forget(struct tcb *t)
{
	if (t->state == THREAD_RUNNING || t->state == THREAD_HALTED || t->state == THREAD_INACTIVE)
		list_remove(&t->send_link);
}

bool thread_await_afar(struct tcb *t, word_t id)
{
	if (!t->awaited_afar)
		t->awaited_afar = true;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);	/* either this sees its end, or that this */
	return __atomic_load_n(&t->id, __ATOMIC_RELAXED) == id;
}

void thread_tell_afar(const struct tcb *t)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!t->awaited_afar)
		return;
	orphans_search();
	smp_ask_others(SMP_ORPHANS);
}

/* --- migration ---------------------------------------------------------------------------------- */

void travel_set_home(struct tcb *t, struct cpu *home)
{
	t->home = home;
	if (tcb_is_active(t))
		utcb_set_processor(t, home->number);
	if (home == this_cpu()) {
		t->flags &= ~TCB_AWAY;
		return;
	}
	t->flags |= TCB_AWAY;
	if (link_is_queued(&t->ready_link) && thread_goes_home(t)) {
		sched_dequeue(t);
		travel_post(t, home);
	}
}
