/* SPDX-License-Identifier: BSD-2-Clause */
/* See ipc_model.h. */
#include <kernel/timeout.h>
#include <arch/clock.h>
#include "ipc_model.h"

struct thread m[N];
int queue[N][N], queue_len[N];
int ready[LEVELS][N], ready_len[LEVELS];

void model_ready_tail(int t)
{
	list_append(ready[m[t].prio], &ready_len[m[t].prio], t);
}

void model_ready_head(int t)
{
	list_prepend(ready[m[t].prio], &ready_len[m[t].prio], t);
}

int model_pick(void)
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
		model_ready_tail(t);
		return self;
	}
	if (self != NOBODY)
		model_ready_head(self);
	return t;
}

/* --- IPC -------------------------------------------------------------------------------------- */

int model_by_id(word_t id)
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

void model_deliver(int s, int r)
{
	finish(r, m[s].space == m[r].space ? m[s].local : m[s].id, m[s].out.tag);
	m[r].in = m[s].out;
	m[r].check_in = true;
}

static int receive(int self, int woken)
{
	word_t from = m[self].from;
	int s = NOBODY, partner = model_by_id(from);

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
			model_ready_tail(s);
			return woken;
		}
		model_ready_tail(woken);
		return s;
	}
	bool closed = from != ANYTHREAD && from != ANYLOCALTHREAD;

	if ((closed && partner == NOBODY) || m[self].rcv == ABI_TIME_ZERO) {
		break_off(self,
			  closed && partner == NOBODY ? ABI_IPCERR_NOPARTNER : ABI_IPCERR_TIMEOUT,
			  RCV, 0);
		if (woken == NOBODY)
			return self;
		model_ready_head(self);
		return woken;
	}
	m[self].state = WAIT;
	m[self].deadline = time_deadline(m[self].rcv, host_now);
	return woken == NOBODY ? model_pick() : woken;
}

int model_after_send(int self, int dest)
{
	if (m[self].from != NILTHREAD)
		return receive(self, dest);
	finish(self, NILTHREAD, m[self].out.tag);
	return wake(self, dest);
}

int model_ipc(int self, word_t to, word_t snd)
{
	int dest = model_by_id(to);

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
		model_deliver(self, dest);
		return model_after_send(self, dest);
	}
	if (snd == ABI_TIME_ZERO) {
		break_off(self, ABI_IPCERR_TIMEOUT, SND, 0);
		return self;
	}
	m[self].state = POLL;
	m[self].partner = dest;
	m[self].deadline = time_deadline(snd, host_now);
	list_append(queue[dest], &queue_len[dest], self);
	return model_pick();
}

static void leave_wait(int t)
{
	if (m[t].state == POLL)
		list_drop(queue[m[t].partner], &queue_len[m[t].partner], t);
}

/* Those whose time has come, as far as the kernel has got with them. */
int model_expire(int self)
{
	for (int t = 0; t < N; t++) {
		if ((m[t].state != POLL && m[t].state != WAIT) || m[t].deadline > host_now ||
		    thread_find(m[t].id)->state != THREAD_RUNNING)
			continue;
		leave_wait(t);
		break_off(t, ABI_IPCERR_TIMEOUT, m[t].state == WAIT ? RCV : SND,
		     m[t].state == WAIT ? 0 : m[t].out.tag);
		if (self == WORKER)
			model_ready_tail(t);
		else
			self = wake(self, t);
	}
	return self;
}

void model_nobody_is_late(void)
{
	for (int t = 0; t < N; t++)
		check((m[t].state != POLL && m[t].state != WAIT) ||
		      m[t].deadline > host_now - 2 * CONFIG_TIMER_TICK_US);
}

static int best(int self)
{
	for (unsigned p = LEVELS - 1; p > m[self].prio; p--)
		if (ready_len[p]) {
			model_ready_head(self);
			return model_pick();
		}
	return self;
}

static void abort_transfer(int from, int to)
{
	break_off(from, ABI_IPCERR_ABORTED, SND, m[from].out.tag);
	m[from].result = m[to].id;
	break_off(to, ABI_IPCERR_ABORTED, RCV, m[from].out.tag);
	m[to].result = m[from].space == m[to].space ? m[from].local : m[from].id;
}

/* ExchangeRegisters with both abort bits, on a thread of the same space. */
int model_abort_other(int self, int t)
{
	int other = m[t].partner;

	switch (m[t].state) {
	case POLL:
	case WAIT:
		leave_wait(t);
		break_off(t, ABI_IPCERR_CANCELED, m[t].state == WAIT ? RCV : SND,
		     m[t].state == WAIT ? 0 : m[t].out.tag);
		model_ready_tail(t);
		break;
	case RECEIVE:			/* its sender is ready to begin */
		abort_transfer(other, t);
		model_ready_tail(t);
		break;
	case SEND:
		abort_transfer(t, other);
		model_ready_tail(other);
		break;
	default:
		break;
	}
	return best(self);
}

int model_thread_switch(int self, int t)
{
	if (t == self)
		return self;
	bool is_ready = t != NOBODY && (m[t].state == RUN || m[t].state == SEND);

	if (!is_ready) {
		model_ready_tail(self);
		return model_pick();
	}
	list_drop(ready[m[t].prio], &ready_len[m[t].prio], t);
	model_ready_head(self);
	return t;
}
