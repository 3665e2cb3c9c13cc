/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What LOCK_DEBUG has to find (docs/smp.md, Locks): each case is one mistake, and ends in a panic.
 */
#include "world.h"
#include <kernel/lock.h>

static struct lock regions[2] = { LOCK(LOCK_REGION), LOCK(LOCK_REGION) };
static struct lock spaces[2] = { LOCK(LOCK_SPACE), LOCK(LOCK_SPACE) };
static struct lock table = LOCK(LOCK_TABLE), memory = LOCK(LOCK_KMEM);

static void as_it_should_be(void)
{
	host_boot();
	lock_take(&regions[0]);
	lock_take(&regions[1]);
	lock_take(&spaces[0]);
	lock_take(&memory);
	lock_drop(&regions[0]);		/* in any order */
	lock_drop(&memory);
	lock_take(&table);
	lock_drop(&spaces[0]);
	lock_drop(&table);
	lock_drop(&regions[1]);
	lock_debug_none();
}

static void wrong_order(void)
{
	host_boot();
	lock_take(&table);
	lock_take(&spaces[0]);
}

static void two_spaces(void)
{
	host_boot();
	lock_take(&spaces[0]);
	lock_take(&spaces[1]);
}

static void regions_downwards(void)
{
	host_boot();
	lock_take(&regions[1]);
	lock_take(&regions[0]);
}

static void again(void)
{
	host_boot();
	lock_take(&regions[0]);
	lock_take(&regions[0]);
}

static void too_many(void)
{
	static struct lock many[LOCKS_HELD_MOST + 1];

	host_boot();
	for (unsigned i = 0; i < ARRAY_SIZE(many); i++) {
		lock_init(&many[i], LOCK_REGION);
		lock_take(&many[i]);
	}
}

static void not_held(void)
{
	host_boot();
	lock_take(&spaces[0]);
	lock_drop(&spaces[1]);
}

static void held_at_the_end(void)
{
	host_boot();
	lock_take(&memory);
	lock_debug_none();
}

static void flushes_at_the_end(void)
{
	host_boot();
	smp_flush_add(NULL, 0);
	lock_debug_none();
}

static void held_too_long(void)
{
	host_boot();
	for (unsigned long looks = 0; looks < 1000000000; looks++)
		lock_debug_wait(&memory, looks);
}

static void mistakes_are_found(void **state)
{
	void (*const mistakes[])(void) = {
		wrong_order, two_spaces, regions_downwards, again, too_many, not_held,
		held_at_the_end, flushes_at_the_end, held_too_long,
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(mistakes); i++)
		assert_int_equal(child_status(mistakes[i]), 3);
}

static void the_order_is_allowed(void **state)
{
	(void)state;
	in_child(as_it_should_be);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_is_allowed),
		cmocka_unit_test(mistakes_are_found),
	};

	return cmocka_run_group_tests_name("locks", tests, NULL, NULL);
}
