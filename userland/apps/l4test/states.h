/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads in every state a thread can be in, for tests that do something to them.
 */
#ifndef STATES_H
#define STATES_H

#include "test.h"

struct state {
	const char *name;
	void (*enter)(void);		/* NULL: it is never started */
	L4_Word_t schedule_state;	/* what Schedule says of it */
	L4_Word_t exregs_state;		/* what ExchangeRegisters says */
	L4_Word_t moved_result;		/* error of its IPC when that is broken off, or ... */
};

#define NO_IPC		(~(L4_Word_t)0)	/* there is no IPC of its own whose end it could tell */

extern const struct state states[];	/* ended by one without name */

/* Makes a thread and brings it into the state; `place` is where it is made. */
L4_ThreadId_t state_enter(const struct state *state, enum where place);
/* Its IPC's result, NO_IPC as long as it has not gone on. */
extern volatile L4_Word_t state_result;
/* How often the one that runs, or unmaps, has gone round. */
extern volatile L4_Word_t state_rounds;

L4_Word_t state_of(L4_ThreadId_t thread);

#endif
