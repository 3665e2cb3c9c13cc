/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three threads, three CPUs.  A CPU does one thing after the other, in slices, between which it
 * takes its mail and works on what lies about.  Inside a slice the steps that others can see are
 * steps of the model, and other CPUs act in between:
 *
 *	LOOKED	the thread table gave a pointer; now tcb.cpu is read
 *	HERE	it named this CPU; now TCB_TRAVELLING is read.  Neither: the thread is at hand
 *	AFAR	it named another; tcb.cpu is read again, to go there or into the lobby
 *	WRITE	who travels has the flag; now its tcb.cpu is written
 *	PUSH	now it is put into the mailbox, or among the leavers
 *
 * `holder` is what the kernel doesn't have: who may touch the thread in truth.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "rendezvous_state.h"

struct rendezvous_world rendezvous_world;
#define world rendezvous_world

/* --- steps ------------------------------------------------------------------------------------ */

static bool in_slice(struct state *s, unsigned c, char *what)
{
	static const char *const words[] = { "", "reads tcb.cpu", "reads the flag", "follows",
					     "departs", "departs further" };
	struct cpu *me = &s->c[c];
	bool reads_flag = (me->phase == HERE) != world.flag_read_first;

	sprintf(what, "CPU %u, thread %u %s", c, me->self, words[me->phase]);
	switch (me->phase) {
	case LOOKED:
	case HERE: {
		const struct thread *other = rendezvous_glance(s, me->other);
		bool there = reads_flag ? !other->travelling || world.no_lobby : other->cpu == c;

		if (!there)
			me->phase = AFAR;
		else if (me->phase == LOOKED)
			me->phase = HERE;
		else
			rendezvous_act(s, c);
		return true;
	}
	case AFAR:
		rendezvous_follow(s, c, me->self, me->other);
		return true;
	case WRITE:
	case PUSH:
		rendezvous_depart_step(s, c);
		return true;
	default:
		return false;
	}
}

static bool take_mail(struct state *s, unsigned c, unsigned from, char *what)
{
	uint8_t *box = s->mail[c][from];
	unsigned n = box[0] - 1u;

	if (!box[0])
		return false;
	memmove(box, box + 1, THREADS - 1);
	box[THREADS - 1] = 0;
	sprintf(what, "CPU %u: thread %u arrives from CPU %u", c, n, from);
	if (s->t[n].holder != IN_MAIL)
		s->wrong = IN_TWO_PLACES;
	s->t[n].holder = c;
	s->t[n].travelling = 0;
	for (unsigned k = 0; k < THREADS && !world.deaf_lobby; k++)
		if (s->t[k].queue == LOBBY && s->t[k].partner == n)
			rendezvous_make_ready(rendezvous_touch(s, c, k), ACT);
	if (s->t[n].cont != USER && !world.runs_later)
		rendezvous_go_on(s, c, n);
	else
		s->t[n].queue = READY;
	return true;
}

static bool run(struct state *s, unsigned c, unsigned n, char *what)
{
	const struct thread *t = &s->t[n];

	if (t->queue != READY || t->holder != c ||
	    (t->cont == USER && t->home == c && !rendezvous_op_of(s, n).kind))
		return false;
	sprintf(what, "CPU %u: thread %u goes on", c, n);
	rendezvous_go_on(s, c, n);
	return true;
}

/* The first at the door of thread n is sent after it, or n goes. */
static void send_after(struct state *s, unsigned c, unsigned n)
{
	unsigned sender = rendezvous_first_at_door(s, n);

	if (sender == NOBODY) {
		rendezvous_push(s, c, n, s->t[n].cpu);
		return;
	}
	rendezvous_make_ready(rendezvous_touch(s, c, sender), ACT);
	rendezvous_follow(s, c, sender, n);
}

/* The worker on what thread n has left behind, or is waiting for. */
static bool work(struct state *s, unsigned c, unsigned n, char *what)
{
	struct thread *t = &s->t[n];
	unsigned sender = rendezvous_first_at_door(s, n);

	if (t->holder != c)
		return false;
	sprintf(what, "CPU %u: the worker sees to thread %u", c, n);
	if (t->queue == LEAVING) {
		send_after(s, c, n);
		return true;
	}
	if (t->state == GONE && (sender != NOBODY || !t->in_grace)) {
		if (sender != NOBODY)
			rendezvous_finish(s, c, sender, false);
		else
			rendezvous_begin_grace(s, c, n);
		return true;
	}
	if (t->state != POLLING || !t->times_out)
		return false;
	sprintf(what, "CPU %u: thread %u runs out of time", c, n);
	t->times_out--;
	rendezvous_break_off(s, c, n);
	rendezvous_finish(s, c, n, false);
	return true;
}

