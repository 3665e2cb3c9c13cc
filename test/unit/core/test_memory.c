/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages between threads (X.2: map, grant, unmap; syscall sheet 8): as messages carry them, with the
 * MMU watching; areas of spaces; what remains when kernel memory runs out.
 */
#include "world.h"

#define AT	((word_t)0x800000)
#define ALL	ABI_FPAGE_COMPLETE
#define MAP	8u
#define GRANT	10u

static unsigned done;

/* Takes pages wherever they come from, until it is deleted. */
static void taker(word_t window)
{
	user_set_br(0, window & ~(word_t)0xf);
	for (;;) {
		word_t from, tag = user_receive(ANYTHREAD, &from);

		done += !(tag & ABI_TAG_ERROR);
	}
}

static word_t give(word_t to, word_t kind, word_t base, word_t fpage)
{
	user_sleep(TIME_MS(1));		/* it shall be waiting */
	user_set_mr(1, base | kind);
	user_set_mr(2, fpage);
	return user_send(to, 2 << 6);
}

static struct space *space_of(unsigned n)
{
	return thread_find(THREAD(n))->space;
}

static unsigned rights_in(unsigned n, word_t va)
{
	unsigned rights = 0, level;
	phys_t frame;

	return space_lookup(space_of(n), va, &frame, &rights, &level) ? rights : 0;
}

static void maps(void)
{
	(void)user_load(AT);
	spawn_space(0, taker, ALL, 100);
	spawn_space(1, taker, 0, 100);
	spawn_space(2, taker, FPAGE(0x10000, 16, 0), 100);
	user_sleep(TIME_MS(1));
	check_is(give(THREAD(0), MAP, 0x5000, FPAGE(AT, 12, ABI_RIGHT_R)), 2 << 6);
	check_is(rights_in(0, 0x5000), ABI_RIGHT_R);
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_R) == host_frame(AT));
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_W) == NULL);
	check_is(give(THREAD(0), MAP, 0x5000, FPAGE(AT, 12, 6)), 2 << 6);
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_W) != NULL);
	/* no window: both sides hear of it */
	check_is(give(THREAD(1), MAP, 0x5000, FPAGE(AT, 12, 6)), 2 << 6 | ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_OVERFLOW, SND));
	check_is(give(THREAD(2), MAP, 0x7005000, FPAGE(AT, 12, 6)), 2 << 6);
	check_is(rights_in(2, 0x15000), 6);
	/* half an item, too many items */
	user_set_mr(1, 0x5000 | MAP);
	check_is(user_send(THREAD(0), 1 << 6), 1 << 6 | ABI_TAG_ERROR);
	check_is(user_send(THREAD(0), 30 | 36 << 6), 30 | 36 << 6 | ABI_TAG_ERROR);
	/* nil items do nothing */
	check_is(give(THREAD(0), MAP, 0, 0), 2 << 6);
	/* what one unmaps is gone at once, for the MMU too */
	check_is(user_unmap(FPAGE(AT, 12, ABI_RIGHT_W), false),
		 FPAGE(AT, 12, ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN));
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_W) == NULL);
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_R) != NULL);
	check_is(user_unmap(FPAGE(AT, 12, 0), false), FPAGE(AT, 12, ABI_STATUS_REFERENCED));
	check_is(user_unmap(FPAGE(AT, 12, 0), false), FPAGE(AT, 12, 0));
	check_is(user_unmap(FPAGE(AT, 12, 7), false), FPAGE(AT, 12, 0));
	check(host_translate(space_of(0), 0x5000, ABI_RIGHT_R) == NULL);
	check_is(rights_in(2, 0x15000), 0);
	user_store(AT, 1);
	check_is(user_unmap(FPAGE(AT, 12, 7), true) & 7,
		 ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN);
	for (unsigned n = 0; n < 3; n++)
		destroy(n);
}

/* Gets a page and gives it on with all rights. */
static void relay(word_t to)
{
	word_t from;

	user_set_br(0, ALL);
	for (;;) {
		(void)user_receive(ANYTHREAD, &from);
		user_set_mr(1, user_mr(1));
		user_set_mr(2, FPAGE(user_mr(1) & ~(word_t)0xfff, 12, 7));
		(void)user_send(to, 2 << 6);
	}
}

