/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pending timeouts of one CPU: a hierarchical wheel in microseconds, insertion and removal in
 * constant time, expiry in slices.  A thread has at most one timeout.
 */
#ifndef KERNEL_TIMEOUT_H
#define KERNEL_TIMEOUT_H

#include <kernel/cpu.h>

void timeout_init(struct cpu *cpu);

/* Arm `t`'s timeout; TCB_TIMEOUT is set. */
void timeout_set(struct tcb *t, usec_t deadline);
/* Disarm; TCB_TIMEOUT was set. */
void timeout_cancel(struct tcb *t);

/*
 * Advance to `now`: returns a thread whose timeout has expired (disarmed), or NULL.  Does a
 * bounded amount of work per call; *more tells that there may be more due.
 */
struct tcb *timeout_expired(usec_t now, bool *more);

/* Deadline of an X.2 time that starts at `now`; USEC_NEVER for never. */
usec_t time_deadline(word_t time, usec_t now);
/* Length of a time period in microseconds. */
uint64_t time_period_us(word_t time);
/* The X.2 period nearest below `us` (0 gives the zero time, beyond the range: never). */
word_t time_from_us(uint64_t us);

#endif