/* Who waits for somebody that is gone? */
static bool search_orphans(struct state *s, unsigned c, char *what)
{
	if (!s->c[c].orphans)
		return false;
	sprintf(what, "CPU %u searches for orphans", c);
	s->c[c].orphans = 0;
	for (unsigned n = 0; n < THREADS; n++) {
		const struct thread *t = &s->t[n];

		if (t->holder == c && t->state == WAITING && t->partner != NOBODY &&
		    !rendezvous_is_alive(s, t->partner))
			rendezvous_finish(s, c, n, false);
	}
	return true;
}

#define STEPS_OF_CPU	(1 + 1 + CPUS + 2 * THREADS)

static bool step(void *state, unsigned number, char *what)
{
	struct state *s = state;
	unsigned c = number / STEPS_OF_CPU, n = number % STEPS_OF_CPU;

	if (n == 0)
		return in_slice(s, c, what);
	if (s->c[c].phase != BETWEEN)
		return false;
	if (n == 1)
		return search_orphans(s, c, what);
	n -= 2;
	if (n < CPUS)
		return take_mail(s, c, n, what);
	n -= CPUS;
	return n < THREADS ? run(s, c, n, what) : work(s, c, n - THREADS, what);
}

static void start(void *state)
{
	struct state *s = state;

	for (unsigned n = 0; n < THREADS; n++) {
		uint8_t home = world.threads[n].home;

		s->t[n] = (struct thread){ .cpu = home, .home = home, .holder = home,
					   .queue = READY, .caller = NOBODY,
					   .times_out = world.threads[n].times_out };
	}
}

/* --- what must hold --------------------------------------------------------------------------- */

static const char *check(const void *state)
{
	static const char *const words[] = {
		[NOT_AT_HAND] = "a CPU touches a thread that isn't at hand",
		[FREED_RECORD] = "a freed thread is touched",
		[NO_PARTNER] = "a transfer has no receiver",
		[TWICE] = "a message comes twice",
		[IN_TWO_PLACES] = "a thread arrives that is somewhere else",
	};
	const struct state *s = state;

	if (s->wrong)
		return words[s->wrong];
	for (unsigned n = 0; n < THREADS; n++)
		if (world.all_succeed && s->t[n].failed)
			return "a message was lost";
	return NULL;
}

/* Is it where it should be, now that nothing goes on any more? */
static const char *check_thread(const struct state *s, unsigned n)
{
	const struct thread *t = &s->t[n];

	if (t->state == FREED)
		return NULL;
	if (t->state == GONE)
		return "a deleted thread is never freed";
	if (t->holder == IN_MAIL || t->travelling || t->cpu != t->holder)
		return "a thread is still on its way";
	if (world.all_succeed && rendezvous_op_of(s, n).kind)
		return "an operation never ends";
	if (t->state == RUNNING)
		return t->queue == READY && !rendezvous_op_of(s, n).kind && t->home == t->cpu ? NULL :
			"a thread is forgotten";
	if (t->state == WAITING)
		return t->partner == NOBODY ? rendezvous_first_at_door(s, n) != NOBODY ?
			"a receiver waits while somebody stands at its door" : NULL :
			rendezvous_is_alive(s, t->partner) ? NULL : "a thread waits for one that is gone";
	if (t->state != POLLING)
		return "a transfer never ends";
	const struct thread *dest = &s->t[t->partner];

	return rendezvous_is_alive(s, t->partner) && dest->cpu == t->cpu &&
	       !(dest->state == WAITING && dest->partner == n) ? NULL : "a sender is forgotten";
}

static const char *check_end(const void *state)
{
	const struct state *s = state;
	const char *wrong = NULL;

	for (unsigned n = 0; n < THREADS && !wrong; n++) {
		unsigned received = 0;

		for (unsigned k = 0; k < THREADS; k++)
			received |= s->t[k].received[n];
		wrong = received != s->t[n].sent ? "a message was lost" : check_thread(s, n);
	}
	return wrong;
}

const struct model rendezvous = {
	.state_size = sizeof(struct state),
	.steps = CPUS * STEPS_OF_CPU,
	.start = start,
	.step = step,
	.check = check,
	.check_end = check_end,
};
