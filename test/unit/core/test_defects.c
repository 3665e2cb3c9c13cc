/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Defects that this house's tools have found in the core, each with the test that failed before it
 * was mended (docs/defects.md).
 */
#include "world.h"

static void send_to(word_t dest)
{
	(void)user_ipc(dest, NILTHREAD, 0, 0, NULL);
}

/* --- a thread moves to another space while others stand at its door --- */

static word_t got_from, got_tag;

static void receive_local_after_message(word_t sp)
{
	(void)sp;
	(void)user_receive(ROOT_ID, NULL);
	got_tag = user_ipc(NILTHREAD, ANYLOCALTHREAD, TIMEOUTS(0, TIME_MS(2)), 0, &got_from);
	(void)user_send(ROOT_ID, 0);
}

static void move_with_senders(void)
{
	spawn_space(1, idle_for_ever, 0, 100);
	spawn(0, receive_local_after_message, 0, 100);
	spawn(2, send_to, THREAD(0), 110);		/* local until it moves, foreign after */
	spawn_in(3, THREAD(1), send_to, THREAD(0), 110);	/* the other way round */
	user_sleep(TIME_MS(10));
	check_is(user_thread_control(THREAD(0), THREAD(1), NILTHREAD, NILTHREAD, -1), 1);
	/* its wait for us was broken off; start it anew */
	user_set_mr(1, 0);
	user_start(THREAD(0), 0, 0);
	user_sleep(TIME_MS(20));
	check_is(user_receive(ANYTHREAD, NULL), 0);
	check_is(got_tag, 0);
	check_is(got_from, UTCB_AT(4) + ABI_UTCB_POINTER);
	for (unsigned n = 0; n < 4; n++)
		destroy(n);
}

static void moved_threads_know_their_neighbours(void **state)
{
	(void)state;
	run_world(move_with_senders, 1);
}

/* --- so many that it takes slices to find out who is local, and they come and go meanwhile --- */

#define DOOR		0
#define FIRST		2
#define MANY		52
#define ZERO_TIME	0x0400

static word_t local_count, foreign_count;

/* In the order in which they came, local ones first; then nobody local is left. */
static void receive_many(word_t sp)
{
	word_t from;

	(void)sp;
	(void)user_receive(ROOT_ID, NULL);
	for (word_t n = FIRST + MANY - 1; n > FIRST; n -= 2) {
		if (n == FIRST + MANY - 1)		/* gone before it was met */
			continue;
		check_is(user_ipc(NILTHREAD, ANYLOCALTHREAD, TIMEOUTS(0, TIME_MS(2)), 0, &from), 0);
		check_is(from, UTCB_AT(n + 1) + ABI_UTCB_POINTER);
		local_count++;
	}
	check_is(user_ipc(NILTHREAD, ANYLOCALTHREAD, ZERO_TIME, 0, &from), ABI_TAG_ERROR);
	for (word_t n = FIRST + MANY - 4; n >= FIRST; n -= 2) {
		check_is(user_ipc(NILTHREAD, ANYTHREAD, TIMEOUTS(0, TIME_MS(2)), 0, &from), 0);
		check_is(from, THREAD(n));
		foreign_count++;
	}
	(void)user_send(ROOT_ID, 0);
}

/* The two oldest go before anybody looks: one of them would be looked at first. */
static void move_with_many_senders(void)
{
	local_count = foreign_count = 0;
	spawn_space(1, idle_for_ever, 0, 100);
	spawn(DOOR, receive_many, 0, 100);
	for (word_t n = FIRST + MANY - 1; n >= FIRST; n--) {
		if (n & 1)
			spawn_in(n, THREAD(1), send_to, THREAD(DOOR), 110);
		else
			spawn(n, send_to, THREAD(DOOR), 110);
		user_sleep(TIME_MS(1));
	}
	check_is(user_thread_control(THREAD(DOOR), THREAD(1), NILTHREAD, NILTHREAD, -1), 1);
	destroy(FIRST + MANY - 1);
	destroy(FIRST + MANY - 2);
	user_set_mr(1, 0);
	user_start(THREAD(DOOR), 0, 0);
	user_sleep(TIME_MS(20));
	check_is(user_receive(ANYTHREAD, NULL), 0);
	check_is(local_count, MANY / 2 - 1);
	check_is(foreign_count, MANY / 2 - 1);
	for (word_t n = 0; n < FIRST + MANY; n++)
		if (n != FIRST + MANY - 2 && n != FIRST + MANY - 1)
			destroy(n);
}

static void moved_threads_find_local_senders_in_slices(void **state)
{
	(void)state;
	for (unsigned n = 1; n < 20; n++)
		run_world(move_with_many_senders, n);
}

/* --- who sends to an interrupt that nobody handles any more --- */

static word_t got_error;

static void send_and_tell(word_t dest)
{
	got_tag = user_send(dest, 0);
	got_error = user_error();
}

