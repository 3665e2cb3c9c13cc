/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A model of the rules of rendezvous and switching (X.2: Ipc; ipc sheet 11), for test_ipc_model.
 * Threads are numbers; what a call answers with is the thread to run next.
 */
#ifndef CORE_IPC_MODEL_H
#define CORE_IPC_MODEL_H

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

extern struct thread m[N];
extern int queue[N][N], queue_len[N];		/* who polls at whom, in order of arrival */
extern int ready[LEVELS][N], ready_len[LEVELS];

/* --- lists ------------------------------------------------------------------------------------ */

static inline void list_append(int *list, int *len, int x)
{
	list[(*len)++] = x;
}

static inline void list_prepend(int *list, int *len, int x)
{
	for (int i = (*len)++; i > 0; i--)
		list[i] = list[i - 1];
	list[0] = x;
}

static inline void list_drop(int *list, int *len, int x)
{
	int at = 0;

	while (at < *len && list[at] != x)
		at++;
	check(at < *len);
	for (--*len; at < *len; at++)
		list[at] = list[at + 1];
}

/* --- what happens ----------------------------------------------------------------------------- */

void model_ready_tail(int t);
void model_ready_head(int t);
/* The best ready thread, not in the queue any more; NOBODY. */
int model_pick(void);
int model_by_id(word_t id);

/* `self` calls Ipc: m[self].from, rcv and out say the rest. */
int model_ipc(int self, word_t to, word_t snd);
void model_deliver(int s, int r);
int model_after_send(int self, int dest);
/* Timeouts run out while `self` runs; none is late. */
int model_expire(int self);
void model_nobody_is_late(void);
/* `self` breaks off what `t` is in; switches to it. */
int model_abort_other(int self, int t);
int model_thread_switch(int self, int t);

#endif
