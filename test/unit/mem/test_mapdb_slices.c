/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations in slices, with others in between: every slice is short and leaves whole structures;
 * a revocation ends although its victims keep mapping, whether its owner lives or not; nothing is
 * lost in the end.  The seeds are printed; MEM_SEED runs just one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "mem_world.h"

#define SIGMA0		(spaces[0])
#define A		(spaces[1])
#define B		(spaces[2])
#define C		(spaces[3])
#define WORKERS		7
#define RUNS		12
#define SLICES		6000

/* The most nodes that a slice may take away, whatever it does. */
#define NODES_PER_SLICE	(MAPDB_SLICE / MAPDB_NODE_COST + 1)

/* A thread of the test: at most one operation under way. */
struct worker {
	enum { IDLE, MAPPING, UNMAPPING } state;
	struct space *space, *partner;
	struct map_op map;
	struct unmap_op unmap;
};

static int begin(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	check_world(false);
	world_end();
	return 0;
}

/* A page of A's, mapped on to and fro between B and C: `count` nodes in a chain, or in a bush. */
static void grow(unsigned count, bool chain)
{
	struct space *from = A, *to = B;
	word_t at = 0x100000;

	map_page(SIGMA0, 0x100000, A, 0x100000, 12, RWX);
	for (unsigned i = 0; i < count; i++) {
		word_t next = 0x200000 + i * 0x1000ul;

		map_page(from, at, to, next, 12, RWX);
		if (chain || i == 0) {
			from = to;
			at = next;
		}
		to = to == B ? C : B;
	}
}

static void revoked_in_short_slices(bool chain)
{
	struct unmap_op op;
	unsigned slices = 0;
	enum slice more;

	grow(3000, chain);
	assert_true(unmap_op_init(&op, A, fpage(0x100000, 12, RWX), false));
	do {
		size_t before = node_count();

		more = unmap_op_run(&op);
		assert_true(before - node_count() <= NODES_PER_SLICE);
		assert_true(++slices <= 3000);
	} while (more == SLICE_MORE);
	assert_int_equal(node_count(), 2);	/* A's and sigma0's */
}

static void a_deep_tree_goes_in_short_slices(void **state)
{
	(void)state;
	revoked_in_short_slices(true);
}

static void a_wide_tree_goes_in_short_slices(void **state)
{
	(void)state;
	revoked_in_short_slices(false);
}

/* Everybody below maps on as fast as they can, ten times for each slice of the revocation. */
static void victims_that_keep_mapping_help(void **state)
{
	struct unmap_op op;
	unsigned slices = 0, attacks = 0;

	(void)state;
	grow(2000, false);
	assert_true(unmap_op_init(&op, A, fpage(0x100000, 12, RWX), false));
	while (unmap_op_run(&op) == SLICE_MORE) {
		assert_true(++slices < 2000);
		for (unsigned i = 0; i < 10 && op.revocation; i++) {
			size_t before = node_count();
			struct map_op attack;
			word_t from = 0x200000 + rnd(2000) * 0x1000;

			if (!map_op_init(&attack, rnd(2) ? B : C, fpage(from, 12, RWX),
					 0x9000000 + attacks * 0x1000ul, C, ABI_FPAGE_COMPLETE,
					 false, KMEM_USER))
				continue;
			attacks++;
			(void)map_op_run(&attack);
			if (op.revocation)
				assert_true(node_count() <= before);
		}
	}
	assert_true(attacks > 0);
	assert_int_equal(node_count(), 2);
}

static void a_dead_owner_is_not_missed(void **state)
{
	struct unmap_op op;
	unsigned slices = 0;

	(void)state;
	grow(1000, true);
	touch(B, 0x200000, true);
	assert_true(unmap_op_init(&op, A, fpage(0x100000, 12, RWX), false));
	assert_int_equal(unmap_op_run(&op), SLICE_MORE);
	unmap_op_cancel(&op);
	memset(&op, 0xee, sizeof(op));
	assert_true(node_count() > 2);
	while (reap_step() == SLICE_MORE)
		assert_true(++slices < 1000);
	assert_int_equal(node_count(), 2);
	/* what nobody was told is still known */
	assert_int_equal(unmap(A, fpage(0x100000, 12, 0), false), 6);
}

/* Somebody else ends it; the owner learns the bits all the same. */
static void status_reaches_the_owner(void **state)
{
	struct unmap_op op;

	(void)state;
	grow(1000, true);
	touch(B, 0x200000, true);
	assert_true(unmap_op_init(&op, A, fpage(0x100000, 12, RWX), true));
	assert_int_equal(unmap_op_run(&op), SLICE_MORE);
	map_page(SIGMA0, 0x100000, spaces[4], 0x100000, 12, RWX);
	assert_null(op.revocation);
	assert_int_equal(op.status, 6);
	assert_int_equal(unmap_op_run(&op), SLICE_DONE);
	assert_int_equal(op.status, 6);
	assert_int_equal(node_count(), 2);
}

