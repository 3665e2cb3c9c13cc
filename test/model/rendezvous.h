/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model of threads that travel between processors to whom they have to do with:
 * kernel/travel.c, and what uses it.  docs/smp.md tells it in words.
 */
#ifndef MODEL_RENDEZVOUS_H
#define MODEL_RENDEZVOUS_H

#include <stdint.h>
#include "explore.h"

#define RENDEZVOUS_THREADS	3
#define RENDEZVOUS_OPS		5

/* What a thread does next: to or with thread `who`. */
enum rendezvous_kind { NOTHING, SEND, CALL, RECEIVE, REPLY, DELETE, MOVE };

struct rendezvous_op {
	uint8_t kind, who;	/* SEND, CALL, DELETE, MOVE; REPLY: to who called, timeout zero */
	uint8_t to;		/* MOVE: to be at home at this CPU */
};

struct rendezvous_world {
	struct {
		uint8_t home, times_out;	/* so often its timeout may be over when it polls */
		struct rendezvous_op ops[RENDEZVOUS_OPS];
	} threads[RENDEZVOUS_THREADS];
	bool all_succeed;	/* every operation has to, and comes to its end */
	/* mistakes to be found */
	bool cpu_after_push;	/* tcb.cpu is written when others may have the thread already */
	bool flag_after_cpu;	/* TCB_TRAVELLING is */
	bool flag_read_first;	/* before tcb.cpu */
	bool no_lobby;		/* who has come for a thread on its way takes it as being there */
	bool deaf_lobby;	/* arrival doesn't look who has waited */
	bool leaves_door;	/* who leaves forgets those who poll at its door */
	bool frees_at_once;	/* without grace */
	bool frees_before_door;	/* grace, but those at the door hear of the end later */
	bool home_later;	/* who has sent elsewhere goes home when it is its turn */
	bool runs_later;	/* an arrival goes on when it is its turn */
	bool no_orphans;	/* nobody tells who waits for a thread that it is gone */
};

extern struct rendezvous_world rendezvous_world;
extern const struct model rendezvous;

#endif