static void rights_never_grow(void)
{
	(void)user_load(AT);
	(void)user_load(AT + 0x1000);
	spawn_space(1, taker, ALL, 100);
	spawn_space(0, relay, THREAD(1), 100);
	user_sleep(TIME_MS(1));
	for (word_t p = 0; p < 3; p++) {	/* where no table is, and where one is */
		give(THREAD(0), MAP, 0x300000 + p * 0x1000, FPAGE(AT, 12, ABI_RIGHT_R));
		user_sleep(TIME_MS(1));
		check_is(rights_in(1, 0x300000 + p * 0x1000), ABI_RIGHT_R);
	}
	/* over an old mapping, which has to go first */
	give(THREAD(1), MAP, 0x303000, FPAGE(AT + 0x1000, 12, 7));
	give(THREAD(0), MAP, 0x303000, FPAGE(AT, 12, 5));
	user_sleep(TIME_MS(1));
	check_is(rights_in(1, 0x303000), 5);
	destroy(0);
	destroy(1);
}

/* A page from sigma0 as large as it may be. */
static void get_large(word_t at, unsigned log2size)
{
	user_set_mr(1, FPAGE(at, log2size, 0));
	user_set_mr(2, 0);
	user_set_br(0, ALL);
	check_is(user_call(SIGMA0_ID, (word_t)((sword_t)-ABI_PROTO_SIGMA0 * 16) << 16 | 2), 2 << 6);
}

/* What pagers do all day: one page after the other, the table being there. */
static void single_pages(void)
{
	const word_t large = AT + (1ul << pt_shift(1));

	for (word_t p = 0; p < 8; p++)
		user_store(AT + p * 0x1000, p);
	spawn_space(0, taker, ALL, 100);
	spawn_space(1, taker, FPAGE(0x100000, 16, 0), 100);
	user_sleep(TIME_MS(1));
	for (word_t p = 0; p < 8; p++) {
		check_is(give(THREAD(0), MAP, 0x100000 + p * 0x1000, FPAGE(AT + p * 0x1000, 12, 7)),
			 128);
		check(host_translate(space_of(0), 0x100000 + p * 0x1000, ABI_RIGHT_R) ==
		      host_frame(AT + p * 0x1000));
		check_is(give(THREAD(1), MAP, p * 0x1000, FPAGE(AT + p * 0x1000, 12, 5)), 128);
		check_is(rights_in(1, 0x100000 + p * 0x1000), 5);
	}
	user_sleep(TIME_MS(1));
	/* with words before it; where something is; no rights; what is not there; kernel areas */
	user_set_mr(1, 11);
	user_set_mr(2, 0x10a000 | MAP);
	user_set_mr(3, FPAGE(AT, 12, 4));
	check_is(user_send(THREAD(0), 1 | 128), 1 | 128);
	check_is(rights_in(0, 0x10a000), 4);
	give(THREAD(0), MAP, 0x10a000, FPAGE(AT + 0x1000, 12, 7));
	check(host_translate(space_of(0), 0x10a000, ABI_RIGHT_R) == host_frame(AT + 0x1000));
	give(THREAD(0), MAP, 0x10b000, FPAGE(AT, 12, 0));
	give(THREAD(0), MAP, 0x10b000, FPAGE(AT + 0xf000, 12, 7));
	give(THREAD(0), MAP, 0x10b000, FPAGE(ABI_ROOT_KIP_AREA, 12, 7));
	check_is(rights_in(0, 0x10b000), 0);
	give(THREAD(0), MAP, UTCB_AT(1) & ~(word_t)0xfff, FPAGE(AT, 12, 7));
	check_is(rights_in(0, UTCB_AT(1)), 6);
	/* a piece of a large page */
	get_large(large, pt_shift(1));
	check_is(give(THREAD(0), MAP, 0x10c000, FPAGE(large + 0x3000, 12, 6)), 128);
	check(host_translate(space_of(0), 0x10c000, ABI_RIGHT_W) == host_frame(large + 0x3000));
	/* one by one they are taken back; status comes along */
	for (word_t p = 0; p < 8; p++) {
		check_is(user_unmap(FPAGE(AT + p * 0x1000, 12, 7), false) & 7,
			 ABI_STATUS_REFERENCED);
		check_is(rights_in(0, 0x100000 + p * 0x1000), 0);
		check_is(rights_in(1, 0x100000 + p * 0x1000), 0);
		check_is(user_unmap(FPAGE(AT + p * 0x1000, 12, 7), false) & 7, 0);
	}
	for (unsigned n = 0; n < 2; n++)
		destroy(n);
}

