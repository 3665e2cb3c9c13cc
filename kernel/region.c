/* SPDX-License-Identifier: BSD-2-Clause */
/* The locks of the regions: see region.h.  Each has a cache line of its own. */
#include <kernel/assert.h>
#include <kernel/lock.h>
#include <kernel/region.h>

static struct region_lock {
	struct lock lock;
} CACHE_ALIGNED region_locks[REGIONS] = {
	[0 ... REGIONS - 1] = { LOCK(LOCK_REGION) },
};

void regions_drop(void)
{
	struct region_hold *h = &this_cpu()->smp.regions;

	/* who gets a lock after us must find what we took out forgotten by all CPUs */
	smp_flush_commit();
	for (region_set left = h->held; left; left &= left - 1)
		lock_drop(&region_locks[__builtin_ctzll(left)].lock);
	*h = (struct region_hold){ 0 };
}

void regions_take(region_set set)
{
	struct region_hold *h = &this_cpu()->smp.regions;

	regions_drop();
	for (region_set left = set; left; left &= left - 1)
		lock_take(&region_locks[__builtin_ctzll(left)].lock);
	h->held = h->wanted = set;
}

void region_take_first(unsigned number)
{
	struct region_hold *h = &this_cpu()->smp.regions;

	kassert(!h->held);
	lock_take(&region_locks[number].lock);
	h->held = region_bit(number);
}
