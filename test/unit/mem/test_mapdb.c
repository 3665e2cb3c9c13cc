/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping, granting, unmapping, one rule of X.2 after the other, on x86-x64's page tables.
 */
#include <kernel/kip.h>
#include "mem_cases.h"

/* A 4 KB page of sigma0's to A, from there to B, from there to C. */
static void chain(unsigned ra, unsigned rb, unsigned rc)
{
	map_page(SIGMA0, 0x100000, A, 0x100000, KB4, ra);
	map_page(A, 0x100000, B, 0x200000, KB4, rb);
	map_page(B, 0x200000, C, 0x300000, KB4, rc);
}

static void sigma0_gives_what_exists(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x800000, MB2, RWX);
	expect(A, 0x801000, RWX, 0x401000);
	assert_int_equal(level_at(A, 0x800000), 1);
	assert_null(node_at(SIGMA0, 0x400000)->parent);
	/* a kernel's frame breaks the large page, and is left out */
	map_page(SIGMA0, 0, A, 0, MB2, RW);
	expect(A, 0x2f000, RW, 0x2f000);
	expect(A, 0x30000, 0, 0);
	expect(A, 0x33000, 0, 0);
	expect(A, 0x34000, RW, 0x34000);
	assert_int_equal(level_at(A, 0), 0);
	/* nothing beyond the end of memory; one gigabyte where it fits */
	map_page(SIGMA0, world_phys_end, A, world_phys_end, GB1, RWX);
	expect(A, world_phys_end, 0, 0);
	world_phys_end = 0x100000000;
	map_page(SIGMA0, 0x40000000, B, 0xc0000000, GB1, RO);
	assert_int_equal(level_at(B, 0xc0000000), 2);
	expect(B, 0xffe00000, RO, 0x7fe00000);
	x86_has_1g = false;
	map_page(SIGMA0, 0x80000000, C, 0x40000000, GB1, RO);
	assert_int_equal(level_at(C, 0x40000000), 1);
	x86_has_1g = true;
	world_phys_end = 0x40000000;
}

static void sigma0_faults_its_own_pages_in(void **state)
{
	(void)state;
	assert_true(mapdb_sigma0_fault(SIGMA0, 0x123456));
	expect(SIGMA0, 0x123000, RWX, 0x123000);
	assert_true(mapdb_sigma0_fault(SIGMA0, 0x123456));
	assert_false(mapdb_sigma0_fault(SIGMA0, 0x30000));
	assert_false(mapdb_sigma0_fault(SIGMA0, world_phys_end));
	assert_false(mapdb_sigma0_fault(SIGMA0, KIP_AT));
	assert_false(mapdb_sigma0_fault(SIGMA0, 0x800000000000));
	assert_false(mapdb_sigma0_fault(SIGMA0, 0xffffff8000000000));
	/* smaller pages in its table: the region goes over in small pages */
	map_page(SIGMA0, 0, A, 0x40000000, MB2, RWX);
	assert_int_equal(level_at(A, 0x40123000), 0);
}

static void rights_never_grow(void **state)
{
	(void)state;
	chain(RW, RWX, RO);
	expect(A, 0x100000, RW, 0x100000);
	expect(B, 0x200000, RW, 0x100000);
	expect(C, 0x300000, RO, 0x100000);
	map_page(B, 0x200000, C, 0x300000, KB4, RWX);
	expect(C, 0x300000, RW, 0x100000);
	map_page(B, 0x200000, C, 0x300000, KB4, RO);	/* mapping less takes nothing away */
	expect(C, 0x300000, RW, 0x100000);
	map_page(C, 0x300000, B, 0x900000, KB4, 1);	/* no right in common: no mapping */
	expect(B, 0x900000, 0, 0);
}

static void unmap_takes_from_those_who_got_it(void **state)
{
	(void)state;
	chain(RWX, RWX, RWX);
	unmap(A, fpage(0x100000, KB4, 2), false);
	expect(A, 0x100000, RWX, 0x100000);
	expect(B, 0x200000, 5, 0x100000);
	expect(C, 0x300000, 5, 0x100000);
	unmap(B, fpage(0x200000, KB4, RWX), false);
	expect(B, 0x200000, 5, 0x100000);
	expect(C, 0x300000, 0, 0);
	unmap(B, fpage(0x200000, KB4, 1), true);
	expect(B, 0x200000, RO, 0x100000);
	unmap(A, fpage(0x100400, 10, RWX), true);	/* smaller than a page: all of it */
	expect(A, 0x100000, 0, 0);
	expect(B, 0x200000, 0, 0);
	unmap(A, 0, true);
	unmap(A, fpage(0x100000, 9, RWX), true);
}