static void disassociate_with_senders(void)
{
	const word_t irq = id_make(3, 1);

	check_is(user_thread_control(irq, irq, NILTHREAD, ROOT_ID, -1), 1);
	got_tag = 0;
	spawn(0, send_and_tell, irq, 200);
	user_sleep(TIME_MS(10));
	check_is(got_tag, 0);
	check_is(user_thread_control(irq, irq, NILTHREAD, irq, -1), 1);
	user_sleep(TIME_MS(10));
	check_is(got_tag, ABI_TAG_ERROR);
	check_is(got_error, ERROR_OF(ABI_IPCERR_NOPARTNER, SND));
	destroy(0);
}

static void senders_to_a_former_interrupt_hear_of_it(void **state)
{
	(void)state;
	run_world(disassociate_with_senders, 1);
}

/* --- the last thread leaves a space for another one --- */

static void take_page(word_t sp)
{
	user_set_br(0, ABI_FPAGE_COMPLETE);
	(void)user_receive(sp, NULL);
}

static void give_page(word_t sp)
{
	(void)user_load(0x200000);
	user_set_mr(1, 0x200000 | ABI_ITEM_MAP << 1);
	user_set_mr(2, FPAGE(0x200000, 12, 7));
	(void)user_send(sp, 2 << 6);
	user_send(ROOT_ID, 0);
}

static void leave_space(void)
{
	spawn_space(0, take_page, THREAD(1), 100);
	spawn_space(1, give_page, THREAD(0), 100);
	serve_pager();
	check(inside_mapping(thread_find(THREAD(0))->space, 0x200000) != NULL);
	check_is(user_thread_control(THREAD(1), THREAD(0), NILTHREAD, NILTHREAD, -1), 1);
	user_sleep(TIME_MS(10));
	check(inside_mapping(thread_find(THREAD(0))->space, 0x200000) == NULL);
	while (cpu_count > 1 && !inside_is_quiet())	/* others may still look */
		user_sleep(TIME_MS(1));
	check(inside_is_quiet());
	destroy(0);
	destroy(1);
}

static void spaces_end_when_their_last_thread_moves(void **state)
{
	(void)state;
	run_world(leave_space, 1);
}

/* --- the deleter is halted in the middle --- */

#define CROWD	50

static void wait_for_root(word_t sp)	/* nobody, itself included, waits for this one */
{
	(void)user_receive(ROOT_ID, NULL);
	(void)sp;
}

static void delete_crowd(word_t sp)
{
	host_raise(6);		/* comes when the kernel has begun */
	(void)user_thread_control(sp, NILTHREAD, NILTHREAD, NILTHREAD, -1);
}

static void halt_deleter(void)
{
	const word_t irq = id_make(6, 1);
	struct exregs halt = { .dest = THREAD(1),
			       .control = ABI_EXREGS_APPLY_HALT | ABI_EXREGS_HALT };

	spawn_space(0, wait_for_root, 0, 100);
	for (unsigned n = 2; n < 2 + CROWD; n++)
		spawn(n, send_and_tell, THREAD(0), 150);
	user_sleep(TIME_MS(20));
	check_is(user_thread_control(irq, irq, NILTHREAD, ROOT_ID, -1), 1);
	spawn(1, delete_crowd, THREAD(0), 100);
	(void)user_receive(irq, NULL);
	check(!thread_find(THREAD(0)));
	check(thread_find(THREAD(1))->flags & TCB_CONTINUE);
	user_exchange_registers(&halt);
	user_sleep(TIME_MS(20));
	for (unsigned n = 2; n < 2 + CROWD; n++)
		check(thread_find(THREAD(n))->state != THREAD_POLLING);
	for (unsigned n = 1; n < 2 + CROWD; n++)
		destroy(n);
	check_is(user_thread_control(irq, irq, NILTHREAD, irq, -1), 1);
}

static void a_halted_deleter_leaves_it_to_the_worker(void **state)
{
	(void)state;
	run_world(halt_deleter, 1);
}

/* --- thread numbers beyond what ThreadInfo says --- */

static void high_numbers(void)
{
	word_t high = id_make(THREAD_NUMBERS + ROOT_NUMBER + 5, 1);

	check_is(user_thread_control(high, high, ROOT_ID, NILTHREAD, -1), 0);
	check_is(user_error(), ABI_ERR_INVALID_THREAD);
	spawn(4, idle_for_ever, 0, 100);
	check_is(user_thread_control(high, ROOT_ID, ROOT_ID, NILTHREAD, -1), 0);
	check_is(user_thread_control(high, NILTHREAD, NILTHREAD, NILTHREAD, -1), 0);
	check(thread_find(THREAD(4)) != NULL);
	destroy(4);
}

static void thread_numbers_have_an_end(void **state)
{
	(void)state;
	run_world(high_numbers, 1);
}

/* --- areas larger than the address space --- */

