/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of machines with several processors share.  The main thread stays on processor 0,
 * the pager too if a test does not move it.
 */
#ifndef SMP_H
#define SMP_H

#include <l4/schedule.h>
#include "test.h"

/* There are at least two; numbers from this on begin anew at 0. */
L4_Word_t cpus(void);

/* A thread of that processor; not started, or started with a function. */
L4_ThreadId_t thread_of(L4_Word_t cpu, enum where where);
L4_ThreadId_t thread_at(L4_Word_t cpu, enum where where, void (*function)(void));
void move(L4_ThreadId_t thread, L4_Word_t cpu);

/* Two threads, the first on one processor, the second on another; awaited. */
extern L4_ThreadId_t t1, t2;
void pair_at(L4_Word_t cpu1, L4_Word_t cpu2, enum where where, void (*first)(void),
	     void (*second)(void));

/* A message of this label with the words 1 to n has come, with the X bit or without. */
void check_words(L4_MsgTag_t tag, L4_Word_t label, L4_Word_t n, bool from_afar);
void check_failed(L4_MsgTag_t tag, L4_Word_t error);

/* Waits until a counter has gone on; fails the test if it does not for five seconds. */
void await_progress(const volatile L4_Word_t *counter);
/* It does not any more. */
void check_still(const volatile L4_Word_t *counter);
/* No time, for a partner that has had time to be there; some, where the clock says little. */
L4_Time_t at_once(void);
/* Waits until it has this value. */
void await_value(const volatile L4_Word_t *place, L4_Word_t value);

#endif