static void grants(void)
{
	const unsigned large = pt_shift(1);

	inside_expect_grants(true);
	get_large(AT, large);
	spawn_space(0, taker, ALL, 100);
	spawn_space(1, taker, ALL, 100);
	user_sleep(TIME_MS(1));
	give(THREAD(0), MAP, AT, FPAGE(AT, large, 7));
	give(THREAD(1), MAP, 0x3000, FPAGE(AT + 0x3000, 12, 5));
	/* part of a large page: it becomes small ones, one of which goes */
	give(THREAD(0), GRANT, 0x1005000, FPAGE(AT + 0x5000, 12, 6));
	check_is(rights_in(0, 0x1005000), 6);
	check(host_translate(space_of(0), 0x1005000, ABI_RIGHT_W) == host_frame(AT + 0x5000));
	check(inside_mapping(thread_find(ROOT_ID)->space, AT + 0x5000) == NULL);
	check_is(user_load(AT + 0x4000), 0);
	/* whole pages of the same size; more than the window: the rest is flushed */
	give(THREAD(0), GRANT, 0x1006000, FPAGE(AT + 0x6000, 13, 7));
	check_is(rights_in(0, 0x1007000), 7);
	give(THREAD(1), GRANT, 0x9000, FPAGE(AT + 0x8000, 12, 7));
	check_is(rights_in(1, 0x9000), 7);
	destroy(1);
	spawn_space(1, taker, FPAGE(0x20000, 12, 0), 100);
	user_sleep(TIME_MS(1));
	give(THREAD(1), GRANT, 0x1000, FPAGE(AT + 0xc000, 14, 7));
	check_is(rights_in(1, 0x20000), 7);
	check(inside_mapping(thread_find(ROOT_ID)->space, AT + 0xf000) == NULL);
	user_unmap(ALL | 7, true);
	for (unsigned n = 0; n < 2; n++)
		destroy(n);
}

/* Over the areas of the receiver nothing is mapped, around them it is. */
static void areas(void)
{
	const word_t around = ABI_ROOT_UTCB_AREA & ~(((word_t)1 << 20) - 1);

	get_large(AT, 20);
	spawn_space(0, taker, ALL, 100);
	user_sleep(TIME_MS(1));
	give(THREAD(0), MAP, around, FPAGE(AT, 20, 7));
	check_is(rights_in(0, around + ((word_t)1 << ABI_ROOT_UTCB_AREA_LOG2)), 7);
	check_is(rights_in(0, UTCB_AT(1)), ABI_RIGHT_R | ABI_RIGHT_W);
	check_is(rights_in(0, UTCB_AT(1) + 0x8000), 0);
	give(THREAD(0), MAP, ABI_ROOT_KIP_AREA, FPAGE(AT, 12, 7));
	check_is(rights_in(0, ABI_ROOT_KIP_AREA) & ABI_RIGHT_W, 0);
	/* neither can be given on, nor taken */
	check_is(give(THREAD(0), MAP, AT, FPAGE(ABI_ROOT_KIP_AREA, 12, 7)), 2 << 6);
	check_is(rights_in(0, AT), 0);
	user_unmap(FPAGE(ABI_ROOT_UTCB_AREA, 12, 7), true);
	user_unmap(FPAGE(ABI_ROOT_KIP_AREA, 12, 7), true);
	user_unmap(FPAGE(ABI_USER_AREA_END, 12, 7), true);
	check_is(user_self(), ROOT_ID);
	destroy(0);
}

