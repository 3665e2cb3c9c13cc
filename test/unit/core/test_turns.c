/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose turn it is at a CPU that threads come to, and who pays for it (docs/smp.md).  Each test in
 * worlds of whole entries and in worlds of slices.
 */
#include "world.h"

static volatile bool stop;
static volatile unsigned count[16];
static word_t got[16];

/* --- home, where somebody better runs --------------------------------------------------------- */

static void send_once(word_t n)
{
	got[n] = user_send(THREAD(1), 0);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

static void take_when_told(word_t sp)
{
	(void)user_receive(ROOT_ID, NULL);
	got[1] = user_receive(ANYTHREAD, NULL);
	user_sleep(ABI_TIME_NEVER);
	(void)sp;
}

static void burn(word_t n)
{
	while (!stop)
		count[n]++, user_compute();
	user_sleep(ABI_TIME_NEVER);
}

static void home_is_busy(void)
{
	const struct tcb *t;

	stop = false;
	count[0] = count[2] = 0;
	spawn(1, take_when_told, 0, 120);
	spawn(0, send_once, 0, 100);
	t = thread_find(THREAD(0));
	place(THREAD(0), 1);
	wait_for(t->state == THREAD_POLLING && thread_is_at(t, 0));
	spawn(2, burn, 2, 110);
	place(THREAD(2), 1);
	wait_for(count[2]);
	check_is(user_send(THREAD(1), 0), 0);
	wait_for(thread_is_at(t, 1));
	user_sleep(TIME_MS(4));
	check_is(count[0], 0);			/* it is ready, and waits for its turn */
	check(link_is_queued(&t->ready_link));
	stop = true;
	wait_for(count[0]);
	check_is(got[0], 0);
	check_is(got[1] & ABI_TAG_ERROR, 0);
	destroy_all(3);
}

/* --- away, where somebody better runs --------------------------------------------------------- */

static void count_once(word_t n)
{
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

static void touch_page(word_t n)
{
	(void)user_load(0x210000);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

/* Whose startup message or page comes from a CPU with better threads goes on at its own. */
static void away_is_busy(void)
{
	stop = false;
	for (unsigned n = 0; n < 4; n++)
		count[n] = 0;
	spawn(0, burn, 0, 110);
	check_is(user_thread_control(THREAD(1), ROOT_ID, ROOT_ID, ROOT_ID, UTCB_AT(2)), 1);
	place(THREAD(1), 1);			/* before it is started */
	spawn_go(THREAD(1), count_once, 1, 90);
	wait_for(count[0] && count[1]);
	spawn(2, count_once, 2, 90);		/* and after that */
	place(THREAD(2), 2);
	wait_for(count[2]);
	check_is(user_thread_control(THREAD(3), THREAD(3), ROOT_ID, NILTHREAD, -1), 1);
	check_is(user_space_control(THREAD(3), 0, KIP_FPAGE, UTCB_FPAGE, NILTHREAD), 1);
	check_is(user_thread_control(THREAD(3), THREAD(3), ROOT_ID, ROOT_ID, UTCB_AT(4)), 1);
	place(THREAD(3), 3);
	spawn_go(THREAD(3), touch_page, 3, 90);
	serve_fault(THREAD(3));
	wait_for(count[3]);
	stop = true;
	destroy_all(4);
}

/* --- who arrives pays for its own time -------------------------------------------------------- */

static volatile unsigned phase;

/* Comes home in the middle of a call, with the other one, and then shares its CPU with two. */
static void come_home(word_t n)
{
	for (unsigned i = 1; ; i++) {
		word_t tag = user_ipc(ROOT_ID, ANYTHREAD, TIMEOUTS(ABI_TIME_NEVER, ABI_TIME_ZERO), 0,
				      NULL);

		check_is(tag, ABI_TAG_ERROR);
		check_is(user_error(), ERROR_OF(ABI_IPCERR_TIMEOUT, RCV));
		while (phase < i)
			count[n]++, user_compute();
	}
}

static void arrivals_pay(void)
{
	unsigned before[3];

	stop = false;
	phase = 0;
	spawn(0, burn, 0, ABI_PRIO_MAX);
	for (unsigned n = 1; n < 3; n++)
		spawn(n, come_home, n, ABI_PRIO_MAX);
	for (unsigned n = 0; n < 3; n++)
		place(THREAD(n), 1);
	for (unsigned i = 1; i <= 12; i++) {
		for (unsigned n = 1; n < 3; n++)
			check_is(user_receive(ANYTHREAD, NULL) & ABI_TAG_ERROR, 0);
		for (unsigned n = 0; n < 3; n++)
			before[n] = count[n];
		for (unsigned n = 0; n < 3; n++)
			wait_for(count[n] > before[n]);
		phase = i;
	}
	stop = true;
	destroy_all(3);
}

#define WORLDS(body, n) \
	static void test_##body(void **state) { (void)state; run_worlds(body, n); }
WORLDS(home_is_busy, 4)
WORLDS(away_is_busy, 4)
WORLDS(arrivals_pay, 4)

/* Argument: the tests to run, as a pattern. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_home_is_busy),
		cmocka_unit_test(test_away_is_busy),
		cmocka_unit_test(test_arrivals_pay),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("turns", tests, NULL, NULL);
}
