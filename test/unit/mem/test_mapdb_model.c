/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random maps, grants, unmaps, flushes, status queries and accesses by several spaces, next to the
 * naive model: after each operation every page, right, status bit and parent is the same.  The
 * seeds are printed; MEM_SEED runs just one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "model.h"

#define RUNS	60
#define STEPS	400

static word_t random_address(void)
{
	static const word_t regions[] = { 0, 0x100000, 0x5f00000, 0x8000000, 0xbd00000, 0xdf00000 };

	return regions[rnd(6)] + rnd(0x400) * 0x1000;
}

/* Mostly where somebody has something. */
static word_t likely_address(unsigned space)
{
	int p = model_any_page();

	if (p < 0 || rnd(5) == 0)
		return random_address();
	for (unsigned i = 0; i < 20 && p >= 0 && model_page(p)->space != space; i++)
		p = model_any_page();
	return (p < 0 ? random_address() : model_page(p)->va) + rnd(16) * 0x1000;
}

static word_t random_fpage(word_t va, unsigned rights)
{
	static const unsigned sizes[] = { 12, 12, 12, 13, 15, 16, 16, 18, 20, 20, 22, 10, 11 };
	unsigned log2size = sizes[rnd(sizeof(sizes) / sizeof(sizes[0]))];

	if (rnd(60) == 0)
		return ABI_FPAGE_COMPLETE | rights;
	return fpage(va >> log2size << log2size, log2size, rights);
}

static unsigned random_rights(void)
{
	return rnd(3) ? RWX : rnd(8);
}

static void random_map(void)
{
	unsigned src = rnd(4) ? rnd(SPACES) : 0, dst = 1 + rnd(SPACES - 1);
	word_t from = src ? likely_address(src) : rnd(0x800) * 0x1000;
	word_t item = random_fpage(from, random_rights()), to = likely_address(dst);
	word_t window = rnd(3) ? random_fpage(to, 0) : ABI_FPAGE_COMPLETE;
	bool grant = rnd(4) == 0;

	if (rnd(3))
		to = (to & ~0xfffful) | (from & 0xffff);
	/* all of memory to somebody would leave nothing to chance */
	if (src == 0 && (item & ~0xful) == ABI_FPAGE_COMPLETE)
		return;
	assert_int_equal(map(spaces[src], item, to, spaces[dst], window, grant), SLICE_DONE);
	model_map(src, item, to, dst, window, grant);
}

static void random_unmap(void)
{
	unsigned s = rnd(SPACES);
	word_t page = random_fpage(likely_address(s), random_rights());
	bool flush = rnd(2);

	assert_int_equal(unmap(spaces[s], page, flush), model_unmap(s, page, flush));
}

static void random_touch(void)
{
	int p = model_any_page();
	bool write = rnd(2);

	if (p < 0)
		return;
	touch(spaces[model_page(p)->space], model_page(p)->va, write);
	model_touch(p, write);
}

static void run(uint64_t number)
{
	seed(number);
	world_begin();
	model_begin();
	for (unsigned step = 0; step < STEPS; step++) {
		switch (rnd(8)) {
		case 0: case 1: case 2: case 3:
			random_map();
			break;
		case 4: case 5:
			random_unmap();
			break;
		default:
			random_touch();
		}
		model_compare();
	}
	check_world(true);
	unsigned victim = 1 + rnd(SPACES - 1);

	world_reap(spaces[victim]);
	model_reap(victim);
	model_compare();
	world_end();
}

static void the_model_agrees(void **state)
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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_model_agrees) };

	world_phys_end = 0x800000;
	world_boot();
	return cmocka_run_group_tests_name("mapping database against its model", tests, NULL, NULL);
}