/* The sender changes its items while they are being read: what is mapped is what the receiver is
 * told, and what was looked at. */
static void hostile_items(void)
{
	const unsigned words = ABI_REGISTER_MRS;

	for (word_t p = 0; p < 3; p++)
		user_store(AT + p * 0x1000, p);
	spawn_space(0, taker, ALL, 100);
	for (unsigned typed = 2; typed < 8; typed += 2) {
		user_sleep(TIME_MS(1));
		for (unsigned n = 0; n < typed; n += 2) {
			user_set_mr(words + n + 1, (0x100000 + (n << 12)) | MAP);
			user_set_mr(words + n + 2, FPAGE(AT, 12, 4));
		}
		host_hostile = true;
		check_is(user_send(THREAD(0), words | typed << 6), words | typed << 6);
		host_hostile = false;
		for (unsigned n = 0; n < typed; n += 2) {
			word_t item = utcb_mr(thread_find(THREAD(0)), words + n + 1);
			word_t fpage = utcb_mr(thread_find(THREAD(0)), words + n + 2);

			check_is(item, (0x100000 + (n << 12)) | MAP);
			check_is(fpage, FPAGE(AT, 12, 4));
			check_is(rights_in(0, item & ~(word_t)0xfff), 4);
			check(host_translate(space_of(0), item & ~(word_t)0xfff, 4) ==
			      host_frame(AT));
		}
	}
	destroy(0);
}

/* Many fpages in one call, in slices. */
static void many_fpages(void)
{
	for (word_t p = 0; p < 64; p++)
		user_store(AT + p * 0x1000, p);
	for (unsigned n = 0; n < 64; n++)
		user_set_mr(n, FPAGE(AT + n * 0x1000, 12, 7));
	user_unmap_all(63);
	for (unsigned n = 0; n < 64; n++)
		check_is(user_mr(n), FPAGE(AT + n * 0x1000, 12, 6));
	check(inside_mapping(thread_find(ROOT_ID)->space, AT + 0x3f000) == NULL);
}

/* --- control ---------------------------------------------------------------------------------- */

static word_t results[8], errors[8];

static void unprivileged(word_t sp)
{
	(void)sp;
	results[0] = user_thread_control(THREAD(9), THREAD(9), ROOT_ID, 0, -1);
	errors[0] = user_error();
	results[1] = user_space_control(THREAD(0), 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD);
	errors[1] = user_error();
	results[2] = user_processor_control(0);
	errors[2] = user_error();
	results[3] = user_memory_control(0, 0);
	errors[3] = user_error();
	done = 4;
}

static void privileges(void)
{
	spawn_space(0, unprivileged, 0, 100);
	user_sleep(TIME_MS(1));
	check_is(done, 4);
	for (unsigned n = 0; n < 4; n++) {
		check_is(results[n], 0);
		check_is(errors[n], ABI_ERR_NO_PRIVILEGE);
	}
	destroy(0);
	check_is(user_processor_control(0), 1);
	check_is(user_processor_control(1), 0);
	check_is(user_error(), ABI_ERR_INVALID_PARAM);
	user_set_mr(0, 0);
	check_is(user_memory_control(0, 0), 1);
	check_is(user_memory_control(64, 0), 0);
	check_is(user_error(), ABI_ERR_INVALID_PARAM);
}

