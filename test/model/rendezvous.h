/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model of IPC between processors, with deletion and migration: what the core does for many
 * CPUs has to do likewise (docs/host.md tells the protocol in words).
 */
#ifndef MODEL_RENDEZVOUS_H
#define MODEL_RENDEZVOUS_H

#include "explore.h"

/* What goes on beside two threads that send and one that receives. */
struct rendezvous_world {
	bool timeouts;		/* senders may run out of time */
	int deletes;		/* this thread, or -1 */
	int moves;		/* so often the receiver migrates */
	/* mistakes to be found */
	bool no_stamps;		/* answers don't say which send they answer */
	bool no_forwarding;	/* the home isn't looked at again */
	bool no_cancel_answer;	/* who gives up a send doesn't wait until that is known */
	bool frees_at_once;	/* deletion doesn't wait for the partner */
};

extern struct rendezvous_world rendezvous_world;
extern const struct model rendezvous;

#endif
