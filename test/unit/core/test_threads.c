/* SPDX-License-Identifier: BSD-2-Clause */
/* ThreadControl, ExchangeRegisters, Schedule, ThreadSwitch (syscall sheet 2, 3, 5, 6), and how fast
 * all of it goes here. */
#include <stdio.h>
#include <time.h>
#include <kernel/timeout.h>
#include <arch/clock.h>
#include "world.h"

static unsigned ran[4];
static bool stop;

static void runner(word_t n)
{
	while (!stop) {
		ran[n]++;
		user_compute();
	}
}

static void fails_with(word_t result, word_t error)
{
	check_is(result, 0);
	check_is(user_error(), error);
}

/* --- ThreadControl ---------------------------------------------------------------------------- */

static void thread_control(void)
{
	const word_t a = THREAD(0), b = THREAD(1);

	fails_with(user_thread_control(ROOT_ID, NILTHREAD, 0, 0, -1), ABI_ERR_INVALID_THREAD);
	fails_with(user_thread_control(UTCB_AT(1), a, ROOT_ID, 0, -1), ABI_ERR_INVALID_SPACE);
	fails_with(user_thread_control(ANYTHREAD, a, ROOT_ID, 0, -1), ABI_ERR_INVALID_SPACE);
	fails_with(user_thread_control(id_make(thread_system_base(), 1), a, ROOT_ID, 0, -1),
		   ABI_ERR_INVALID_THREAD);
	fails_with(user_thread_control(a, a, NILTHREAD, 0, -1), ABI_ERR_INVALID_THREAD);
	fails_with(user_thread_control(a, b, ROOT_ID, 0, -1), ABI_ERR_INVALID_SPACE);
	fails_with(user_thread_control(a, a, ROOT_ID, ROOT_ID, UTCB_AT(1)), ABI_ERR_INVALID_SPACE);
	fails_with(user_thread_control(a, ROOT_ID, ROOT_ID, ROOT_ID, -1), ABI_ERR_UTCB_AREA);
	check_is(user_thread_control(a, NILTHREAD, 0, 0, -1), 1);	/* nobody: fine */
	check_is(user_thread_control(a, ROOT_ID, ROOT_ID, NILTHREAD, UTCB_AT(1)), 1);
	/* inactive: it has no registers, and can be waited for */
	struct exregs r = { .dest = a };

	user_exchange_registers(&r);
	check_is(r.dest, NILTHREAD);
	check_is(user_schedule(a, -1, -1, -1, -1, NULL), ABI_TSTATE_DEAD);
	check_is(user_ipc(NILTHREAD, a, TIMEOUTS(0, ABI_TIME_ZERO), 0, NULL), ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_TIMEOUT, RCV));
	/* change this and that, all or nothing */
	fails_with(user_thread_control(a, a, NILTHREAD, NILTHREAD, 0x1234), ABI_ERR_UTCB_AREA);
	fails_with(user_thread_control(a, b, NILTHREAD, NILTHREAD, UTCB_AT(2)),
		   ABI_ERR_INVALID_SPACE);
	check_is(user_thread_control(a, a, NILTHREAD, NILTHREAD, UTCB_AT(2)), 1);
	check_is(user_thread_control(THREAD_V(0, 5), a, SIGMA0_ID, NILTHREAD, -1), 1);
	check(!thread_find(a));
	check_is(thread_find(THREAD_V(0, 5))->scheduler, SIGMA0_ID);
	check_is(user_thread_control(a, ROOT_ID, NILTHREAD, ROOT_ID, -1), 1);	/* activates */
	fails_with(user_thread_control(a, a, NILTHREAD, NILTHREAD, UTCB_AT(3)), ABI_ERR_UTCB_AREA);
	check_is(user_thread_control(a, a, NILTHREAD, SIGMA0_ID, -1), 1); /* sets the pager */
	check_is(utcb_pager(thread_find(a)), SIGMA0_ID);
	destroy(0);
}

static word_t local_seen;

static void wanderer(word_t sp)
{
	(void)user_receive(ROOT_ID, NULL);
	local_seen = user_local_id();
	check_is(user_mr(20), sp);
	ran[0]++;
	user_sleep(ABI_TIME_NEVER);
}

static void moving(void)
{
	const struct space *from;

	spawn_space(0, wanderer, 77, 100);
	spawn_space(1, idle_for_ever, 0, 100);
	from = thread_find(THREAD(0))->space;
	user_sleep(TIME_MS(1));
	ran[0] = 0;
	/* its wait is broken off; the UTCB goes along */
	utcb_set_mr(thread_find(THREAD(0)), 20, 77);
	check_is(user_thread_control(THREAD(0), THREAD(1), NILTHREAD, NILTHREAD, -1), 1);
	check(thread_find(THREAD(0))->space != from);
	user_sleep(TIME_MS(1));
	check_is(ran[0], 1);
	check_is(local_seen, UTCB_AT(1) + ABI_UTCB_POINTER);
	/* where its UTCB can't be it doesn't go */
	check_is(user_thread_control(THREAD(2), THREAD(2), ROOT_ID, NILTHREAD, -1), 1);
	fails_with(user_thread_control(THREAD(0), THREAD(2), NILTHREAD, NILTHREAD, -1),
		   ABI_ERR_UTCB_AREA);
	check_is(user_thread_control(THREAD(2), THREAD(1), NILTHREAD, NILTHREAD, -1), 1);
	user_sleep(TIME_MS(1));
	for (unsigned n = 0; n < 3; n++)
		destroy(n);
}

