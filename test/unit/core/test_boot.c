/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine starts, threads run, messages arrive, memory is faulted in. */
#include "world.h"

static void echo(word_t count)
{
	word_t sender, tag = user_receive(ROOT_ID, &sender);

	while (count--) {
		check_is(sender, ROOT_ID);
		user_set_mr(1, user_mr(1) + 1);
		tag = user_ipc(sender, ROOT_ID, 0, tag, &sender);
	}
}

static void ping_pong(void)
{
	spawn_space(0, echo, 100, 100);
	for (word_t i = 0; i < 100; i++) {
		user_set_mr(1, i);
		user_set_mr(20, i * 3);
		check_is(user_call(THREAD(0), 20), 20);
		check_is(user_mr(1), i + 1);
		check_is(user_mr(20), i * 3);
	}
	destroy(0);
}

static void two_threads_exchange_messages(void **state)
{
	(void)state;
	run_world(ping_pong, 1);
}

static void toucher(word_t sp)
{
	user_store(0x200000, 77);
	check_is(user_load(0x200000), 77);
	user_fetch(0x203000);
	user_send(sp, 0);
}

static void paging(void)
{
	user_store(0x200008, 5);
	spawn_space(0, toucher, ROOT_ID, 100);
	serve_pager();
	check_is(user_load(0x200000), 77);
	destroy(0);
}

static void memory_is_faulted_in(void **state)
{
	(void)state;
	run_world(paging, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_threads_exchange_messages),
		cmocka_unit_test(memory_is_faulted_in),
	};

	return cmocka_run_group_tests_name("boot", tests, NULL, NULL);
}
