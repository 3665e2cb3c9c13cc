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
#include "rendezvous.h"

#define THREADS		RENDEZVOUS_THREADS
#define CPUS		3
#define IN_MAIL		CPUS		/* a holder */
#define NOBODY		THREADS

enum { BETWEEN, LOOKED, HERE, AFAR, WRITE, PUSH };	/* where a CPU is in its slice */
enum { RUNNING, POLLING, WAITING, SENDING, RECEIVING, GONE, FREED };
enum { NOWHERE, READY, LOBBY, LEAVING };		/* where it stands in a queue */
enum { USER, TRANSFER, RECEIVE_NOW, ACT };	/* how it goes on */

struct thread {
	uint8_t cpu, travelling;	/* what others read */
	uint8_t home, holder;
	uint8_t state, queue, cont;
	uint8_t partner;	/* polls at, transfers with, waits in the lobby of */
	uint8_t caller;		/* whom a REPLY is for */
	uint8_t at, times_out;	/* the operation; timeouts left */
	uint8_t failed, sent, received[THREADS];	/* bit n: operation n (of that thread) */
	uint8_t unseen_by;	/* GONE: bit n: CPU n may still look */
	uint8_t in_grace;
};

struct cpu {
	uint8_t phase, self, other, to;
	uint8_t orphans;	/* somebody's end is to be told here */
};

struct state {
	struct thread t[THREADS];
	struct cpu c[CPUS];
	uint8_t mail[CPUS][CPUS][THREADS];	/* to, from: threads + 1, in order */
	uint8_t wrong;
};

enum { OK, NOT_AT_HAND, FREED_RECORD, NO_PARTNER, TWICE, IN_TWO_PLACES };

struct rendezvous_world rendezvous_world;
#define world rendezvous_world

static struct rendezvous_op op_of(const struct state *s, unsigned n)
{
	static const struct rendezvous_op none;
	unsigned at = s->t[n].at;

	return at < RENDEZVOUS_OPS ? world.threads[n].ops[at] : none;
}

static unsigned goal_of(const struct state *s, unsigned n)
{
	return op_of(s, n).kind == REPLY ? s->t[n].caller : op_of(s, n).who;
}

static bool is_alive(const struct state *s, unsigned n)
{
	return n < NOBODY && s->t[n].state < GONE;
}

/* Its identity, tcb.cpu and the flag may be read by everybody. */
static struct thread *glance(struct state *s, unsigned n)
{
	if (s->t[n].state == FREED)
		s->wrong = FREED_RECORD;
	return &s->t[n];
}

/* CPU c reads or writes all the rest of it. */
static struct thread *touch(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = glance(s, n);

	if (!s->wrong && t->holder != c)
		s->wrong = NOT_AT_HAND;
	return t;
}

static bool is_at_door(const struct state *s, unsigned sender, unsigned n)
{
	return s->t[sender].state == POLLING && s->t[sender].partner == n;
}

static unsigned first_at_door(const struct state *s, unsigned n)
{
	for (unsigned k = 0; k < THREADS; k++)
		if (is_at_door(s, k, n))
			return k;
	return NOBODY;
}

/* --- the end of threads and of slices --------------------------------------------------------- */

static void free_unseen(struct state *s)
{
	for (unsigned n = 0; n < THREADS; n++) {
		struct thread *t = &s->t[n];

		if (t->state == GONE && t->in_grace && !t->unseen_by)
			t->state = FREED;
	}
}

static void begin_grace(struct state *s, unsigned c, unsigned n)
{
	s->t[n].in_grace = 1;
	for (unsigned k = 0; k < CPUS; k++)
		if (k != c && s->c[k].phase != BETWEEN && !world.frees_at_once)
			s->t[n].unseen_by |= 1u << k;
	free_unseen(s);
}

static void end_slice(struct state *s, unsigned c)
{
	s->c[c] = (struct cpu){ .orphans = s->c[c].orphans };
	for (unsigned n = 0; n < THREADS; n++)
		s->t[n].unseen_by &= ~(1u << c);
	free_unseen(s);
}

static void make_ready(struct thread *t, unsigned cont)
{
	t->state = RUNNING;
	t->partner = 0;
	t->queue = READY;
	t->cont = cont;
}

static void finish(struct state *s, unsigned c, unsigned n, bool success)
{
	struct thread *t = touch(s, c, n);

	t->failed |= !success << t->at;
	t->at++;
	make_ready(t, USER);
}