static void space_control(void)
{
	const word_t id = THREAD(0);

	check_is(user_space_control(id, 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 0);
	check_is(user_error(), ABI_ERR_INVALID_SPACE);
	check_is(user_space_control(user_local_id(), 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 0);
	check_is(user_thread_control(id, id, ROOT_ID, NILTHREAD, -1), 1);
	/* no areas, no active thread */
	check_is(user_thread_control(id, id, ROOT_ID, ROOT_ID, UTCB_AT(1)), 0);
	check_is(user_error(), ABI_ERR_UTCB_AREA);
	check_is(user_space_control(id, 0, KIP_FPAGE, FPAGE(ABI_ROOT_UTCB_AREA, 11, 0), NILTHREAD),
		 0);
	check_is(user_error(), ABI_ERR_UTCB_AREA);
	check_is(user_space_control(id, 0, FPAGE(ABI_ROOT_UTCB_AREA, 12, 0), UTCB_FPAGE, NILTHREAD),
		 0);
	check_is(user_error(), ABI_ERR_KIP_AREA);
	check_is(user_space_control(id, 0, ALL, UTCB_FPAGE, NILTHREAD), 0);
	check_is(user_space_control(id, 77, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 1);
	check_is(user_space_control(id, 5, FPAGE(0, 12, 0), FPAGE(0x1000, 12, 0), NILTHREAD), 1);
	check_is(space_of(0)->kip_area, KIP_FPAGE);
	check_is(user_thread_control(id, id, ROOT_ID, ROOT_ID, UTCB_AT(1) + 64), 0);
	check_is(user_error(), ABI_ERR_UTCB_AREA);
	check_is(user_thread_control(id, id, ROOT_ID, ROOT_ID, UTCB_AT(1)), 1);
	destroy(0);
}

/* --- no memory -------------------------------------------------------------------------------- */

/* Somebody maps until nothing is left; root can still delete them, and all comes back. */
static void greedy(word_t to)
{
	(void)user_load(AT);
	for (word_t p = 0;; p++) {
		user_set_mr(1, (p << 22) | MAP);
		user_set_mr(2, FPAGE(AT, 12, 7));
		(void)user_send(to, 2 << 6);
	}
}

/* With many CPUs others may look for a while at what is freed. */
static void wait_for_memory(void)
{
	while (cpu_count > 1 && !inside_is_quiet())
		user_sleep(TIME_MS(1));
}

static void out_of_memory(void)
{
	size_t before = kmem_free_bytes();
	unsigned made = 0;

	spawn_space(0, taker, ALL, 100);
	spawn_space(1, greedy, THREAD(0), 100);
	serve_fault(THREAD(1));
	for (unsigned n = 0; n < 40 && kmem_free_bytes() > CONFIG_KMEM_RESERVE_KB * 1024ul; n++)
		user_sleep(TIME_MS(30));
	check_is(kmem_free_bytes() >> 16, CONFIG_KMEM_RESERVE_KB >> 6);
	destroy(1);
	destroy(0);
	wait_for_memory();
	check(kmem_free_bytes() >= before - 0x20000);
	/* threads until there are no more: error 8, and nothing is lost */
	while (user_thread_control(THREAD(made), made ? THREAD(0) : THREAD(made), ROOT_ID, 0, -1))
		made++;
	check_is(user_error(), ABI_ERR_NO_MEM);
	check(made > 20);
	check_is(user_thread_control(THREAD(made), THREAD(made), ROOT_ID, 0, -1), 0);
	check_is(user_error(), ABI_ERR_NO_MEM);
	check_is(user_space_control(THREAD(0), 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 0);
	check_is(user_error(), ABI_ERR_NO_MEM);
	while (made--)
		destroy(made);
	user_sleep(TIME_MS(1));
	wait_for_memory();
	check(kmem_free_bytes() >= before - 0x20000);
	check_is(kmem_total_bytes() > before, 1);
}

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 5); }
WORLD(maps)
WORLD(rights_never_grow)
WORLD(single_pages)
WORLD(grants)
WORLD(areas)
WORLD(hostile_items)
WORLD(many_fpages)
WORLD(privileges)
WORLD(space_control)

static void test_out_of_memory(void **state)
{
	(void)state;
	host.kmem_bytes = ABI_WORD_BITS == 64 ? 0x60000 : 0xa0000;	/* larger tables */
	run_world(out_of_memory, 1);
	host.kmem_bytes = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_rights_never_grow),
		cmocka_unit_test(test_single_pages),
		cmocka_unit_test(test_grants),
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_hostile_items),
		cmocka_unit_test(test_many_fpages),
		cmocka_unit_test(test_privileges),
		cmocka_unit_test(test_space_control),
		cmocka_unit_test(test_out_of_memory),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
