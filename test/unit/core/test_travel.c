/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that travel between CPUs (docs/smp.md): many at once, the end of who is waited
 * for, those who move or are halted in mid-IPC.  Each test in worlds of whole entries and in worlds of
 * slices.
 */
#include "world.h"

static volatile unsigned count[16];
static word_t got[16], error[16], where[16];

/* Threads of one's own space are received from by their local ids. */
static word_t global_id(word_t id)
{
	return id_is_local(id) ? user_load(id + (word_t)ABI_UTCB_GLOBAL_ID) : id;
}

/* --- many at once ----------------------------------------------------------------------------- */

#define CALLERS	9
#define CALLS	30

static void answer(word_t sp)
{
	word_t from, tag = user_receive(ANYTHREAD, &from);

	(void)sp;
	for (;;)
		tag = user_ipc(global_id(from), ANYTHREAD, 0, tag & 0x3f, &from);
}

static void call_all(word_t n)
{
	for (unsigned i = 0; i < CALLS; i++) {
		user_set_mr(1, n * 1000 + i);
		check_is(user_call(THREAD(i % 3), 1) & ~(word_t)ABI_TAG_XCPU, 1);
		check_is(user_mr(1), n * 1000 + i);
		count[n]++;
	}
	user_sleep(ABI_TIME_NEVER);
}

/* Those who serve are all at one CPU, the callers at the others. */
static void rush(void)
{
	for (unsigned n = 0; n < 3; n++) {
		spawn(n, answer, 0, 100 + n);
		place(THREAD(n), 1);
	}
	for (unsigned n = 3; n < 3 + CALLERS; n++) {
		count[n] = 0;
		spawn(n, call_all, n, 100);
		place(THREAD(n), (n % 3 + 2) % PLACES);
	}
	for (unsigned n = 3; n < 3 + CALLERS; n++)
		wait_for(count[n] == CALLS);
	destroy_all(3 + CALLERS);
}

/* --- the end of who is waited for ------------------------------------------------------------- */