static void windows_and_send_bases(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	/* fpage smaller than the window: the send base says where */
	map(A, fpage(0x404000, KB4, RO), 0x7000, B, fpage(0x10000, 16, 0), false);
	expect(B, 0x17000, RO, 0x404000);
	map(A, fpage(0x404000, KB4, RO), 0x123457000, B, fpage(0x20000, 16, 0), false);
	expect(B, 0x27000, RO, 0x404000);
	/* larger: it says which part */
	map(A, fpage(0x400000, MB2, RW), 0x9000, B, fpage(0x30000, KB4, 0), false);
	expect(B, 0x30000, RW, 0x409000);
	expect(B, 0x31000, 0, 0);
	map(A, fpage(0x400000, MB2, RW), 0xfff1000, B, fpage(0x40000, 13, 0), false);
	expect(B, 0x40000, RW, 0x5f0000);
	expect(B, 0x41000, RW, 0x5f1000);
	/* too small on either side, nil, no rights: nothing */
	map(A, fpage(0x400000, 11, RW), 0, B, fpage(0x50000, KB4, 0), false);
	map(A, fpage(0x400000, KB4, RW), 0, B, fpage(0x50000, 10, 0), false);
	map(A, 0, 0, B, fpage(0x50000, KB4, 0), false);
	map(A, fpage(0x400000, KB4, 0), 0, B, fpage(0x50000, KB4, 0), false);
	expect(B, 0x50000, 0, 0);
	/* complete to complete */
	map(B, ALL | RWX, 0, C, ALL, false);
	expect(C, 0x17000, RO, 0x404000);
	expect(C, 0x41000, RW, 0x5f1000);
	unmap(A, ALL | RWX, false);
	expect(A, 0x400000, RWX, 0x400000);
	expect(B, 0x17000, 0, 0);
	expect(C, 0x41000, 0, 0);
}

static void a_different_page_replaces_the_old(void **state)
{
	(void)state;
	chain(RWX, RWX, RWX);
	map_page(SIGMA0, 0x102000, A, 0x102000, KB4, RWX);
	map_page(A, 0x102000, B, 0x200000, KB4, RO);
	expect(B, 0x200000, RO, 0x102000);
	expect(C, 0x300000, 0, 0);
	/* same frame, other origin: replaced too */
	map_page(A, 0x102000, C, 0x300000, KB4, RW);
	map_page(B, 0x200000, C, 0x300000, KB4, RO);
	expect(C, 0x300000, RO, 0x102000);
	unmap(B, fpage(0x200000, KB4, RWX), false);
	expect(C, 0x300000, 0, 0);
	/* back to where it came from: the old one goes, and with it the source */
	map_page(B, 0x200000, A, 0x102000, KB4, RO);
	expect(A, 0x102000, 0, 0);
	expect(B, 0x200000, 0, 0);
}

static void page_sizes_meet(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	map_page(A, 0x400000, B, 0x800000, MB2, RO);
	map_page(B, 0x803000, C, 0x3000, KB4, RO);
	/* part of what is there with enough rights: nothing to do */
	map_page(A, 0x403000, B, 0x803000, KB4, RO);
	assert_int_equal(level_at(B, 0x803000), 1);
	expect(C, 0x3000, RO, 0x403000);
	/* more rights for a part: the large one gives way */
	map_page(A, 0x403000, B, 0x803000, KB4, RW);
	expect(B, 0x803000, RW, 0x403000);
	expect(B, 0x804000, 0, 0);
	expect(C, 0x3000, 0, 0);
	/* a large page over small ones comes in small pages, and extends what is the same */
	map_page(B, 0x803000, C, 0x3000, KB4, RW);
	map_page(A, 0x400000, B, 0x800000, MB2, RWX);
	assert_int_equal(level_at(B, 0x804000), 0);
	expect(B, 0x803000, RWX, 0x403000);
	expect(B, 0x9ff000, RWX, 0x5ff000);
	expect(C, 0x3000, RW, 0x403000);
	/* misaligned: small pages */
	map(A, fpage(0x400000, MB2, RWX), 0, C, fpage(0x40000000, MB2, 0), false);
	assert_int_equal(level_at(C, 0x40000000), 1);
	unmap(A, fpage(0x405000, KB4, RWX), false);	/* a part: derived pages that hold it */
	expect(B, 0x805000, 0, 0);
	expect(B, 0x804000, RWX, 0x404000);
	expect(C, 0x40004000, 0, 0);
	unmap(A, fpage(0x405000, KB4, RWX), true);	/* all of the large page */
	expect(A, 0x400000, 0, 0);
	expect(B, 0x804000, 0, 0);
}

