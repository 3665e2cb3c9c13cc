/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC against a model of the rules of rendezvous and switching (X.2: Ipc; ipc sheet 11): six
 * threads in three spaces send, receive, call, reply and wait at random, with and without
 * timeouts, switch to each other and break each other off.  After every step the model knows who
 * runs, in what order the others stand in which queue, and every word that was received.
 */
#include <stdio.h>
#include <kernel/timeout.h>
#include <arch/clock.h>
#include "ipc_model.h"

static int current;
static bool playing;
static unsigned steps_left, rounds;

#define rnd(n) ((word_t)host_random(n))

/* --- playing ---------------------------------------------------------------------------------- */

static int model_of(const struct tcb *t)
{
	if (t->id == NILTHREAD)
		return t == &this_cpu()->idle ? NOBODY : WORKER;
	return model_by_id(t->id);
}

static word_t some_id(void)
{
	switch (rnd(20)) {
	case 0:
		return THREAD(30);		/* nobody */
	case 1:
		return ANYLOCALTHREAD;
	case 2:
	case 3:
		return ANYTHREAD;
	default:
		return m[rnd(N)].id;
	}
}

/* Few enough that one tick serves all that expire at once. */
static word_t some_time(int self)
{
	if (rnd(3) == 0)
		return ABI_TIME_ZERO;
	return self < 4 ? TIME_MS(1 + rnd(12)) : ABI_TIME_NEVER;
}

static void play_ipc(int self, struct tcb *t, struct host_trap *trap)
{
	unsigned u = rnd(3) ? rnd(4) : rnd(WORDS + 1);
	word_t to = rnd(4) ? some_id() : NILTHREAD, snd = some_time(self), label = rnd(0x10000);

	if (to == ANYTHREAD || to == ANYLOCALTHREAD)
		to = NILTHREAD;
	m[self].from = rnd(3) ? rnd(2) ? to : some_id() : NILTHREAD;
	m[self].rcv = some_time(self);
	m[self].out.tag = label << 16 | u;
	for (unsigned n = 1; n <= WORDS; n++)
		utcb_set_mr(t, n, m[self].out.mr[n] = rnd((uint64_t)1 << 32));
	/* flags that users can't set are cleared on the way */
	t->frame.mr[0] = m[self].out.tag | (to != NILTHREAD ? rnd(4) << 13 : 0);
	*trap = (struct host_trap){ HOST_IPC,
				    { to, m[self].from, TIMEOUTS(snd, m[self].rcv) } };
	word_t sent = t->frame.mr[0], clean = m[self].out.tag;

	current = model_ipc(self, to, snd);
	if (m[self].done && !(m[self].tag & ABI_TAG_ERROR) && m[self].from == NILTHREAD &&
	    m[self].tag == clean)
		m[self].tag = to == NILTHREAD ? sent : m[self].tag;
}

static void play(int self, struct tcb *t, struct host_trap *trap)
{
	int other = rnd(N);

	rounds++;
	switch (rnd(12)) {
	case 0:
		*trap = (struct host_trap){ HOST_THREAD_SWITCH,
					    { rnd(9) ? m[other].id : NILTHREAD } };
		current = model_thread_switch(self, model_by_id(trap->arg[0]));
		break;
	case 1:
		if (m[other].space != m[self].space || other == self)
			break;
		*trap = (struct host_trap){ HOST_EXREGS, { m[other].id, ABI_EXREGS_ABORT_RECEIVE |
							    ABI_EXREGS_ABORT_SEND } };
		current = model_abort_other(self, other);
		break;
	default:
		play_ipc(self, t, trap);
		break;
	}
}

/* --- comparing -------------------------------------------------------------------------------- */

static void compare_thread(int i)
{
	static const uint8_t states[] = { THREAD_RUNNING, THREAD_POLLING, THREAD_WAITING,
					  THREAD_SENDING, THREAD_RECEIVING };
	struct tcb *t = thread_find(m[i].id);

	check_is(t->state, states[m[i].state]);
	if (m[i].state == WAIT)
		check_is(t->wait_from, m[i].from);
	if (m[i].state >= SEND || m[i].state == POLL)
		check_is(t->partner->id, m[m[i].partner].id);
	check_is(t->senders, queue_len[i]);
	if (!m[i].done)
		return;
	m[i].done = false;
	check_is(t->frame.result[0], m[i].result);
	if (m[i].tag & ABI_TAG_ERROR || m[i].check_in)
		check_is(t->frame.mr[0], m[i].tag);
	if (m[i].check_error)
		check_is(utcb_error_code(t), m[i].error);
	for (unsigned n = 1; m[i].check_in && n <= ABI_TAG_UNTYPED(m[i].tag); n++)
		check_is(utcb_mr(t, n), m[i].in.mr[n]);
}

/* The threads that one tick has readied at equal priority: any order will do. */
static void take_order(unsigned prio)
{
	struct link *head = &this_cpu()->ready[prio];
	int order[N], len = 0;

	for (struct link *l = head->next; l != head; l = l->next)
		list_append(order, &len, model_by_id(list_entry(l, struct tcb, ready_link)->id));
	check_is(len, ready_len[prio]);
	for (int i = 0; i < len; i++)
		list_drop(ready[prio], &ready_len[prio], order[i]);
	for (int i = 0; i < len; i++)
		list_append(ready[prio], &ready_len[prio], order[i]);
}