static void wait_for_first(word_t n)
{
	got[n] = user_receive(THREAD(0), NULL);
	error[n] = user_error();
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

static void send_to_first(word_t n)
{
	got[n] = user_send(THREAD(0), 0);
	error[n] = user_error();
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

/* Each CPU has one that waits for the first thread, and one that stands at its door. */
static void end_of_awaited(bool renamed)
{
	spawn(0, idle_for_ever, 0, 100);
	place(THREAD(0), 1);
	for (unsigned n = 1; n <= 2 * PLACES; n++) {
		count[n] = 0;
		spawn(n, n <= PLACES ? wait_for_first : send_to_first, n, 100);
		place(THREAD(n), n % PLACES);
	}
	user_sleep(TIME_MS(8));
	if (renamed)
		check_is(user_thread_control(THREAD_V(0, 2), ROOT_ID, NILTHREAD, NILTHREAD, -1), 1);
	else
		destroy(0);
	for (unsigned n = 1; n <= (renamed ? 1 : 2) * PLACES; n++) {
		wait_for(count[n]);
		check_is(got[n] & ABI_TAG_ERROR, ABI_TAG_ERROR);
		check_is(error[n], ERROR_OF(ABI_IPCERR_NOPARTNER, n <= PLACES ? RCV : SND));
	}
	destroy_all(2 * PLACES + 1);
}

static void awaited_ends(void)
{
	end_of_awaited(false);
	end_of_awaited(true);
}

/* --- who is in the middle of an IPC moves when that is over ----------------------------------- */

static void call_first(word_t n)
{
	got[n] = user_call(THREAD(0), 0);
	where[n] = user_tcr(ABI_UTCB_PROCESSOR);
	count[n]++;
	user_sleep(ABI_TIME_NEVER);
}

static void answer_when_told(word_t sp)
{
	word_t from;

	(void)user_receive(ROOT_ID, NULL);
	(void)user_receive(ANYTHREAD, &from);
	count[0]++;
	(void)user_receive(ROOT_ID, NULL);
	(void)user_send(global_id(from), 0);
	user_sleep(ABI_TIME_NEVER);
	(void)sp;
}

static void migrate_in_ipc(void)
{
	const struct tcb *t;

	count[0] = count[1] = 0;
	spawn(0, answer_when_told, 0, 100);
	place(THREAD(0), 1);
	spawn(1, call_first, 1, 100);
	place(THREAD(1), 2);
	t = thread_find(THREAD(1));
	wait_for(t->state == THREAD_POLLING);
	check(thread_is_at(t, 1));
	place(THREAD(1), 3);			/* it polls on, and then waits at its new home */
	user_sleep(TIME_MS(2));
	check(t->state == THREAD_POLLING && thread_is_at(t, 1));
	check_is(user_send(THREAD(0), 0) & ABI_TAG_ERROR, 0);
	wait_for(count[0] && t->state == THREAD_WAITING);
	check(thread_is_at(t, 3));
	place(THREAD(1), 0);			/* it waits where it was until the answer comes */
	user_sleep(TIME_MS(2));
	check(t->state == THREAD_WAITING && t->home == cpu_of(0));
	check_is(user_send(THREAD(0), 0) & ABI_TAG_ERROR, 0);
	wait_for(count[1]);
	check_is(got[1] & ~(word_t)ABI_TAG_XCPU, 0);
	check_is(where[1], 0);
	check(thread_is_at(t, 0));
	destroy_all(2);
}

/* --- somebody else's call is passed on --------------------------------------------------------- */

#define CALLER	0
#define PASSES	1
#define ANSWERS	2

static void pass_on(word_t sp)
{
	word_t from;

	for (;;) {
		check_is(user_receive(ANYTHREAD, &from) & ABI_TAG_ERROR, 0);
		user_set_tcr(ABI_UTCB_SENDER, global_id(from));
		check_is(user_send(THREAD(ANSWERS), ABI_TAG_PROPAGATED | 1) & ABI_TAG_ERROR, 0);
	}
	(void)sp;
}

static void answer_caller(word_t sp)
{
	word_t from, tag;

	for (;;) {
		tag = user_receive(ANYTHREAD, &from);
		check_is(tag & (ABI_TAG_ERROR | ABI_TAG_PROPAGATED), ABI_TAG_PROPAGATED);
		check_is(global_id(from), THREAD(CALLER));
		check_is(user_tcr(ABI_UTCB_SENDER), THREAD(PASSES));
		user_set_mr(1, user_mr(1) + 1);
		check_is(user_send(THREAD(CALLER), 1) & ABI_TAG_ERROR, 0);
	}
	(void)sp;
}

static void call_through(word_t sp)
{
	for (word_t i = 0; i < 20; i++) {
		user_set_mr(1, i);
		check_is(user_ipc(THREAD(PASSES), THREAD(PASSES), 0, 1, NULL) & ABI_TAG_ERROR, 0);
		check_is(user_mr(1), i + 1);
		count[CALLER]++;
	}
	user_sleep(ABI_TIME_NEVER);
	(void)sp;
}

/* Each at a CPU of its own: the caller waits for who answers, not for whom it has called. */
static void call_passed_on(void)
{
	count[CALLER] = 0;
	spawn(ANSWERS, answer_caller, 0, 100);
	spawn(PASSES, pass_on, 0, 100);
	place(THREAD(ANSWERS), 1);
	place(THREAD(PASSES), 2);
	spawn(CALLER, call_through, 0, 100);
	place(THREAD(CALLER), 3);
	wait_for(count[CALLER] == 20);
	destroy_all(3);
}

/* --- halted or moved to another space while away ---------------------------------------------- */

static void halt(word_t id, bool on)
{
	struct exregs r = { .dest = id,
			    .control = ABI_EXREGS_APPLY_HALT | (on ? ABI_EXREGS_HALT : 0) |
				       ABI_EXREGS_ABORT_SEND | ABI_EXREGS_ABORT_RECEIVE };

	user_exchange_registers(&r);
	check(r.dest != NILTHREAD);
}

/* Thread 1, at home on CPU 2, stands at the door of thread 0, who takes nothing. */
static const struct tcb *polling_away(host_program program)
{
	const struct tcb *t;

	count[1] = 0;
	spawn(0, idle_for_ever, 0, 100);
	spawn(1, program, 1, 100);
	place(THREAD(1), 2);
	t = thread_find(THREAD(1));
	wait_for(t->state == THREAD_POLLING && thread_is_at(t, 0));
	return t;
}

static void halt_polling(void)
{
	const struct tcb *t = polling_away(send_to_first);

	halt(THREAD(1), true);
	user_sleep(TIME_MS(4));
	check_is(t->state, THREAD_HALTED);
	check_is(count[1], 0);
	halt(THREAD(1), false);
	wait_for(count[1]);
	check_is(error[1], ERROR_OF(ABI_IPCERR_CANCELED, SND));
	check(thread_is_at(t, 2));
	destroy_all(2);
}

static void send_again(word_t n)
{
	for (;;) {
		(void)user_send(THREAD(0), 0);
		count[n]++;
	}
}

/* Broken off and told not to halt, over and over, it goes home each time and comes back. */
static void halts_taken_back(void)
{
	const struct tcb *t = polling_away(send_again);

	for (unsigned n = 0; n < 60; n++) {
		wait_for(t->state == THREAD_POLLING && thread_is_at(t, 0));
		halt(THREAD(1), false);
		wait_for(count[1] == n + 1);
	}
	destroy_all(2);
}

static void move_polling(void)
{
	const struct tcb *t = polling_away(send_to_first);

	spawn_space(2, idle_for_ever, 0, 100);
	check_is(user_thread_control(THREAD_V(1, 3), THREAD(2), SIGMA0_ID, SIGMA0_ID, -1), 1);
	wait_for(count[1]);
	check_is(error[1], ERROR_OF(ABI_IPCERR_CANCELED, SND));
	check(thread_is_at(t, 2));
	check_is(t->scheduler, SIGMA0_ID);
	check_is(user_thread_control(THREAD_V(1, 3), NILTHREAD, 0, 0, -1), 1);
	destroy(0);
	destroy(2);
}

#define WORLDS(body, n) \
	static void test_##body(void **state) { (void)state; run_worlds(body, n); }
WORLDS(rush, 8)
WORLDS(awaited_ends, 4)
WORLDS(migrate_in_ipc, 4)
WORLDS(call_passed_on, 4)
WORLDS(halt_polling, 4)
WORLDS(halts_taken_back, 8)
WORLDS(move_polling, 4)

/* Argument: the tests to run, as a pattern. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rush),
		cmocka_unit_test(test_awaited_ends),
		cmocka_unit_test(test_migrate_in_ipc),
		cmocka_unit_test(test_call_passed_on),
		cmocka_unit_test(test_halt_polling),
		cmocka_unit_test(test_halts_taken_back),
		cmocka_unit_test(test_move_polling),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("travel", tests, NULL, NULL);
}
