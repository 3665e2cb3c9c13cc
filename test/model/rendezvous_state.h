/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between the rooms of the model of travelling threads: its state, and what a CPU does in a slice
 * (rendezvous_acts.c), of which rendezvous.c makes steps.
 */
#ifndef MODEL_RENDEZVOUS_STATE_H
#define MODEL_RENDEZVOUS_STATE_H

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

/* What thread n does now, and whether there is that thread. */
struct rendezvous_op rendezvous_op_of(const struct state *s, unsigned n);
bool rendezvous_is_alive(const struct state *s, unsigned n);
/* Who polls at thread n, or NOBODY. */
unsigned rendezvous_first_at_door(const struct state *s, unsigned n);

/* Its identity, tcb.cpu and the flag may be read by everybody. */
struct thread *rendezvous_glance(struct state *s, unsigned n);
/* CPU c reads or writes all the rest of it. */
struct thread *rendezvous_touch(struct state *s, unsigned c, unsigned n);
void rendezvous_make_ready(struct thread *t, unsigned cont);

/* Its operation is over; whatever it waits for is broken off; its record waits to be freed. */
void rendezvous_finish(struct state *s, unsigned c, unsigned n, bool success);
void rendezvous_break_off(struct state *s, unsigned c, unsigned n);
void rendezvous_begin_grace(struct state *s, unsigned c, unsigned n);

/* Thread n goes to where the other one is; the steps of that which others see; into a mailbox. */
void rendezvous_follow(struct state *s, unsigned c, unsigned n, unsigned other);
void rendezvous_depart_step(struct state *s, unsigned c);
void rendezvous_push(struct state *s, unsigned c, unsigned n, unsigned to);

/* The other one is at hand; thread n, which is here, goes on. */
void rendezvous_act(struct state *s, unsigned c);
void rendezvous_go_on(struct state *s, unsigned c, unsigned n);

#endif
