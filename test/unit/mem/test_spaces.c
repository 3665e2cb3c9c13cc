/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Spaces on x86-x64's page tables: their areas, UTCBs, the end of a space; what happens to mappings
 * when kernel memory runs out.
 */
#include <kernel/kip.h>
#include "mem_cases.h"

static void areas_are_checked(void **state)
{
	word_t kips = fpage(KIP_AT, 12, 0), utcb = fpage(UTCB_AT, UTCB_LOG2, 0);

	(void)state;
	assert_int_equal(space_check_areas(kips, utcb), ABI_ERR_OK);
	assert_int_equal(space_check_areas(kips, fpage(UTCB_AT, 11, 0)), ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(kips, ALL), ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(kips, 0), ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(kips, fpage(0xffffff0000000000, 12, 0)),
			 ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(kips, fpage(0x800000000000, 12, 0)), ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(kips, fpage(0, 63, 0)), ABI_ERR_UTCB_AREA);
	assert_int_equal(space_check_areas(0, utcb), ABI_ERR_KIP_AREA);
	assert_int_equal(space_check_areas(ALL, utcb), ABI_ERR_KIP_AREA);
	assert_int_equal(space_check_areas(fpage(KIP_AT, 11, 0), utcb), ABI_ERR_KIP_AREA);
	assert_int_equal(space_check_areas(fpage(UTCB_AT + 0x3000, 12, 0), utcb),
			 ABI_ERR_KIP_AREA);
	assert_int_equal(space_check_areas(fpage(0, 40, 0), utcb), ABI_ERR_KIP_AREA);
	assert_true(space_utcb_valid(A, UTCB_AT + 0x400));
	assert_false(space_utcb_valid(A, UTCB_AT + 0x200));
	assert_false(space_utcb_valid(A, UTCB_AT - 0x400));
	assert_false(space_utcb_valid(A, UTCB_AT + (1ul << UTCB_LOG2)));
}

static word_t id_in(const char *u)
{
	return *(const word_t *)(u + ABI_UTCB_GLOBAL_ID);
}

static void utcbs_share_pages_and_leave_dead_ids(void **state)
{
	char *first = space_utcb_get(A, UTCB_AT, KMEM_USER);
	char *second = space_utcb_get(A, UTCB_AT + 0x400, KMEM_USER);
	char *far = space_utcb_get(A, UTCB_AT + 0x3000, KMEM_USER);
	word_t dead = id_make(16, 1);
	phys_t frame;

	(void)state;
	assert_ptr_equal(first + 0x400, second);
	assert_int_equal(id_in(first), 0);
	assert_int_equal(id_in(first + 0x800), dead);	/* nobody there yet */
	assert_int_equal(rights_at(A, UTCB_AT, &frame, NULL), RW);
	assert_int_equal(frame + ABI_UTCB_POINTER, virt_to_phys(first));
	assert_true(rights_at(A, UTCB_AT + 0x3000, &frame, NULL) == RW && far);
	space_utcb_put(A, UTCB_AT);
	assert_int_equal(id_in(first), dead);
	assert_int_equal(id_in(second), 0);
	space_utcb_put(A, UTCB_AT + 0x400);
	assert_int_equal(rights_at(A, UTCB_AT, &frame, NULL), RO);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(id_in((char *)phys_to_virt(frame) + i * 0x400 + 0x200), dead);
	first = space_utcb_get(A, UTCB_AT + 0x800, KMEM_USER);
	assert_int_equal(rights_at(A, UTCB_AT, NULL, NULL), RW);
	assert_int_equal(id_in(first), 0);
	assert_int_equal(id_in(first - 0x400), dead);
	space_utcb_put(A, UTCB_AT + 0x3000);		/* the other stays, for the reaper */
}

/* Whatever is missing when an operation runs, it ends with all structures whole. */
static void running_out_of_memory_is_harmless(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	for (unsigned left = 0; left < 40; left++) {
		void *chain_of_pages = NULL, *page;
		bool failed = false;

		for (unsigned i = 0; i < 3; i++)	/* no spare slab hides the lack */
			kmem_cache_drain();
		while (kmem_free_bytes() > left * KMEM_PAGE_SIZE &&
		       (page = kmem_alloc_pages(0, KMEM_PRIVILEGED))) {
			*(void **)page = chain_of_pages;
			chain_of_pages = page;
		}
		size_t before = kmem_free_bytes(), nodes = node_count();

		failed |= map(A, fpage(0x403000, 13, RW), 0, B, fpage(0x7000000000, 13, 0),
			      false) == SLICE_NOMEM;
		check_world(true);
		failed |= map(B, fpage(0x7000000000, KB4, RW), 0, C, fpage(0x100000, KB4, 0),
			      true) == SLICE_NOMEM;
		check_world(true);
		failed |= map(SIGMA0, fpage(0x9000000, 14, RW), 0, C, fpage(0x50000000, 14, 0),
			      false) == SLICE_NOMEM;
		check_world(true);
		assert_true(failed || left > 10);
		assert_true(!failed || left < 25);
		unmap(B, ALL | RWX, true);
		unmap(C, ALL | RWX, true);
		unmap(SIGMA0, fpage(0x9000000, 14, RWX), true);
		assert_int_equal(node_count(), nodes);
		assert_int_equal(kmem_free_bytes(), before);
		while (chain_of_pages) {
			page = chain_of_pages;
			chain_of_pages = *(void **)page;
			kmem_free_pages(page, 0);
		}
	}
	for (unsigned left = 1; left < 24; left += 3) {	/* splitting takes 12 pages */
		void *chain_of_pages = NULL, *page;

		map_page(A, 0x400000, B, 0x400000, MB2, RWX);
		while (kmem_free_bytes() > left * KMEM_PAGE_SIZE &&
		       (page = kmem_alloc_pages(0, KMEM_PRIVILEGED))) {
			*(void **)page = chain_of_pages;
			chain_of_pages = page;
		}
		size_t before = kmem_free_bytes();
		enum slice end = map(B, fpage(0x405000, KB4, RW), 0, C, fpage(0x5000, KB4, 0), true);

		check_world(true);
		assert_int_not_equal(rights_at(B, 0x404000, NULL, NULL), 0);
		assert_true(left > 10 || end == SLICE_NOMEM);
		if (end == SLICE_NOMEM && level_at(B, 0x404000)) {	/* all is as before */
			assert_int_equal(kmem_free_bytes(), before);
			expect(B, 0x405000, RWX, 0x405000);
		}
		while (chain_of_pages) {
			page = chain_of_pages;
			chain_of_pages = *(void **)page;
			kmem_free_pages(page, 0);
		}
		unmap(A, fpage(0x400000, MB2, RWX), false);
	}
}

static void a_dying_space_takes_its_gifts_along(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x100000, A, 0x100000, KB4, RWX);
	map_page(A, 0x100000, B, 0x200000, KB4, RWX);
	map_page(B, 0x200000, C, 0x300000, KB4, RWX);
	assert_non_null(space_utcb_get(B, UTCB_AT, KMEM_USER));
	world_reap(B);
	expect(A, 0x100000, RWX, 0x100000);
	expect(C, 0x300000, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(areas_are_checked),
		CASE(utcbs_share_pages_and_leave_dead_ids),
		CASE(running_out_of_memory_is_harmless),
		CASE(a_dying_space_takes_its_gifts_along),
	};

	world_boot();
	return cmocka_run_group_tests_name("spaces", tests, NULL, NULL);
}