/* Whatever it waits for; who transfers with it hears of it as well. */
static void break_off(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = touch(s, c, n);

	if (t->state == POLLING)
		(void)touch(s, c, t->partner);		/* its queue */
	if (t->state == SENDING || t->state == RECEIVING)
		finish(s, c, t->partner, false);
}

static void delete(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = touch(s, c, n);

	break_off(s, c, n);
	t->state = GONE;
	t->queue = NOWHERE;
	t->partner = t->cont = 0;
	for (unsigned k = 0; k < CPUS; k++)
		s->c[k].orphans = !world.no_orphans;
	if (first_at_door(s, n) == NOBODY || world.frees_before_door)
		begin_grace(s, c, n);
}

/* --- travelling ------------------------------------------------------------------------------- */

static void post(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = touch(s, c, n);

	t->queue = NOWHERE;
	t->travelling = !world.flag_after_cpu;
	s->c[c].phase = WRITE;
	s->c[c].self = n;
	s->c[c].to = to;
}

/* Thread n goes to where the other one is. */
static void follow(struct state *s, unsigned c, unsigned n, unsigned other)
{
	unsigned to = glance(s, other)->cpu;
	struct thread *t = touch(s, c, n);

	if (to != c) {
		post(s, c, n, to);
		return;
	}
	t->queue = LOBBY;
	t->partner = other;
	end_slice(s, c);
}

static void push(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = touch(s, c, n);
	uint8_t *box = s->mail[to][c];

	t->queue = NOWHERE;
	t->holder = IN_MAIL;
	while (*box)
		box++;
	*box = n + 1;
}

static void depart(struct state *s, unsigned c)
{
	unsigned n = s->c[c].self;

	s->t[n].travelling = 1;
	if (first_at_door(s, n) == NOBODY || world.leaves_door)
		push(s, c, n, s->c[c].to);
	else
		s->t[n].queue = LEAVING;
}

/* The two steps of a departure that others see. */
static void depart_step(struct state *s, unsigned c)
{
	struct cpu *me = &s->c[c];
	bool writes = (me->phase == WRITE) != world.cpu_after_push;

	if (writes)
		s->t[me->self].cpu = me->to;
	else
		depart(s, c);
	if (me->phase == WRITE)
		me->phase = PUSH;
	else
		end_slice(s, c);
}

/* --- what threads do where the other one is --------------------------------------------------- */

static void receive(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = touch(s, c, n);
	bool any = op_of(s, n).kind == RECEIVE;
	unsigned sender = first_at_door(s, n), from = op_of(s, n).who;

	t->queue = NOWHERE;
	if (!any)
		sender = is_at_door(s, from, n) ? from : NOBODY;
	if (sender != NOBODY) {
		struct thread *other = touch(s, c, sender);

		make_ready(other, TRANSFER);
		other->state = SENDING;
		other->partner = n;
		t->state = RECEIVING;
		t->partner = sender;
	} else if (!any && !is_alive(s, from)) {
		finish(s, c, n, false);
	} else {
		t->state = WAITING;
		t->partner = any ? NOBODY : from;
	}
	end_slice(s, c);
}

static void transfer(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = touch(s, c, n), *dest = touch(s, c, to);

	if (dest->state != RECEIVING || dest->partner != n)
		s->wrong = NO_PARTNER;
	if (dest->received[n] >> t->at & 1)
		s->wrong = TWICE;
	dest->received[n] |= 1u << t->at;
	dest->caller = n;
	t->sent |= 1u << t->at;
	finish(s, c, to, true);
	if (op_of(s, n).kind != CALL) {
		finish(s, c, n, true);
		end_slice(s, c);
		return;
	}
	make_ready(t, RECEIVE_NOW);
	if (t->home == c)
		receive(s, c, n);
	else if (world.home_later)
		end_slice(s, c);
	else
		post(s, c, n, t->home);
}

static void meet(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = touch(s, c, n), *dest = touch(s, c, to);

	t->queue = NOWHERE;
	if (dest->state == WAITING && (dest->partner == NOBODY || dest->partner == n)) {
		dest->state = RECEIVING;
		dest->partner = n;
		transfer(s, c, n, to);
		return;
	}
	if (op_of(s, n).kind == REPLY) {
		finish(s, c, n, false);		/* timeout zero */
	} else {
		t->state = POLLING;
		t->partner = to;
	}
	end_slice(s, c);
}

