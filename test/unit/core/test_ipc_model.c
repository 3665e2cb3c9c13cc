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
#include "world.h"

#define N	6		/* thread 0 is root */
#define WORDS	12
#define NOBODY	(-1)
#define WORKER	(-2)		/* of the kernel: it ends what timeouts a tick leaves */
#define LEVELS	256

enum state { RUN, POLL, WAIT, SEND, RECEIVE };

struct message {
	word_t tag, mr[WORDS + 1];
};

struct thread {
	enum state state;
	int partner;
	word_t id, local;
	int space;
	unsigned prio;
	word_t from, rcv;		/* of the call under way */
	struct message out;
	usec_t deadline;
	/* what the call has to answer with, once it is over */
	bool done;
	word_t result, tag, error;
	bool check_error;
	struct message in;
	bool check_in;
};

static struct thread m[N];
static int queue[N][N], queue_len[N];		/* who polls at whom, in order of arrival */
static int ready[LEVELS][N], ready_len[LEVELS];
static int current;
static bool playing;
static unsigned steps_left, rounds;

#define rnd(n) ((word_t)host_random(n))

/* --- lists ------------------------------------------------------------------------------------ */

static void list_append(int *list, int *len, int x)
{
	list[(*len)++] = x;
}

static void list_prepend(int *list, int *len, int x)
{
	for (int i = (*len)++; i > 0; i--)
		list[i] = list[i - 1];
	list[0] = x;
}

static void list_drop(int *list, int *len, int x)
{
	int at = 0;

	while (at < *len && list[at] != x)
		at++;
	check(at < *len);
	for (--*len; at < *len; at++)
		list[at] = list[at + 1];
}

static void ready_tail(int t)
{
	list_append(ready[m[t].prio], &ready_len[m[t].prio], t);
}

static void ready_head(int t)
{
	list_prepend(ready[m[t].prio], &ready_len[m[t].prio], t);
}

static int pick(void)
{
	for (int p = LEVELS - 1; p >= 0; p--)
		if (ready_len[p]) {
			int t = ready[p][0];

			list_drop(ready[p], &ready_len[p], t);
			return t;
		}
	return NOBODY;
}

/* `t` is runnable beside `self`, which runs. */
static int wake(int self, int t)
{
	if (self != NOBODY && m[t].prio <= m[self].prio) {
		ready_tail(t);
		return self;
	}
	if (self != NOBODY)
		ready_head(self);
	return t;
}

/* --- IPC -------------------------------------------------------------------------------------- */

static int by_id(word_t id)
{
	for (int i = 0; i < N; i++)
		if (m[i].id == id)
			return i;
	return NOBODY;
}

static void finish(int t, word_t result, word_t tag)
{
	m[t].state = RUN;
	m[t].deadline = USEC_NEVER;
	m[t].done = true;
	m[t].result = result;
	m[t].tag = tag;
	m[t].check_error = m[t].check_in = false;
}

static void break_off(int t, unsigned code, unsigned phase, word_t tag)
{
	finish(t, NILTHREAD, tag | ABI_TAG_ERROR);
	m[t].check_error = true;
	m[t].error = ERROR_OF(code, phase);
}

static void deliver(int s, int r)
{
	finish(r, m[s].space == m[r].space ? m[s].local : m[s].id, m[s].out.tag);
	m[r].in = m[s].out;
	m[r].check_in = true;
}

static int receive(int self, int woken)
{
	word_t from = m[self].from;
	int s = NOBODY, partner = by_id(from);

	if (from == ANYTHREAD && queue_len[self])
		s = queue[self][0];
	else if (from == ANYLOCALTHREAD)
		for (int i = queue_len[self] - 1; i >= 0; i--)
			s = m[queue[self][i]].space == m[self].space ? queue[self][i] : s;
	else if (partner != NOBODY && m[partner].state == POLL && m[partner].partner == self)
		s = partner;
	if (s != NOBODY) {
		list_drop(queue[self], &queue_len[self], s);
		m[s].state = SEND;
		m[s].deadline = USEC_NEVER;
		m[self].state = RECEIVE;
		m[s].partner = self;
		m[self].partner = s;
		if (woken == NOBODY)
			return s;
		if (m[woken].prio > m[s].prio) {
			ready_tail(s);
			return woken;
		}
		ready_tail(woken);
		return s;
	}
	bool closed = from != ANYTHREAD && from != ANYLOCALTHREAD;

	if ((closed && partner == NOBODY) || m[self].rcv == ABI_TIME_ZERO) {
		break_off(self,
			  closed && partner == NOBODY ? ABI_IPCERR_NOPARTNER : ABI_IPCERR_TIMEOUT,
			  RCV, 0);
		if (woken == NOBODY)
			return self;
		ready_head(self);
		return woken;
	}
	m[self].state = WAIT;
	m[self].deadline = time_deadline(m[self].rcv, host_now);
	return woken == NOBODY ? pick() : woken;
}

static int after_send(int self, int dest)
{
	if (m[self].from != NILTHREAD)
		return receive(self, dest);
	finish(self, NILTHREAD, m[self].out.tag);
	return wake(self, dest);
}