/* --- ExchangeRegisters ------------------------------------------------------------------------ */

static void exchange_registers(void)
{
	stop = false;
	spawn(0, runner, 0, 100);
	user_sleep(TIME_MS(1));
	struct exregs r = { THREAD(0), ABI_EXREGS_FLAGS | ABI_EXREGS_HANDLE | ABI_EXREGS_PAGER,
			    1,         2,
			    0xffff,    0x4711,
			    SIGMA0_ID };

	user_exchange_registers(&r);
	check_is(r.dest, UTCB_AT(1) + ABI_UTCB_POINTER);
	check_is(r.control, 0);
	check_is(r.handle, 0);
	check_is(r.pager, ROOT_ID);
	r.control = ABI_EXREGS_APPLY_HALT | ABI_EXREGS_HALT;	/* by its local id now */
	user_exchange_registers(&r);
	check_is(r.dest, THREAD(0));
	check_is(r.handle, 0x4711);
	check_is(r.pager, SIGMA0_ID);
	check_is(r.flags, HOST_FLAGS_INITIAL | HOST_FLAGS_MASK);
	check_is(user_schedule(THREAD(0), -1, -1, -1, -1, NULL), ABI_TSTATE_INACTIVE);
	unsigned before = ran[0];

	user_sleep(TIME_MS(4));
	check_is(ran[0], before);
	r = (struct exregs){ .dest = THREAD(0), .control = ABI_EXREGS_APPLY_HALT };
	user_exchange_registers(&r);
	check_is(r.control, ABI_EXREGS_WAS_HALTED);
	user_sleep(TIME_MS(4));
	check(ran[0] > before);
	/* not into other spaces, not beyond what exists */
	spawn_space(1, idle_for_ever, 0, 100);
	r = (struct exregs){ .dest = THREAD(1), .control = 0 };
	user_exchange_registers(&r);
	check_is(r.dest, NILTHREAD);
	check_is(user_error(), ABI_ERR_INVALID_THREAD);
	r = (struct exregs){ .dest = NILTHREAD };
	user_exchange_registers(&r);
	check_is(r.dest, NILTHREAD);
	stop = true;
	destroy(0);
	destroy(1);
	/* whose UTCB lies where another one's was finds nothing of it */
	spawn(0, idle_for_ever, 0, 100);
	r = (struct exregs){ .dest = THREAD(0) };
	user_exchange_registers(&r);
	check_is(r.handle, 0);
	destroy(0);
}

static void sleeper(word_t sp)
{
	(void)sp;
	(void)user_ipc(NILTHREAD, ANYTHREAD, TIMEOUTS(0, TIME_MS(4)), 0, NULL);
	ran[0]++;
}

static void pending_halt(void)
{
	struct exregs r = { .dest = THREAD(0), .control = ABI_EXREGS_APPLY_HALT | ABI_EXREGS_HALT };

	ran[0] = 0;
	spawn(0, sleeper, 0, 100);
	user_sleep(TIME_MS(1));
	user_exchange_registers(&r);
	check_is(user_schedule(THREAD(0), -1, -1, -1, -1, NULL), ABI_TSTATE_WAITING);
	user_sleep(TIME_MS(10));
	check_is(user_schedule(THREAD(0), -1, -1, -1, -1, NULL), ABI_TSTATE_INACTIVE);
	check_is(ran[0], 0);
	r = (struct exregs){ .dest = THREAD(0), .control = ABI_EXREGS_APPLY_HALT };
	user_exchange_registers(&r);
	user_sleep(TIME_MS(1));
	check_is(ran[0], 1);
	destroy(0);
	/* oneself */
	spawn(0, idle_for_ever, 0, 100);
	r = (struct exregs){ .dest = user_local_id(), .control = ABI_EXREGS_HANDLE, .handle = 9 };
	user_exchange_registers(&r);
	check_is(r.dest, ROOT_ID);
	check_is(user_tcr(ABI_UTCB_HANDLE), 9);
	destroy(0);
}

/* --- Schedule --------------------------------------------------------------------------------- */

static void weak(word_t sp)
{
	(void)sp;
	ran[0] = user_schedule(THREAD(1), -1, -1, 90, -1, NULL);
	ran[1] = user_error();
	ran[2] = user_schedule(THREAD(0), -1, -1, 101, -1, NULL);
	ran[3] = user_error();
}

