/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A large page becomes small ones, on x86-x64's page tables: in short slices, whoever drives them,
 * and whatever happens to those concerned meanwhile (docs/mapping.md).
 */
#include "mem_cases.h"

/* A page of 2 MB in B, from A; and the grant of a piece of it to C, begun. */
static void begin_split(struct map_op *grant)
{
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	map_page(A, 0x400000, B, 0x800000, MB2, RW);
	map_page(B, 0x800000, C, 0x800000, MB2, RO);
	touch(B, 0x800000, true);
	touch(C, 0x800000, false);
	assert_true(map_op_init(grant, B, fpage(0x805000, KB4, RW), 0, C, fpage(0x5000, KB4, 0),
				true, KMEM_PRIVILEGED));
}

/* Slices until something is true of the split. */
static void split_until(struct map_op *grant, unsigned phase, unsigned pieces)
{
	const struct revocation *r;

	do
		assert_int_equal(map_op_run(grant), SLICE_MORE);
	while (!(r = revocation_any()) || r->split != phase || r->pieces < pieces);
	check_world(false);
}

static void large_pages_are_split_in_short_slices(void **state)
{
	struct map_op grant;
	unsigned slices = 0;

	(void)state;
	begin_split(&grant);
	for (enum slice end = SLICE_MORE; end == SLICE_MORE; slices++) {
		size_t before = node_count();

		end = map_op_run(&grant);
		assert_true(end != SLICE_NOMEM);
		assert_true(node_count() <= before + 4 * MAPDB_SLICE);
		check_world(false);
		/* all of the page is there all the time */
		expect(B, 0x804000, RW, 0x404000);
	}
	assert_true(slices > 2 * 512 / (4 * MAPDB_SLICE));
	expect(C, 0x5000, RW, 0x405000);
	expect(B, 0x805000, 0, 0);
	/* each piece inherits all that was known of the whole */
	assert_int_equal(unmap(B, fpage(0x9ff000, KB4, 0), true), 6);
	assert_int_equal(unmap(C, fpage(0x5000, KB4, 0), true), 6);
	assert_int_equal(unmap(B, fpage(0x9ff000, KB4, 0), true), 0);
}

/* Whoever asked for it has gone: the worker ends it, or who wants these frames. */
static void a_split_without_its_caller_ends(void **state)
{
	static const unsigned phases[] = { SPLIT_MAKES, SPLIT_LINKS };
	struct map_op grant;

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		begin_split(&grant);
		split_until(&grant, phases[i & 1], 20);
		memset(&grant, 0xee, sizeof(grant));
		if (i < 2)
			while (reap_step() == SLICE_MORE)
				;
		else
			map_page(B, 0x807000, C, 0x7000, KB4, RO);
		check_world(true);
		assert_int_equal(level_at(B, 0x804000), 0);
		expect(B, 0x805000, RW, 0x405000);
		unmap(A, fpage(0x400000, MB2, RWX), false);
		expect(B, 0x805000, 0, 0);
		unmap(SIGMA0, fpage(0x400000, MB2, RWX), false);
	}
}

/* Neither the page's space nor the one it came from waits for the end of the split. */
static void spaces_die_while_their_page_is_split(void **state)
{
	struct map_op grant;

	(void)state;
	begin_split(&grant);
	split_until(&grant, SPLIT_MAKES, 100);
	world_reap(B);
	check_world(true);
	expect(A, 0x400000, RWX, 0x400000);
	assert_int_equal(level_at(A, 0x400000), 1);
	spaces[2] = spaces[4];	/* for the next */
	spaces[4] = NULL;
	begin_split(&grant);
	split_until(&grant, SPLIT_LINKS, 100);
	world_reap(A);
	check_world(true);
	expect(B, 0x804000, 0, 0);
}

/* Others can only help while it goes on; then they find small pages. */
static void others_meet_a_split(void **state)
{
	struct map_op grant;

	(void)state;
	begin_split(&grant);
	split_until(&grant, SPLIT_MAKES, 50);
	assert_int_equal(unmap(A, fpage(0x400000, KB4, 0), false), 6);
	expect(B, 0x800000, RW, 0x400000);
	unmap(A, fpage(0x408000, KB4, ABI_RIGHT_W), false);
	expect(B, 0x808000, RO, 0x408000);
	expect(B, 0x809000, RW, 0x409000);
	while (map_op_run(&grant) == SLICE_MORE)
		;
	expect(C, 0x5000, RW, 0x405000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(large_pages_are_split_in_short_slices),
		CASE(a_split_without_its_caller_ends),
		CASE(spaces_die_while_their_page_is_split),
		CASE(others_meet_a_split),
	};

	world_boot();
	return cmocka_run_group_tests_name("splitting pages", tests, NULL, NULL);
}