static void kernel_areas_stay(void **state)
{
	word_t utcb = UTCB_AT + 0x1000;

	(void)state;
	map(SIGMA0, fpage(0, 29, RWX), 0, A, fpage(0xa0000000, 29, 0), false);
	expect(A, UTCB_AT, 0, 0);
	expect(A, KIP_AT, RO | ABI_RIGHT_X, virt_to_phys(kip));
	expect(A, UTCB_AT - 0x1000, RWX, UTCB_AT - 0x1000 - 0xa0000000);
	expect(A, UTCB_AT + 0x40000, RWX, UTCB_AT + 0x40000 - 0xa0000000);
	assert_non_null(space_utcb_get(A, utcb, KMEM_USER));
	map_page(A, utcb, B, 0x100000, KB4, RWX);
	map_page(A, KIP_AT, B, 0x101000, KB4, RWX);
	expect(B, 0x100000, 0, 0);
	expect(B, 0x101000, 0, 0);
	unmap(A, ALL | RWX, true);
	assert_int_equal(rights_at(A, utcb, NULL, NULL), RW);
	assert_int_equal(rights_at(A, KIP_AT, NULL, NULL), RO | ABI_RIGHT_X);
	map_page(SIGMA0, 0x100000, A, 0xfffffe8000000000, KB4, RWX);	/* the last user slots */
	expect(A, 0xfffffe8000000000, RWX, 0x100000);
	map_page(SIGMA0, 0x100000, A, 0xffffff0000000000, KB4, RWX);
	map_page(SIGMA0, 0x100000, A, 0xffffffff80000000, KB4, RWX);
	map_page(SIGMA0, 0x100000, A, 0x0000800000000000, KB4, RWX);
	assert_int_equal(rights_at(A, 0x0000800000000000, NULL, NULL), 0);
	assert_int_equal(rights_at(A, 0xffffff0000000000, NULL, NULL), 0);
}

static void grants_keep_their_place_in_the_tree(void **state)
{
	(void)state;
	chain(RWX, RWX, RO);
	assert_int_equal(map(B, fpage(0x200000, KB4, RW), 0x500000, A, ALL, true), SLICE_DONE);
	expect(B, 0x200000, 0, 0);
	expect(A, 0x500000, RW, 0x100000);
	expect(C, 0x300000, RO, 0x100000);
	unmap(A, fpage(0x500000, KB4, RWX), false);	/* what B gave is A's now */
	expect(C, 0x300000, 0, 0);
	map_page(A, 0x500000, C, 0x300000, KB4, RW);
	unmap(A, fpage(0x100000, KB4, RWX), false);	/* and below the first page as before */
	expect(A, 0x500000, 0, 0);
	expect(C, 0x300000, 0, 0);
	expect(A, 0x100000, RWX, 0x100000);
}

static void grants_larger_than_the_window_are_lost(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	map(A, fpage(0x400000, 16, RWX), 0, B, fpage(0x10000, 16, 0), false);
	map(A, fpage(0x500000, 16, RWX), 0, B, fpage(0x80000, 16, 0), false);
	map(B, fpage(0x10000, 16, RWX), 0x2000, C, fpage(0x7000, KB4, 0), true);
	expect(C, 0x7000, RWX, 0x402000);
	expect(B, 0x12000, 0, 0);
	expect(B, 0x1f000, 0, 0);
	expect(B, 0x80000, RWX, 0x500000);
	unmap(A, fpage(0x402000, KB4, RWX), false);
	expect(C, 0x7000, 0, 0);
}