/* ... and any of them may be the one that runs. */
static void take_current(void)
{
	int running = model_of(this_cpu()->current);

	if (running == current || running < 0 || current < 0 ||
	    m[running].prio != m[current].prio)
		return;
	list_drop(ready[m[running].prio], &ready_len[m[running].prio], running);
	model_ready_tail(current);
	current = running;
}

static void compare(bool any_order)
{
	if (any_order)
		take_current();
	for (unsigned prio = 90; prio < 110; prio++) {
		const struct link *head = &this_cpu()->ready[prio];
		int at = 0;

		if (any_order)
			take_order(prio);
		for (const struct link *l = head->next; l != head; l = l->next, at++) {
			check(at < ready_len[prio]);
			check_is(model_by_id(list_entry(l, struct tcb, ready_link)->id), ready[prio][at]);
		}
		check_is(at, ready_len[prio]);
	}
	check_is(model_of(this_cpu()->current), current);
	for (int i = 0; i < N; i++)
		compare_thread(i);
}

/* --- the machine ------------------------------------------------------------------------------ */

static void begin_playing(void)
{
	for (int i = 0; i < N; i++) {
		struct tcb *t = thread_find(i ? THREAD(i) : ROOT_ID);

		t->timeslice = 0;
		m[i] = (struct thread){ .state = RUN, .id = t->id, .local = t->local_id,
					.space = i / 2, .prio = t->prio, .deadline = USEC_NEVER };
		if (t != this_cpu()->current)
			model_ready_tail(i);
	}
	current = 0;
	playing = true;
	for (unsigned prio = 90; prio < 110; prio++)
		take_order(prio);
}

/* What root does to get there, one call each time. */
static bool prepare(struct tcb *self, struct host_trap *trap)
{
	static unsigned n = 1, call;
	const word_t id = THREAD(n), space = n % 2 || n == 1 ? THREAD(n - 1) : id;
	const word_t member = n == 1 ? ROOT_ID : space;

	if (n == N) {
		*trap = (struct host_trap){ HOST_SCHEDULE, { ROOT_ID, -1, -1, 101, -1 } };
		if (call++ == 0)
			return true;
		begin_playing();
		return false;
	}
	switch (call++) {
	case 0:
		*trap = (struct host_trap){ HOST_THREAD_CONTROL, { id, member, ROOT_ID, 0, -1 } };
		break;
	case 1:
		*trap = (struct host_trap){ HOST_SPACE_CONTROL,
					    { id, 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD } };
		break;
	case 2:
		*trap = (struct host_trap){ HOST_THREAD_CONTROL,
					    { id, member, ROOT_ID, ROOT_ID, UTCB_AT(n + 1) } };
		break;
	case 3:
		*trap = (struct host_trap){ HOST_SCHEDULE, { id, -1, -1, 99 + n / 2, -1 } };
		break;
	default:
		*trap = (struct host_trap){ HOST_IPC, { id, NILTHREAD, 0 } };
		self->frame.mr[0] = 2;
		call = 0;
		n++;
		break;
	}
	return true;
}

static void script(struct tcb *self, struct host_trap *trap)
{
	if (self->id == SIGMA0_ID) {
		*trap = (struct host_trap){ HOST_IPC, { NILTHREAD, SIGMA0_ID, 0 } };
		return;
	}
	if (!playing && prepare(self, trap))
		return;
	check_is(model_of(self), current);
	play(current, self, trap);
}

static void after(struct tcb *before)
{
	inside_check_queues();
	inside_check_threads();
	inside_check_user_words(before);
	if (!playing)
		return;
	bool any_order = host_step_kind == HOST_STEP_TICK || current == WORKER;

	if (host_step_kind == HOST_STEP_TICK) {
		current = model_expire(current);
		if (model_of(this_cpu()->current) == WORKER && current != WORKER) {
			if (current != NOBODY)
				model_ready_head(current);
			current = WORKER;
		}
	} else if (current == WORKER) {
		(void)model_expire(WORKER);
		model_nobody_is_late();
		if (model_of(this_cpu()->current) != WORKER)
			current = model_pick();
	} else if (host_step_kind == HOST_STEP_CONTINUE && before != &this_cpu()->idle) {
		int self = model_of(before);

		if (m[self].state == SEND) {	/* else it has only just been started */
			model_deliver(self, m[self].partner);
			current = model_after_send(self, m[self].partner);
		}
	}
	compare(any_order);
}

static uint64_t seed_now, first_seed = 1, seeds = 20;

static void world(void)
{
	host.seed = seed_now;
	host.entry_us = 100;
	host.sigma0_ip = host.root_ip = 0x1000;
	host.script = script;
	host.before = inside_before;
	host.after = after;
	host.cpus = 1;
	host_boot();
	host_run(steps_left);
	check(rounds > steps_left / 3);
}

static void rendezvous_agrees_with_the_model(void **state)
{
	(void)state;
	steps_left = 12000;
	for (seed_now = first_seed; seed_now < first_seed + seeds; seed_now++)
		in_child(world);
}

/* Arguments: first seed, number of seeds. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rendezvous_agrees_with_the_model),
	};

	if (argc > 1)
		first_seed = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seeds = strtoul(argv[2], NULL, 0);
	return cmocka_run_group_tests_name("ipc model", tests, NULL, NULL);
}
