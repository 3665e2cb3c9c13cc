/* SPDX-License-Identifier: BSD-2-Clause */
/* What tests of the mapping database share beside the world: names, set-up, pages as expected. */
#ifndef MEM_CASES_H
#define MEM_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "mem_world.h"

#define SIGMA0	(spaces[0])
#define A	(spaces[1])
#define B	(spaces[2])
#define C	(spaces[3])
#define KB4	12u
#define MB2	21u
#define GB1	30u
#define ALL	ABI_FPAGE_COMPLETE

static inline int begin(void **state)
{
	(void)state;
	world_begin();
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	check_world(true);
	world_end();
	return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

static inline void expect(const struct space *s, word_t va, unsigned rights, phys_t frame)
{
	phys_t at = 0;

	assert_int_equal(rights_at(s, va, &at, NULL), rights);
	if (rights)
		assert_int_equal(at, frame);
}

/* ~0 if nothing is mapped there. */
static inline unsigned level_at(const struct space *s, word_t va)
{
	unsigned level = ~0u;

	(void)rights_at(s, va, NULL, &level);
	return level;
}

#endif
