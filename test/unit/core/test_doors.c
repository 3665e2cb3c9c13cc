/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queue at a door whose owner moves to another CPU (docs/smp.md).  Each test in worlds of whole
 * entries and in worlds of slices.
 */
#include "world.h"

static volatile bool stop;
static volatile unsigned count[16];
static word_t got[16], error[16];
static usec_t when[16];

/* --- those at the door of who moves ----------------------------------------------------------- */

#define DOOR		0
#define KNOCKERS	6
#define LONG_TIME	(10 << 10 | 100)	/* 102 ms */
#define HASTY		4	/* has not the time */

static void door(word_t sp)
{
	(void)sp;
	while (!stop)
		user_compute();
	for (unsigned n = 1; n <= KNOCKERS; n++)
		if (n != HASTY) {
			check_is(user_receive(ANYTHREAD, NULL) & ABI_TAG_ERROR, 0);
			count[DOOR]++;
		}
	user_sleep(ABI_TIME_NEVER);
}

static void knock(word_t n)
{
	word_t time = n == HASTY ? TIME_MS(32) : n & 1 ? ABI_TIME_NEVER : LONG_TIME;

	got[n] = user_ipc(THREAD(DOOR), NILTHREAD, TIMEOUTS(time, 0), n << 16, NULL);
	error[n] = user_error();
	when[n] = user_clock();
	count[n] = 1;
	user_sleep(ABI_TIME_NEVER);
}

static void expect_all_at_door_on(unsigned cpu)
{
	const struct tcb *d = thread_find(THREAD(DOOR));

	wait_for(d->senders + count[HASTY] == KNOCKERS && thread_is_at(d, cpu));
	for (unsigned n = 1; n <= KNOCKERS; n++)
		check(count[n] || thread_is_at(thread_find(THREAD(n)), cpu));
}

static void door_moves(void)
{
	usec_t begin, all_there;

	stop = false;
	spawn(DOOR, door, 0, 100);
	place(THREAD(DOOR), 1);
	for (unsigned n = 1; n <= KNOCKERS; n++) {
		spawn(n, knock, n, 110);
		place(THREAD(n), n % PLACES);
	}
	begin = user_clock();
	expect_all_at_door_on(1);
	all_there = user_clock();
	user_sleep(TIME_MS(6));
	place(THREAD(DOOR), 2);
	expect_all_at_door_on(2);
	user_sleep(TIME_MS(6));
	place(THREAD(DOOR), 0);
	expect_all_at_door_on(0);
	wait_for(count[HASTY]);
	check_is(got[HASTY], HASTY << 16 | ABI_TAG_ERROR);
	check_is(error[HASTY], ERROR_OF(ABI_IPCERR_TIMEOUT, SND));
	/* not later for having moved */
	check(when[HASTY] >= begin + 31000 && when[HASTY] < all_there + 38000);
	stop = true;
	wait_for(count[DOOR] == KNOCKERS - 1);
	for (unsigned n = 1; n <= KNOCKERS; n++) {
		if (n != HASTY)
			check_is(got[n] & ABI_TAG_ERROR, 0);
		wait_for(thread_is_at(thread_find(THREAD(n)), n % PLACES));
	}
	destroy_all(KNOCKERS + 1);
}

/* --- who follows somebody to a CPU where somebody better runs ------------------------------------- */

#define OWNER		1
#define FOLLOWER	2
#define BURNER		3

static void burn(word_t n)
{
	while (!stop)
		count[n]++, user_compute();
	user_sleep(ABI_TIME_NEVER);
}

static void take_one(word_t sp)
{
	(void)user_receive(ROOT_ID, NULL);
	got[0] = user_receive(ANYTHREAD, NULL);
	user_sleep(ABI_TIME_NEVER);
	(void)sp;
}

/* Sends, and receives at home. */
static void send_and_receive(word_t n)
{
	got[n] = user_ipc(THREAD(0), THREAD(FOLLOWER), 0, 0, NULL);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

static void send_to_owner(word_t n)
{
	got[n] = user_send(THREAD(OWNER), 0);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

/* The message of a low thread reaches the owner at home, though a better one runs there. */
static void follower_is_low(void)
{
	const struct tcb *owner, *follower;

	stop = false;
	count[OWNER] = count[FOLLOWER] = count[BURNER] = 0;
	spawn(0, take_one, 0, 120);
	spawn(OWNER, send_and_receive, OWNER, 120);
	place(THREAD(OWNER), 1);
	owner = thread_find(THREAD(OWNER));
	wait_for(owner->state == THREAD_POLLING && thread_is_at(owner, 0));
	spawn(FOLLOWER, send_to_owner, FOLLOWER, 90);
	place(THREAD(FOLLOWER), 2);
	follower = thread_find(THREAD(FOLLOWER));
	wait_for(follower->state == THREAD_POLLING && thread_is_at(follower, 0));
	spawn(BURNER, burn, BURNER, 110);
	place(THREAD(BURNER), 1);
	wait_for(count[BURNER]);
	check_is(user_send(THREAD(0), 0), 0);
	wait_for(count[OWNER] && count[FOLLOWER]);
	check_is(got[0] & ABI_TAG_ERROR, 0);
	check_is(got[OWNER] & ABI_TAG_ERROR, 0);
	check_is(got[FOLLOWER] & ABI_TAG_ERROR, 0);
	check(thread_is_at(owner, 1));
	wait_for(thread_is_at(follower, 2));
	stop = true;
	destroy_all(4);
}

/* --- who goes home because nobody is left to wait for ------------------------------------------- */

#define AWAITED		0

static void receive_from_awaited(word_t n)
{
	got[n] = user_receive(THREAD(AWAITED), NULL);
	error[n] = user_error();
	(void)user_receive(ANYTHREAD, NULL);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

/* Its CPU has nothing else to do; those at its door come after it all the same. */
static void orphan_moves(void)
{
	const struct tcb *owner, *follower;

	count[OWNER] = count[FOLLOWER] = 0;
	spawn(AWAITED, idle_for_ever, 0, 100);
	place(THREAD(AWAITED), 1);
	spawn(OWNER, receive_from_awaited, OWNER, 100);
	place(THREAD(OWNER), 2);
	owner = thread_find(THREAD(OWNER));
	wait_for(owner->state == THREAD_WAITING && thread_is_at(owner, 2));
	spawn(FOLLOWER, send_to_owner, FOLLOWER, 100);
	follower = thread_find(THREAD(FOLLOWER));
	wait_for(follower->state == THREAD_POLLING && thread_is_at(follower, 2));
	place(THREAD(OWNER), 3);
	destroy(AWAITED);
	wait_for(count[OWNER] && count[FOLLOWER]);
	check_is(got[OWNER] & ABI_TAG_ERROR, ABI_TAG_ERROR);
	check_is(error[OWNER], ERROR_OF(ABI_IPCERR_NOPARTNER, RCV));
	check_is(got[FOLLOWER] & ABI_TAG_ERROR, 0);
	check(thread_is_at(owner, 3));
	destroy(OWNER);
	destroy(FOLLOWER);
}

#define WORLDS(body, n) \
	static void test_##body(void **state) { (void)state; run_worlds(body, n); }
WORLDS(door_moves, 4)
WORLDS(follower_is_low, 4)
WORLDS(orphan_moves, 4)

/* Argument: the tests to run, as a pattern. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_door_moves),
		cmocka_unit_test(test_follower_is_low),
		cmocka_unit_test(test_orphan_moves),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("doors", tests, NULL, NULL);
}