static int ipc(int self, word_t to, word_t snd)
{
	int dest = by_id(to);

	if (to == NILTHREAD) {
		if (m[self].from != NILTHREAD)
			return receive(self, NOBODY);
		finish(self, NILTHREAD, m[self].out.tag);
		return self;
	}
	if (dest == NOBODY) {
		break_off(self, ABI_IPCERR_NOPARTNER, SND, 0);
		return self;
	}
	word_t f = m[dest].from;

	if (m[dest].state == WAIT &&
	    (f == ANYTHREAD || f == m[self].id ||
	     (f == ANYLOCALTHREAD && m[self].space == m[dest].space))) {
		deliver(self, dest);
		return after_send(self, dest);
	}
	if (snd == ABI_TIME_ZERO) {
		break_off(self, ABI_IPCERR_TIMEOUT, SND, 0);
		return self;
	}
	m[self].state = POLL;
	m[self].partner = dest;
	m[self].deadline = time_deadline(snd, host_now);
	list_append(queue[dest], &queue_len[dest], self);
	return pick();
}

static void leave_wait(int t)
{
	if (m[t].state == POLL)
		list_drop(queue[m[t].partner], &queue_len[m[t].partner], t);
}

/* Those whose time has come, as far as the kernel has got with them. */
static int expire(int self)
{
	for (int t = 0; t < N; t++) {
		if ((m[t].state != POLL && m[t].state != WAIT) || m[t].deadline > host_now ||
		    thread_find(m[t].id)->state != THREAD_RUNNING)
			continue;
		leave_wait(t);
		break_off(t, ABI_IPCERR_TIMEOUT, m[t].state == WAIT ? RCV : SND,
		     m[t].state == WAIT ? 0 : m[t].out.tag);
		if (self == WORKER)
			ready_tail(t);
		else
			self = wake(self, t);
	}
	return self;
}

static void nobody_is_late(void)
{
	for (int t = 0; t < N; t++)
		check((m[t].state != POLL && m[t].state != WAIT) ||
		      m[t].deadline > host_now - 2 * CONFIG_TIMER_TICK_US);
}

static int best(int self)
{
	for (unsigned p = LEVELS - 1; p > m[self].prio; p--)
		if (ready_len[p]) {
			ready_head(self);
			return pick();
		}
	return self;
}

/* ExchangeRegisters with both abort bits, on a thread of the same space. */
static int abort_other(int self, int t)
{
	int other = m[t].partner;

	switch (m[t].state) {
	case POLL:
	case WAIT:
		leave_wait(t);
		break_off(t, ABI_IPCERR_CANCELED, m[t].state == WAIT ? RCV : SND,
		     m[t].state == WAIT ? 0 : m[t].out.tag);
		ready_tail(t);
		break;
	case RECEIVE:			/* its sender is ready to begin */
		break_off(other, ABI_IPCERR_ABORTED, SND, m[other].out.tag);
		m[other].result = m[t].id;
		break_off(t, ABI_IPCERR_ABORTED, RCV, m[other].out.tag);
		m[t].result = m[other].space == m[t].space ? m[other].local : m[other].id;
		ready_tail(t);
		break;
	case SEND:
		break_off(t, ABI_IPCERR_ABORTED, SND, m[t].out.tag);
		m[t].result = m[other].id;
		break_off(other, ABI_IPCERR_ABORTED, RCV, m[t].out.tag);
		m[other].result = m[t].space == m[other].space ? m[t].local : m[t].id;
		ready_tail(other);
		break;
	default:
		break;
	}
	return best(self);
}

static int thread_switch(int self, int t)
{
	if (t == self)
		return self;
	bool is_ready = t != NOBODY && (m[t].state == RUN || m[t].state == SEND);

	if (!is_ready) {
		ready_tail(self);
		return pick();
	}
	list_drop(ready[m[t].prio], &ready_len[m[t].prio], t);
	ready_head(self);
	return t;
}

/* --- playing ---------------------------------------------------------------------------------- */

static int model_of(const struct tcb *t)
{
	if (t->id == NILTHREAD)
		return t == &this_cpu()->idle ? NOBODY : WORKER;
	return by_id(t->id);
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

	current = ipc(self, to, snd);
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
		current = thread_switch(self, by_id(trap->arg[0]));
		break;
	case 1:
		if (m[other].space != m[self].space || other == self)
			break;
		*trap = (struct host_trap){ HOST_EXREGS, { m[other].id, ABI_EXREGS_ABORT_RECEIVE |
							    ABI_EXREGS_ABORT_SEND } };
		current = abort_other(self, other);
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
		list_append(order, &len, by_id(list_entry(l, struct tcb, ready_link)->id));
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
	ready_tail(current);
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
			check_is(by_id(list_entry(l, struct tcb, ready_link)->id), ready[prio][at]);
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
			ready_tail(i);
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
		current = expire(current);
		if (model_of(this_cpu()->current) == WORKER && current != WORKER) {
			if (current != NOBODY)
				ready_head(current);
			current = WORKER;
		}
	} else if (current == WORKER) {
		(void)expire(WORKER);
		nobody_is_late();
		if (model_of(this_cpu()->current) != WORKER)
			current = pick();
	} else if (host_step_kind == HOST_STEP_CONTINUE && before != &this_cpu()->idle) {
		int self = model_of(before);

		if (m[self].state == SEND) {	/* else it has only just been started */
			deliver(self, m[self].partner);
			current = after_send(self, m[self].partner);
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
