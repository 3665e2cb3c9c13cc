/* SPDX-License-Identifier: BSD-2-Clause */
/* What a CPU does with threads that travel, inside its slices: see rendezvous_state.h. */
#include <stdint.h>
#include <string.h>
#include "rendezvous_state.h"

#define world rendezvous_world

struct rendezvous_op rendezvous_op_of(const struct state *s, unsigned n)
{
	static const struct rendezvous_op none;
	unsigned at = s->t[n].at;

	return at < RENDEZVOUS_OPS ? world.threads[n].ops[at] : none;
}

static unsigned goal_of(const struct state *s, unsigned n)
{
	return rendezvous_op_of(s, n).kind == REPLY ? s->t[n].caller : rendezvous_op_of(s, n).who;
}

bool rendezvous_is_alive(const struct state *s, unsigned n)
{
	return n < NOBODY && s->t[n].state < GONE;
}

/* Its identity, tcb.cpu and the flag may be read by everybody. */
struct thread *rendezvous_glance(struct state *s, unsigned n)
{
	if (s->t[n].state == FREED)
		s->wrong = FREED_RECORD;
	return &s->t[n];
}

/* CPU c reads or writes all the rest of it. */
struct thread *rendezvous_touch(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = rendezvous_glance(s, n);

	if (!s->wrong && t->holder != c)
		s->wrong = NOT_AT_HAND;
	return t;
}

static bool is_at_door(const struct state *s, unsigned sender, unsigned n)
{
	return s->t[sender].state == POLLING && s->t[sender].partner == n;
}

unsigned rendezvous_first_at_door(const struct state *s, unsigned n)
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

void rendezvous_begin_grace(struct state *s, unsigned c, unsigned n)
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

void rendezvous_make_ready(struct thread *t, unsigned cont)
{
	t->state = RUNNING;
	t->partner = 0;
	t->queue = READY;
	t->cont = cont;
}

void rendezvous_finish(struct state *s, unsigned c, unsigned n, bool success)
{
	struct thread *t = rendezvous_touch(s, c, n);

	t->failed |= !success << t->at;
	t->at++;
	rendezvous_make_ready(t, USER);
}

/* Whatever it waits for; who transfers with it hears of it as well. */
void rendezvous_break_off(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = rendezvous_touch(s, c, n);

	if (t->state == POLLING)
		(void)rendezvous_touch(s, c, t->partner);		/* its queue */
	if (t->state == SENDING || t->state == RECEIVING)
		rendezvous_finish(s, c, t->partner, false);
}

static void delete(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = rendezvous_touch(s, c, n);

	rendezvous_break_off(s, c, n);
	t->state = GONE;
	t->queue = NOWHERE;
	t->partner = t->cont = 0;
	for (unsigned k = 0; k < CPUS; k++)
		s->c[k].orphans = !world.no_orphans;
	if (rendezvous_first_at_door(s, n) == NOBODY || world.frees_before_door)
		rendezvous_begin_grace(s, c, n);
}

/* --- travelling ------------------------------------------------------------------------------- */

static void post(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = rendezvous_touch(s, c, n);

	t->queue = NOWHERE;
	t->travelling = !world.flag_after_cpu;
	s->c[c].phase = WRITE;
	s->c[c].self = n;
	s->c[c].to = to;
}

/* Thread n goes to where the other one is. */
void rendezvous_follow(struct state *s, unsigned c, unsigned n, unsigned other)
{
	unsigned to = rendezvous_glance(s, other)->cpu;
	struct thread *t = rendezvous_touch(s, c, n);

	if (to != c) {
		post(s, c, n, to);
		return;
	}
	t->queue = LOBBY;
	t->partner = other;
	end_slice(s, c);
}

void rendezvous_push(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = rendezvous_touch(s, c, n);
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
	if (rendezvous_first_at_door(s, n) == NOBODY || world.leaves_door)
		rendezvous_push(s, c, n, s->c[c].to);
	else
		s->t[n].queue = LEAVING;
}

