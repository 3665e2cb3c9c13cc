/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of Schedule's finer points share.
 */
#ifndef QUANTUM_H
#define QUANTUM_H

#include "test.h"

#define TICK		2500		/* a tick and a little more, in microseconds */

L4_Word64_t now(void);

/* A thread of the root task's space; a function NULL starts it later. */
L4_ThreadId_t at_prio(L4_Word_t prio, void (*function)(void));

/* Counts its rounds for ever. */
void spin(void);
extern volatile L4_Word_t rounds;

/* A preemption message of `from` within so many milliseconds; when it was sent. */
L4_Word64_t preemption_message(L4_ThreadId_t from, L4_Word_t ms);
void answer_preemption(L4_ThreadId_t to);

#endif
