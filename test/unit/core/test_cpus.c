/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs have in common (docs/smp.md): pages in their TLBs, interrupts, spaces, threads that
 * others still look at.  Each test in worlds of whole entries and in worlds of slices.
 */
#include "world.h"

static volatile bool stop;
static volatile unsigned count[16];
static word_t error[16], processor[16];

/* --- pages that another CPU has in its TLB ---------------------------------------------------- */

#define SHARED	((word_t)0x200000)

static void read_shared(word_t n)
{
	while (!stop) {
		(void)user_load(SHARED);
		count[n]++;
		user_compute();
	}
	user_sleep(ABI_TIME_NEVER);
}

static void revoke(void)
{
	unsigned before;

	stop = false;
	spawn_space(0, read_shared, 0, 100);
	place(THREAD(0), 1);
	for (unsigned n = 0; n < 10; n++) {
		before = count[0];
		serve_fault(THREAD(0));
		wait_for(count[0] > before);
		check(user_unmap(SHARED | 12 << 4 | 7, false) != 0);
		before = count[0];
		user_sleep(TIME_MS(2));
		check(count[0] <= before + 1);		/* it may have been about to count */
	}
	stop = true;
	destroy(0);
}

/* --- interrupts go where their handler is ----------------------------------------------------- */

#define LINE	5
#define IRQ	id_make(LINE, 1)

static void handle(word_t n)
{
	word_t from;

	while (!(user_receive(IRQ, &from) & ABI_TAG_ERROR)) {
		check_is(from, IRQ);
		processor[n] = user_tcr(ABI_UTCB_PROCESSOR);
		count[n]++;
		check_is(user_send(IRQ, 0) & ABI_TAG_ERROR, 0);
	}
	error[n] = user_error();
	user_sleep(ABI_TIME_NEVER);
}

/* Until the line is open one interrupt may be on its way to where the handler was. */
static void interrupts_follow(void)
{
	unsigned n = 0;

	count[0] = 0;
	spawn(0, handle, 0, 100);
	check_is(user_thread_control(IRQ, IRQ, NILTHREAD, THREAD(0), -1), 1);
	for (unsigned cpu = 0; n < 3 * PLACES; cpu = (cpu + 1) % PLACES) {
		if (n % 2)
			host_raise(LINE);		/* while it moves */
		place(THREAD(0), cpu);
		if (n % 2 == 0)
			host_raise(LINE);
		n++;
		wait_for(count[0] == n);
		wait_for(host_line_is_open(LINE));
		host_raise(LINE);
		n++;
		wait_for(count[0] == n);
		check_is(processor[0], cpu);
		wait_for(host_line_is_open(LINE));
		check(thread_is_at(thread_find(IRQ), cpu));
	}
	/* another one, elsewhere, takes it over; then it goes */
	spawn(1, handle, 1, 100);
	place(THREAD(1), 2);
	check_is(user_thread_control(IRQ, IRQ, NILTHREAD, THREAD(1), -1), 1);
	host_raise(LINE);
	wait_for(count[1] == 1);
	check_is(count[0], n);
	destroy(1);
	host_raise(LINE);
	wait_for(!thread_find(IRQ));
	wait_for(error[0] == ERROR_OF(ABI_IPCERR_NOPARTNER, RCV));
	check(!host_line_is_open(LINE));
	destroy(0);
}

/* One that has come to where the handler was is passed on to where it is. */
static void interrupts_forwarded(void)
{
	count[0] = 0;
	spawn(0, handle, 0, 100);
	check_is(user_thread_control(IRQ, IRQ, NILTHREAD, THREAD(0), -1), 1);
	for (unsigned n = 0; n < 4 * PLACES; n++) {
		unsigned cpu = n % PLACES;

		place(THREAD(0), cpu);
		host_raise(LINE);
		wait_for(count[0] == 2 * n + 1);
		wait_for(host_line_is_open(LINE));
		host_raise_at(LINE, (n + n / PLACES) % PLACES);
		wait_for(count[0] == 2 * n + 2);
		check_is(processor[0], cpu);
		wait_for(host_line_is_open(LINE));
	}
	check_is(user_thread_control(IRQ, IRQ, NILTHREAD, IRQ, -1), 1);
	destroy(0);
}

/* --- a redirector for threads that are on their way ------------------------------------------- */

