/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks of locks between CPUs (LOCK_DEBUG): their order, that none is held at a preemption point
 * or on the way out of the kernel, nor for too long.  Called by lock.h; docs/smp.md has the order.
 */
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/lock.h>

/* More than the longest slice of as many CPUs as there may be. */
#define WAIT_MOST	200000000ul

void lock_debug_wait(const struct lock *l, unsigned long n)
{
	if (n == WAIT_MOST)
		panic("lock %p of rank %u is held too long", (const void *)l, l->rank);
}

void lock_debug_take(const struct lock *l)
{
	struct smp_cpu *me = &this_cpu()->smp;
	const struct lock *last = me->locks_held ? me->locks[me->locks_held - 1] : NULL;

	if (me->locks_held == LOCKS_HELD_MOST)
		panic("a CPU has %u locks", me->locks_held);
	/* of the regions several, in the order of their addresses */
	if (last && (last->rank > l->rank ||
		     (last->rank == l->rank && (l->rank != LOCK_REGION || last >= l))))
		panic("lock %p of rank %u is taken after %p of rank %u", (const void *)l, l->rank,
		      (const void *)last, last->rank);
	me->locks[me->locks_held++] = l;
}

void lock_debug_drop(const struct lock *l)
{
	struct smp_cpu *me = &this_cpu()->smp;
	unsigned n = me->locks_held;

	while (n > 0 && me->locks[n - 1] != l)
		n--;
	if (n == 0)
		panic("lock %p of rank %u is dropped by who doesn't have it", (const void *)l,
		      l->rank);
	for (me->locks_held--; n <= me->locks_held; n++)
		me->locks[n - 1] = me->locks[n];
}

void lock_debug_none(void)
{
	const struct smp_cpu *me = &this_cpu()->smp;

	if (me->locks_held)
		panic("lock %p of rank %u is held at the end of a slice",
		      (const void *)me->locks[0], me->locks[0]->rank);
	if (me->flushes)
		panic("%u flushes are left at the end of a slice", me->flushes);
}