/* The other one is at hand. */
static void act(struct state *s, unsigned c)
{
	unsigned n = s->c[c].self, other = s->c[c].other;
	struct rendezvous_op op = op_of(s, n);

	if (op.kind != DELETE && op.kind != MOVE) {
		meet(s, c, n, other);
		return;
	}
	if (op.kind == DELETE)
		delete(s, c, other);
	else
		touch(s, c, other)->home = op.to;
	finish(s, c, n, true);
	end_slice(s, c);
}

/* Thread n, which is here, goes on. */
static void go_on(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = touch(s, c, n);
	unsigned cont = t->cont, goal = goal_of(s, n);

	t->queue = NOWHERE;
	t->cont = USER;
	if (cont == TRANSFER) {
		transfer(s, c, n, t->partner);
	} else if (t->home != c && (cont == USER || cont == RECEIVE_NOW)) {
		t->cont = cont;
		post(s, c, n, t->home);
	} else if (cont == RECEIVE_NOW || op_of(s, n).kind == RECEIVE) {
		receive(s, c, n);
	} else if (!is_alive(s, goal)) {
		finish(s, c, n, false);
		end_slice(s, c);
	} else {
		t->cont = ACT;
		s->c[c] = (struct cpu){ LOOKED, n, goal, 0, s->c[c].orphans };
	}
}

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
		const struct thread *other = glance(s, me->other);
		bool there = reads_flag ? !other->travelling || world.no_lobby : other->cpu == c;

		if (!there)
			me->phase = AFAR;
		else if (me->phase == LOOKED)
			me->phase = HERE;
		else
			act(s, c);
		return true;
	}
	case AFAR:
		follow(s, c, me->self, me->other);
		return true;
	case WRITE:
	case PUSH:
		depart_step(s, c);
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
			make_ready(touch(s, c, k), ACT);
	if (s->t[n].cont != USER && !world.runs_later)
		go_on(s, c, n);
	else
		s->t[n].queue = READY;
	return true;
}

static bool run(struct state *s, unsigned c, unsigned n, char *what)
{
	const struct thread *t = &s->t[n];

	if (t->queue != READY || t->holder != c ||
	    (t->cont == USER && t->home == c && !op_of(s, n).kind))
		return false;
	sprintf(what, "CPU %u: thread %u goes on", c, n);
	go_on(s, c, n);
	return true;
}

/* The first at the door of thread n is sent after it, or n goes. */
static void send_after(struct state *s, unsigned c, unsigned n)
{
	unsigned sender = first_at_door(s, n);

	if (sender == NOBODY) {
		push(s, c, n, s->t[n].cpu);
		return;
	}
	make_ready(touch(s, c, sender), ACT);
	follow(s, c, sender, n);
}

/* The worker on what thread n has left behind, or is waiting for. */
static bool work(struct state *s, unsigned c, unsigned n, char *what)
{
	struct thread *t = &s->t[n];
	unsigned sender = first_at_door(s, n);

	if (t->holder != c)
		return false;
	sprintf(what, "CPU %u: the worker sees to thread %u", c, n);
	if (t->queue == LEAVING) {
		send_after(s, c, n);
		return true;
	}
	if (t->state == GONE && (sender != NOBODY || !t->in_grace)) {
		if (sender != NOBODY)
			finish(s, c, sender, false);
		else
			begin_grace(s, c, n);
		return true;
	}
	if (t->state != POLLING || !t->times_out)
		return false;
	sprintf(what, "CPU %u: thread %u runs out of time", c, n);
	t->times_out--;
	break_off(s, c, n);
	finish(s, c, n, false);
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
		    !is_alive(s, t->partner))
			finish(s, c, n, false);
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
	if (world.all_succeed && op_of(s, n).kind)
		return "an operation never ends";
	if (t->state == RUNNING)
		return t->queue == READY && !op_of(s, n).kind && t->home == t->cpu ? NULL :
			"a thread is forgotten";
	if (t->state == WAITING)
		return t->partner == NOBODY ? first_at_door(s, n) != NOBODY ?
			"a receiver waits while somebody stands at its door" : NULL :
			is_alive(s, t->partner) ? NULL : "a thread waits for one that is gone";
	if (t->state != POLLING)
		return "a transfer never ends";
	const struct thread *dest = &s->t[t->partner];

	return is_alive(s, t->partner) && dest->cpu == t->cpu &&
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