/* The two steps of a departure that others see. */
void rendezvous_depart_step(struct state *s, unsigned c)
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
	struct thread *t = rendezvous_touch(s, c, n);
	bool any = rendezvous_op_of(s, n).kind == RECEIVE;
	unsigned sender = rendezvous_first_at_door(s, n), from = rendezvous_op_of(s, n).who;

	t->queue = NOWHERE;
	if (!any)
		sender = is_at_door(s, from, n) ? from : NOBODY;
	if (sender != NOBODY) {
		struct thread *other = rendezvous_touch(s, c, sender);

		rendezvous_make_ready(other, TRANSFER);
		other->state = SENDING;
		other->partner = n;
		t->state = RECEIVING;
		t->partner = sender;
	} else if (!any && !rendezvous_is_alive(s, from)) {
		rendezvous_finish(s, c, n, false);
	} else {
		t->state = WAITING;
		t->partner = any ? NOBODY : from;
	}
	end_slice(s, c);
}

static void transfer(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = rendezvous_touch(s, c, n), *dest = rendezvous_touch(s, c, to);

	if (dest->state != RECEIVING || dest->partner != n)
		s->wrong = NO_PARTNER;
	if (dest->received[n] >> t->at & 1)
		s->wrong = TWICE;
	dest->received[n] |= 1u << t->at;
	dest->caller = n;
	t->sent |= 1u << t->at;
	rendezvous_finish(s, c, to, true);
	if (rendezvous_op_of(s, n).kind != CALL) {
		rendezvous_finish(s, c, n, true);
		end_slice(s, c);
		return;
	}
	rendezvous_make_ready(t, RECEIVE_NOW);
	if (t->home == c)
		receive(s, c, n);
	else if (world.home_later)
		end_slice(s, c);
	else
		post(s, c, n, t->home);
}

static void meet(struct state *s, unsigned c, unsigned n, unsigned to)
{
	struct thread *t = rendezvous_touch(s, c, n), *dest = rendezvous_touch(s, c, to);

	t->queue = NOWHERE;
	if (dest->state == WAITING && (dest->partner == NOBODY || dest->partner == n)) {
		dest->state = RECEIVING;
		dest->partner = n;
		transfer(s, c, n, to);
		return;
	}
	if (rendezvous_op_of(s, n).kind == REPLY) {
		rendezvous_finish(s, c, n, false);		/* timeout zero */
	} else {
		t->state = POLLING;
		t->partner = to;
	}
	end_slice(s, c);
}

/* The other one is at hand. */
void rendezvous_act(struct state *s, unsigned c)
{
	unsigned n = s->c[c].self, other = s->c[c].other;
	struct rendezvous_op op = rendezvous_op_of(s, n);

	if (op.kind != DELETE && op.kind != MOVE) {
		meet(s, c, n, other);
		return;
	}
	if (op.kind == DELETE)
		delete(s, c, other);
	else
		rendezvous_touch(s, c, other)->home = op.to;
	rendezvous_finish(s, c, n, true);
	end_slice(s, c);
}

/* Thread n, which is here, goes on. */
void rendezvous_go_on(struct state *s, unsigned c, unsigned n)
{
	struct thread *t = rendezvous_touch(s, c, n);
	unsigned cont = t->cont, goal = goal_of(s, n);

	t->queue = NOWHERE;
	t->cont = USER;
	if (cont == TRANSFER) {
		transfer(s, c, n, t->partner);
	} else if (t->home != c && (cont == USER || cont == RECEIVE_NOW)) {
		t->cont = cont;
		post(s, c, n, t->home);
	} else if (cont == RECEIVE_NOW || rendezvous_op_of(s, n).kind == RECEIVE) {
		receive(s, c, n);
	} else if (!rendezvous_is_alive(s, goal)) {
		rendezvous_finish(s, c, n, false);
		end_slice(s, c);
	} else {
		t->cont = ACT;
		s->c[c] = (struct cpu){ LOOKED, n, goal, 0, s->c[c].orphans };
	}
}