/* More revocations at once than there are records for. */
static void many_at_once(void **state)
{
	struct unmap_op ops[20];
	bool done[20] = { false };
	unsigned left = 20, slices = 0;

	(void)state;
	for (unsigned i = 0; i < 20; i++) {
		word_t page = 0x100000 + i * 0x1000;

		map_page(SIGMA0, page, A, page, 12, RWX);
		for (unsigned n = 0; n < 200; n++)
			map_page(A, page, B, 0x8000000 + (n * 20 + i) * 0x1000ul, 12, RW);
		assert_true(unmap_op_init(&ops[i], A, fpage(page, 12, RWX), false));
	}
	while (left) {
		unsigned i = rnd(20);

		if (!done[i] && unmap_op_run(&ops[i]) != SLICE_MORE) {
			done[i] = true;
			left--;
		}
		assert_true(++slices < 20000);
	}
	assert_int_equal(node_count(), 40);
}

static void start_something(struct worker *w)
{
	static const unsigned sizes[] = { 12, 12, 14, 16, 18, 20, 22 };
	unsigned log2size = sizes[rnd(7)], src = rnd(3) ? rnd(SPACES) : 0;
	word_t item = fpage(rnd(0x400) * 0x1000 >> log2size << log2size, log2size,
			    rnd(3) ? RWX : rnd(8));

	w->space = spaces[src];
	w->partner = spaces[1 + rnd(SPACES - 1)];
	if (!w->space || !w->partner)
		return;
	if (rnd(5) < 3) {
		if (map_op_init(&w->map, w->space, item, rnd(0x400) * 0x1000, w->partner,
				ABI_FPAGE_COMPLETE, rnd(4) == 0, KMEM_PRIVILEGED))
			w->state = MAPPING;
	} else if (unmap_op_init(&w->unmap, w->space, item, rnd(2))) {
		w->state = UNMAPPING;
	}
}

static void stop(struct worker *w)
{
	if (w->state == UNMAPPING)
		unmap_op_cancel(&w->unmap);
	memset(w, 0, sizeof(*w));
}

static void work(struct worker *w)
{
	enum slice ended = SLICE_MORE;

	if (w->state == IDLE)
		start_something(w);
	if (w->state == MAPPING)
		ended = map_op_run(&w->map);
	else if (w->state == UNMAPPING)
		ended = unmap_op_run(&w->unmap);
	if (ended != SLICE_MORE)
		w->state = IDLE;
}

static void run(uint64_t number)
{
	struct worker workers[WORKERS] = { 0 };

	seed(number);
	world_begin();
	for (unsigned n = 0; n < SLICES; n++) {
		struct worker *w = &workers[rnd(WORKERS)];

		if (rnd(40) == 0)
			stop(w);
		else
			work(w);
		if (rnd(30) == 0)
			(void)reap_step();
		if (n % 16 == 0)
			check_world(false);
		if (n == SLICES / 2) {	/* a space dies with all its threads */
			for (unsigned i = 0; i < WORKERS; i++)
				if (workers[i].space == B || workers[i].partner == B)
					stop(&workers[i]);
			space_discard(B);
			spaces[2] = NULL;
			while (reap_step() == SLICE_MORE)
				;
		}
	}
	for (unsigned i = 0; i < WORKERS; i++)
		stop(&workers[i]);
	while (reap_step() == SLICE_MORE)
		;
	check_world(true);
	world_end();
}

static void random_slices_leave_everything_whole(void **state)
{
	const char *only = getenv("MEM_SEED");

	(void)state;
	for (uint64_t number = 1; number <= RUNS; number++) {
		uint64_t chosen = only ? strtoull(only, NULL, 0) : number;

		printf("seed %lu\n", (unsigned long)chosen);
		fflush(stdout);
		run(chosen);
		if (only)
			break;
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_deep_tree_goes_in_short_slices),
		CASE(a_wide_tree_goes_in_short_slices),
		CASE(victims_that_keep_mapping_help),
		CASE(a_dead_owner_is_not_missed),
		CASE(status_reaches_the_owner),
		CASE(many_at_once),
		cmocka_unit_test(random_slices_leave_everything_whole),
	};

	world_phys_end = 0x800000;
	seed(1);
	world_boot();
	return cmocka_run_group_tests_name("mapping database in slices", tests, NULL, NULL);
}