static void schedule(void)
{
	word_t old;

	stop = false;
	spawn_space(1, runner, 0, 90);
	check_is(user_schedule(THREAD(1), -1, -1, -1, -1, &old), ABI_TSTATE_RUNNING);
	check_is(old & 0xffff, ABI_TIME_NEVER);
	check_is(time_period_us(old >> 16) <= 10000, 1);
	check_is(user_schedule(THREAD(1), TIMEOUTS(TIME_MS(8), TIME_MS(20)), -1, -1, -1, NULL), 3);
	(void)user_schedule(THREAD(1), -1, -1, -1, -1, &old);
	check_is(time_period_us(old >> 16) / 1000, 8);
	check(time_period_us(old & 0xffff) <= 20000 && time_period_us(old & 0xffff) >= 11000);
	fails_with(user_schedule(THREAD(1), ABI_TIME_POINT, -1, -1, -1, NULL),
		   ABI_ERR_INVALID_THREAD);
	fails_with(user_schedule(THREAD(1), -1, cpu_count, -1, -1, NULL), ABI_ERR_INVALID_PARAM);
	fails_with(user_schedule(THREAD(9), -1, -1, -1, -1, NULL), ABI_ERR_INVALID_THREAD);
	fails_with(user_schedule(NILTHREAD, -1, -1, -1, -1, NULL), ABI_ERR_INVALID_THREAD);
	/* never, and more than a word can count */
	check_is(user_schedule(THREAD(1), TIMEOUTS(1023 | 31 << 10, 0), 0, -1, 100 | 200 << 16,
			       NULL),
		 3);
	check_is(thread_find(THREAD(1))->timeslice, 0);
	check_is(thread_find(THREAD(1))->max_delay, 100);
	check_is(thread_find(THREAD(1))->sensitive_prio, 200);
	stop = true;
	user_sleep(TIME_MS(1));
	/* others may not, except for threads whose scheduler is in their space, and no higher than
	 * they */
	spawn_space(0, weak, 0, 100);
	user_sleep(TIME_MS(1));
	check_is(ran[0], 0);
	check_is(ran[1], ABI_ERR_NO_PRIVILEGE);
	check_is(user_thread_control(THREAD(0), THREAD(0), THREAD(0), NILTHREAD, -1), 1);
	destroy(1);
	spawn_space(1, idle_for_ever, 0, 90);
	check_is(user_thread_control(THREAD(1), THREAD(1), THREAD(0), NILTHREAD, -1), 1);
	user_sleep(TIME_MS(1));
	destroy(0);
	destroy(1);
}

/* --- ThreadSwitch and time slices ------------------------------------------------------------- */

static void switching(void)
{
	stop = false;
	ran[0] = ran[1] = 0;
	spawn(0, runner, 0, 90);
	spawn(1, runner, 1, 90);
	set_prio(ROOT_ID, 90);
	unsigned steps = host_steps;

	user_thread_switch(ROOT_ID);		/* oneself: nothing happens */
	check_is(ran[0] + ran[1], 0);
	user_thread_switch(THREAD(1));		/* on our time slice */
	check(ran[1] > 0 || host_steps - steps < 3);
	for (unsigned n = 0; n < 6; n++)
		user_thread_switch(NILTHREAD);
	check(ran[0] > 0 && ran[1] > 0);
	user_thread_switch(THREAD(9));		/* nobody: as if nil */
	/* turn by turn, ten milliseconds each */
	set_prio(ROOT_ID, 255);
	ran[0] = ran[1] = 0;
	for (unsigned n = 0; n < 20; n++)
		user_sleep(TIME_MS(20));
	check(ran[0] > ran[1] / 2 && ran[1] > ran[0] / 2);
	stop = true;
	destroy(0);
	destroy(1);
}

/* --- speed ------------------------------------------------------------------------------------ */

static void echo(word_t count)
{
	word_t sender, tag = user_receive(ROOT_ID, &sender);

	while (count--)
		tag = user_ipc(sender, ROOT_ID, 0, tag, &sender);
}

static void no_checks(struct tcb *before)
{
	(void)before;
}

static void speed(void)
{
	struct timespec begin, end;
	unsigned long calls = host_calls;

	spawn_space(0, echo, 1000000, 100);
	host.before = NULL;
	host.after = no_checks;
	/* of this process: a machine with other work says the same */
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	for (unsigned n = 0; n < 50000; n++)
		check_is(user_call(THREAD(0), 3), 3);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	double seconds = (double)(end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) * 1e-9;

	printf("# %.0f system calls a second under sanitizers\n",
	       (double)(host_calls - calls) / seconds);
	check((double)(host_calls - calls) / seconds >= 20000);
	destroy(0);
}

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 9); }
WORLD(thread_control)
WORLD(moving)
WORLD(exchange_registers)
WORLD(pending_halt)
WORLD(schedule)
WORLD(switching)
WORLD(speed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thread_control),
		cmocka_unit_test(test_moving),
		cmocka_unit_test(test_exchange_registers),
		cmocka_unit_test(test_pending_halt),
		cmocka_unit_test(test_schedule),
		cmocka_unit_test(test_switching),
		cmocka_unit_test(test_speed),
	};

	return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