/* To those of other spaces. */
static void answer(word_t sp)
{
	word_t from, tag = user_receive(ANYTHREAD, &from);

	(void)sp;
	for (;;)
		tag = user_ipc(from, ANYTHREAD, 0, tag & 0x3f, &from);
}

/* Threads of one space, half of them always between CPUs. */
static void wander(word_t n)
{
	while (!stop) {
		(void)user_ipc(THREAD(7), NILTHREAD, TIMEOUTS(TIME_MS(1), 0), 0, NULL);
		count[n]++;
	}
	user_sleep(ABI_TIME_NEVER);
}

static void redirect_travellers(void)
{
	stop = false;
	spawn_space(7, answer, 0, 100);
	place(THREAD(7), 3);
	spawn_space(0, wander, 0, 100);
	for (unsigned n = 1; n < 6; n++)
		spawn_in(n, THREAD(0), n % 2 ? wander : idle_for_ever, n, 100);
	for (unsigned n = 0; n < 6; n++)
		place(THREAD(n), n % PLACES);
	for (unsigned i = 0; i < 20; i++) {
		word_t redirector = i % 2 ? ANYTHREAD : THREAD(7);

		check_is(user_space_control(THREAD(i % 6), 0, KIP_FPAGE, UTCB_FPAGE, redirector), 1);
		for (unsigned n = 0; n < 6; n++)
			check_is(!(thread_find(THREAD(n))->flags & TCB_REDIRECT), i % 2);
		place(THREAD(i % 6), i % PLACES);
		user_sleep(TIME_MS(1));
	}
	stop = true;
	check_is(user_space_control(THREAD(0), 0, KIP_FPAGE, UTCB_FPAGE, ANYTHREAD), 1);
	destroy_all(6);
	destroy(7);
}

/* --- what others still look at ---------------------------------------------------------------- */

#define FLEETING	12
#define LOOKERS		5
#define ROUNDS		400

/* Looks for threads that come and go: by sending, or as one to schedule. */
static void look_for_fleeting(word_t n)
{
	for (unsigned i = 0; !stop; i++) {
		if (i & 1)
			(void)user_schedule(THREAD(FLEETING), -1, -1, -1, -1, NULL);
		else
			(void)user_ipc(THREAD(FLEETING), NILTHREAD, TIMEOUTS(ABI_TIME_ZERO, 0), 0,
				       NULL);
		count[n]++;
	}
	user_sleep(ABI_TIME_NEVER);
}

static void come_and_go(void)
{
	stop = false;
	for (unsigned n = 0; n < LOOKERS; n++) {
		spawn(n, look_for_fleeting, n, 100);
		place(THREAD(n), 1 + n % (PLACES - 1));
	}
	for (unsigned n = 0; n < LOOKERS; n++)
		wait_for(count[n]);
	for (unsigned i = 0; i < ROUNDS; i++) {
		check_is(user_thread_control(THREAD(FLEETING), ROOT_ID, ROOT_ID, NILTHREAD, -1), 1);
		destroy(FLEETING);
		for (unsigned n = 0; n < 6; n++)	/* nobody gets its memory at once */
			user_compute();
	}
	stop = true;
	destroy_all(LOOKERS);
}

/* Somebody has to be left right behind a look at the table, and not be let go on for long. */
static void test_come_and_go(void **state)
{
	static const unsigned slices[] = { 60, 150, 300, 600 };

	(void)state;
	for (unsigned n = 0; n < 2 * ARRAY_SIZE(slices); n++) {
		host.slice = slices[n % ARRAY_SIZE(slices)];
		host.calm_every = 20;
		run_world(come_and_go, n);
	}
}

#define WORLDS(body, n) \
	static void test_##body(void **state) { (void)state; run_worlds(body, n); }
WORLDS(revoke, 4)
WORLDS(interrupts_follow, 8)
WORLDS(interrupts_forwarded, 8)
WORLDS(redirect_travellers, 8)

/* Argument: the tests to run, as a pattern. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_revoke),
		cmocka_unit_test(test_interrupts_follow),
		cmocka_unit_test(test_interrupts_forwarded),
		cmocka_unit_test(test_redirect_travellers),
		cmocka_unit_test(test_come_and_go),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("cpus", tests, NULL, NULL);
}