static void part_of_a_large_page_can_be_granted(void **state)
{
	(void)state;
	map_page(SIGMA0, 0x400000, A, 0x400000, MB2, RWX);
	map_page(A, 0x400000, B, 0x800000, MB2, RW);
	map_page(B, 0x800000, C, 0x800000, MB2, RO);
	assert_int_equal(map(B, fpage(0x805000, KB4, RW), 0, C, fpage(0x5000, KB4, 0), true),
			 SLICE_DONE);
	expect(C, 0x5000, RW, 0x405000);
	expect(B, 0x805000, 0, 0);
	expect(B, 0x804000, RW, 0x404000);
	expect(B, 0x9ff000, RW, 0x5ff000);
	assert_int_equal(level_at(B, 0x804000), 0);
	check_world(true);
	unmap(A, fpage(0x405000, KB4, RWX), false);
	expect(C, 0x5000, 0, 0);
	expect(B, 0x804000, RW, 0x404000);
	unmap(A, fpage(0x400000, MB2, RWX), false);
	expect(B, 0x804000, 0, 0);
	/* sigma0 can't lose what it owns */
	map(SIGMA0, fpage(0x600000, MB2, RWX), 0x600000, B, ALL, true);
	map(SIGMA0, fpage(0x600000, MB2, RWX), 0x600000, C, ALL, true);
	expect(B, 0x600000, RWX, 0x600000);
	expect(C, 0x600000, RWX, 0x600000);
}

static void status_bits_are_reported_once(void **state)
{
	(void)state;
	chain(RW, RW, RW);
	touch(A, 0x100000, true);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, 0), false), 0);
	touch(C, 0x300000, true);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, 0), false), 6);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, 0), false), 0);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, 0), true), 6);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, 0), true), 0);
	/* what derived pages did outlives them, for each of those they came from */
	touch(C, 0x300000, true);
	assert_int_equal(unmap(C, fpage(0x300000, KB4, RWX), true), 6);
	touch(B, 0x200000, false);
	assert_int_equal(unmap(B, fpage(0x200000, KB4, 0), false), 6);
	assert_int_equal(unmap(B, fpage(0x200000, KB4, 0), false), 0);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, RWX), false), 6);
	assert_int_equal(unmap(A, fpage(0x100000, KB4, RWX), false), 0);
	/* grants take them along; executable pages count as executed */
	map_page(SIGMA0, 0x100000, B, 0x200000, KB4, RWX);
	touch(B, 0x200000, false);
	map(B, fpage(0x200000, KB4, RWX), 0, C, fpage(0x300000, KB4, 0), true);
	assert_int_equal(unmap(C, fpage(0x300000, KB4, 0), true), 5);
	assert_int_equal(unmap(C, fpage(0x300000, KB4, 0), true), 0);
}

static void pages_without_rights_can_recover(void **state)
{
	(void)state;
	chain(RWX, RO, RO);
	unmap(A, fpage(0x100000, KB4, RO), false);
	assert_int_equal(rights_at(B, 0x200000, NULL, NULL), 0);
	map_page(B, 0x200000, C, 0x400000, KB4, RWX);
	expect(C, 0x400000, 0, 0);
	map_page(A, 0x100000, B, 0x200000, KB4, RW);
	expect(B, 0x200000, RW, 0x100000);
	/* x86 can't withhold reading, but knows what was given */
	assert_int_equal(*pt_find(B, 0x200000).slot & 7, 7);
	unmap(A, fpage(0x100000, KB4, 6), false);
	assert_int_equal(*pt_find(B, 0x200000).slot & 7, 1);
	assert_true(*pt_find(B, 0x200000).slot >> 63);
}

static void whole_spaces_are_quick(void **state)
{
	struct unmap_op op;
	unsigned slices = 0;

	(void)state;
	map_page(SIGMA0, 0x100000, A, 0x7ffffffff000, KB4, RWX);
	map_page(SIGMA0, 0x100000, A, 0xfffffefffffff000, KB4, RWX);
	assert_true(unmap_op_init(&op, A, ALL | RWX, true));
	do
		slices++;
	while (unmap_op_run(&op) == SLICE_MORE);
	assert_true(slices < 50);
	expect(A, 0x7ffffffff000, 0, 0);
	expect(A, 0xfffffefffffff000, 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(sigma0_gives_what_exists),
		CASE(sigma0_faults_its_own_pages_in),
		CASE(rights_never_grow),
		CASE(unmap_takes_from_those_who_got_it),
		CASE(windows_and_send_bases),
		CASE(a_different_page_replaces_the_old),
		CASE(page_sizes_meet),
		CASE(kernel_areas_stay),
		CASE(grants_keep_their_place_in_the_tree),
		CASE(grants_larger_than_the_window_are_lost),
		CASE(part_of_a_large_page_can_be_granted),
		CASE(status_bits_are_reported_once),
		CASE(pages_without_rights_can_recover),
		CASE(whole_spaces_are_quick),
	};

	world_boot();
	return cmocka_run_group_tests_name("mapping database", tests, NULL, NULL);
}