static void huge_areas(void)
{
	const word_t id = THREAD(0);

	check_is(user_thread_control(id, id, ROOT_ID, NILTHREAD, -1), 1);
	for (unsigned log2size = 32; log2size < 64; log2size++) {
		check_is(user_space_control(id, 0, KIP_FPAGE, FPAGE(0, log2size, 0), NILTHREAD), 0);
		check_is(user_error(), log2size < 48 && ABI_WORD_BITS == 64 ? ABI_ERR_KIP_AREA :
									     ABI_ERR_UTCB_AREA);
		check_is(user_space_control(id, 0, FPAGE(0, log2size, 0), UTCB_FPAGE, NILTHREAD),
			 0);
		check_is(user_error(), ABI_ERR_KIP_AREA);
	}
	destroy(0);
}

static void areas_end_with_the_address_space(void **state)
{
	(void)state;
	run_world(huge_areas, 1);
}

/* --- an interrupt whose handler has gone comes while the CPU idles --- */

static void orphaned_interrupt(void)
{
	const word_t irq = id_make(4, 1);

	spawn(0, idle_for_ever, 0, 100);
	check_is(user_thread_control(irq, irq, NILTHREAD, THREAD(0), -1), 1);
	destroy(0);
	user_sleep(TIME_MS(5));
	host_raise(4);
	user_sleep(TIME_MS(5));
	user_sleep(TIME_MS(5));
	check(!host_line_is_open(4));
}

static void idling_goes_on_after_work(void **state)
{
	(void)state;
	run_world(orphaned_interrupt, 1);
}

/* --- a page of the thread table, given back when nobody looks at it (with many CPUs and 32-bit words its
 * address was cut off) --- */

static void delete_last_of_table(void)
{
	const word_t far = THREAD(1000);

	check_is(user_thread_control(far, far, ROOT_ID, NILTHREAD, -1), 1);
	check_is(user_thread_control(far, NILTHREAD, NILTHREAD, NILTHREAD, -1), 1);
	while (!inside_is_quiet())
		user_sleep(TIME_MS(1));
}

static void tables_are_given_back(void **state)
{
	(void)state;
	run_world(delete_last_of_table, 1);
}

/* --- a space with nothing in it (32-bit words: the walk came round to address 0) --- */

static void delete_empty_space(void)
{
	check_is(user_thread_control(THREAD(0), THREAD(0), ROOT_ID, NILTHREAD, -1), 1);
	destroy(0);
	while (cpu_count > 1 && !inside_is_quiet())	/* others may still look */
		user_sleep(TIME_MS(1));
	check(inside_is_quiet());
	check_is(user_unmap(ABI_FPAGE_COMPLETE | 7, true), ABI_FPAGE_COMPLETE);
}

static void empty_spaces_can_be_deleted(void **state)
{
	(void)state;
	run_world(delete_empty_space, 1);
}

/* --- a string is copied onto itself, shifted --- */

#define SHIFT	0x100
#define LENGTH	0x800

static void take_string(word_t sp)
{
	user_set_br(0, ABI_ACCEPT_STRINGS);
	user_set_br(1, (word_t)LENGTH << ABI_STRING_LENGTH_SHIFT);
	user_set_br(2, sp);
	got_tag = user_receive(ROOT_ID, NULL);
}

static void overlapping_string(void)
{
	const word_t page = 0x200000;

	for (int up = 0; up < 2; up++) {
		word_t from = page + (up ? 0 : SHIFT), to = page + (up ? SHIFT : 0);

		for (word_t i = 0; i < LENGTH; i += sizeof(word_t))
			user_store(from + i, i);
		spawn(0, take_string, to, 100);
		user_sleep(TIME_MS(4));
		user_set_mr(1, (word_t)LENGTH << ABI_STRING_LENGTH_SHIFT);
		user_set_mr(2, from);
		check_is(user_send(THREAD(0), 2 << 6), 2 << 6);
		for (word_t i = 0; i < LENGTH; i += sizeof(word_t))
			check_is(user_load(to + i), i);
		destroy(0);
	}
}

static void strings_may_overlap_their_buffer(void **state)
{
	(void)state;
	run_world(overlapping_string, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moved_threads_know_their_neighbours),
		cmocka_unit_test(moved_threads_find_local_senders_in_slices),
		cmocka_unit_test(senders_to_a_former_interrupt_hear_of_it),
		cmocka_unit_test(spaces_end_when_their_last_thread_moves),
		cmocka_unit_test(a_halted_deleter_leaves_it_to_the_worker),
		cmocka_unit_test(thread_numbers_have_an_end),
		cmocka_unit_test(areas_end_with_the_address_space),
		cmocka_unit_test(idling_goes_on_after_work),
		cmocka_unit_test(tables_are_given_back),
		cmocka_unit_test(empty_spaces_can_be_deleted),
		cmocka_unit_test(strings_may_overlap_their_buffer),
	};

	return cmocka_run_group_tests_name("defects", tests, NULL, NULL);
}
