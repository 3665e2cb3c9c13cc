/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigma0's ownership map, against a plain array that says for each of a few thousand cells whose it
 * is: random assignments, and after each the same answers, no two neighbours with one owner, and no
 * node lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../../../userland/servers/sigma0/nodes.h"
#include "../../../userland/servers/sigma0/ranges.h"

#define CELLS	4096
#define NODES	8192

static struct range nodes[NODES];
static addr_t model[CELLS];
static unsigned long ranges;
static addr_t next_low, last_owner;

static void visit(const struct range *r)
{
	assert_int_equal(r->low, next_low);
	assert_true(r->owner != last_owner || r->low == 0);
	for (addr_t a = r->low; a <= r->high; a++)
		assert_int_equal(model[a], r->owner);
	next_low = r->high + 1;
	last_owner = r->owner;
	ranges++;
}

/* The highest aligned free block according to the model. */
static long model_any(int order)
{
	addr_t size = 1UL << order;

	for (long at = CELLS - (long)size; at >= 0; at -= (long)size) {
		addr_t i = 0;

		while (i < size && model[at + (long)i] == OWNER_CONVENTIONAL)
			i++;
		if (i == size)
			return at;
	}
	return -1;
}

static void check(const struct map *map)
{
	next_low = ranges = last_owner = 0;
	ranges_walk(map, visit);
	assert_int_equal(next_low, CELLS);
	assert_int_equal(nodes_free() + ranges, NODES);
	for (int order = 0; order <= 12; order++) {
		addr_t at;
		long wanted = model_any(order);

		assert_int_equal(ranges_find_any(map, order, &at), wanted >= 0);
		if (wanted >= 0)
			assert_int_equal(at, wanted);
	}
	for (int i = 0; i < 20; i++) {
		addr_t a = (addr_t)rand() % CELLS;
		const struct range *r = ranges_find(map, a);

		assert_true(r->low <= a && a <= r->high);
	}
}

static void random_assignments(void **state)
{
	struct map map;

	nodes_add(nodes, sizeof(nodes));
	ranges_init(&map, 0, CELLS - 1, OWNER_CONVENTIONAL);
	for (int i = 0; i < CELLS; i++)
		model[i] = OWNER_CONVENTIONAL;
	srand(7);
	for (int step = 0; step < 3000; step++) {
		int most = step % 3 ? 30 : 2000;
		addr_t low = (addr_t)rand() % CELLS, high = low + (addr_t)(rand() % most);
		addr_t owner = OWNER_CONVENTIONAL + (addr_t)(rand() % 4);
		unsigned long before = nodes_free();

		if (high >= CELLS)
			high = CELLS - 1;
		ranges_set(&map, low, high, owner);
		for (addr_t a = low; a <= high; a++)
			model[a] = owner;
		assert_true(nodes_free() + RANGE_NODES_NEEDED >= before);
		check(&map);
	}
}

/* The ends of the address space, where sums wrap round. */
static void whole_space(void **state)
{
	struct map map;
	addr_t at;

	ranges_init(&map, 0, ~0UL, OWNER_CONVENTIONAL);
	assert_true(ranges_find_any(&map, 63, &at));
	assert_int_equal(at, 1UL << 63);
	ranges_set(&map, ~0UL, ~0UL, 7);
	ranges_set(&map, 0, 0, 8);
	assert_int_equal(ranges_find(&map, ~0UL)->low, ~0UL);
	assert_int_equal(ranges_find(&map, 0)->high, 0);
	assert_true(ranges_find_any(&map, 62, &at));
	assert_int_equal(at, 1UL << 63);
	assert_false(ranges_find_any(&map, 63, &at));
	ranges_set(&map, 0, ~0UL, 9);
	assert_int_equal(ranges_find(&map, 5)->low, 0);
	assert_int_equal(ranges_find(&map, 5)->high, ~0UL);
}

static unsigned depth(const struct range *r)
{
	unsigned l, h;

	if (!r)
		return 0;
	l = depth(r->left);
	h = depth(r->right);
	return 1 + (l > h ? l : h);
}

/* Every other page taken, upwards: the map stays balanced. */
static void stays_balanced(void **state)
{
	static struct range many[100001];
	struct map map;

	nodes_add(many, sizeof(many));
	ranges_init(&map, 0, ~0UL, OWNER_CONVENTIONAL);
	for (addr_t page = 0; page < 50000; page++)
		ranges_set(&map, page << 13, (page << 13) + 4095, 5);
	assert_true(depth(map.root) < 60);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_assignments), cmocka_unit_test(whole_space),
		cmocka_unit_test(stays_balanced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
