/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MemoryControl's attribute reaches the page table entries (X.2: MemoryControl): the three bits by
 * which an x86 processor chooses from its page attribute table, whose highest one lies elsewhere in
 * the entries of large pages; in all that is derived, and in what is derived or split later.
 */
#include "mem_cases.h"

#define WRITE_THROUGH	(1u << 3)
#define CACHE_DISABLE	(1u << 4)
#define PAT_SMALL	(1u << 7)
#define PAT_LARGE	(1u << 12)
#define LARGE		(1u << 7)

bool x86_has_pat = true;

static void set_attribute(struct space *s, word_t page, int attribute)
{
	struct unmap_op op;

	assert_true(unmap_op_init(&op, s, page, true));
	op.rights = 0;
	op.attribute = (int8_t)attribute;
	while (unmap_op_run(&op) == SLICE_MORE)
		;
}

/* The entry for va is of this level and has the bits of this place in the table, and its frame. */
static void expect_place(const struct space *s, word_t va, unsigned level, unsigned place,
			 phys_t frame)
{
	struct pt_spot at = pt_find(s, va);
	pte_t high = level ? PAT_LARGE : PAT_SMALL;

	assert_int_equal(at.level, level);
	assert_true(pte_is_present(*at.slot));
	assert_int_equal(*at.slot & (WRITE_THROUGH | CACHE_DISABLE | high),
			 (place & 1 ? WRITE_THROUGH : 0) | (place & 2 ? CACHE_DISABLE : 0) |
			 (place & 4 ? high : 0));
	if (level)
		assert_true(*at.slot & LARGE);
	assert_int_equal(pt_frame(at), frame);
	assert_int_equal(rights_at(s, va, NULL, NULL), RWX);
}

static const unsigned places[] = { 1, 2, 3, 4, 7, 0 };

static void small_pages(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x403000, A, 0x403000, KB4, RWX);
	map_page(A, 0x403000, B, 0x800000, KB4, RWX);
	for (unsigned i = 0; i < ARRAY_SIZE(places); i++) {
		set_attribute(A, fpage(0x403000, KB4, 0), (int)places[i]);
		expect_place(A, 0x403000, 0, places[i], 0x403000);
		expect_place(B, 0x800000, 0, places[i], 0x403000);
		expect_place(SIGMA0, 0x403000, 0, 0, 0x403000);
		map_page(B, 0x800000, C, 0x5000, KB4, RWX);	/* later */
		expect_place(C, 0x5000, 0, places[i], 0x403000);
		unmap(B, fpage(0x800000, KB4, RWX), false);
	}
}

static void large_pages(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	map_page(A, 0x400000, B, 0x800000, MB2, RWX);
	for (unsigned i = 0; i < ARRAY_SIZE(places); i++) {
		set_attribute(A, fpage(0x400000, MB2, 0), (int)places[i]);
		expect_place(A, 0x400000, 1, places[i], 0x400000);
		expect_place(B, 0x800000, 1, places[i], 0x400000);
		map_page(B, 0x805000, C, 0x5000, KB4, RWX);	/* small ones of a large one */
		expect_place(C, 0x5000, 0, places[i], 0x405000);
		unmap(B, fpage(0x800000, MB2, RWX), false);
	}
	set_attribute(A, fpage(0x400000, MB2, 0), 4);
	assert_int_equal(map(B, fpage(0x806000, KB4, RWX), 0, C, fpage(0x6000, KB4, 0), true),
			 SLICE_DONE);
	expect_place(C, 0x6000, 0, 4, 0x406000);
	expect_place(B, 0x807000, 0, 4, 0x407000);
	expect_place(A, 0x400000, 1, 4, 0x400000);
	set_attribute(A, fpage(0x400000, MB2, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(small_pages),
		CASE(large_pages),
	};

	world_boot();
	return cmocka_run_group_tests_name("attributes of pages", tests, NULL, NULL);
}
