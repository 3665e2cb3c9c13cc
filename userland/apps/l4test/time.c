/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timeouts: how long they are, and which of two ends a wait.
 */
#include <l4/schedule.h>
#include "test.h"

/* A timeout may be late by this: a tick, and the time until the thread runs. */
#define LATE_USEC	5000

static L4_Word64_t now(void)
{
	return L4_SystemClock().raw;
}

static void check_duration(L4_Word64_t start, L4_Word64_t usec)
{
	L4_Word64_t took = now() - start;

	CHECK(took >= usec);
	if (took > usec + LATE_USEC)
		test_failed_values(__FILE__, __LINE__, "duration", took, usec);
}

static void sleep_accuracy(void)
{
	static const L4_Word_t times[] = { 1, 100, 2000, 10000, 33333, 100000, 1000000, 20000000 };

	for (unsigned i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		L4_Time_t t = L4_TimePeriod(times[i]);
		L4_Word64_t start = now();

		L4_Sleep(t);
		CHECK(L4_IpcFailed(L4_MsgTag()));
		CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
		check_duration(start, (L4_Word64_t)t.period.m << t.period.e);
	}
}

static void zero_is_at_once(void)
{
	L4_Word64_t start = now();

	L4_Sleep(L4_ZeroTime);
	CHECK(now() - start < 1000);
	/* Another way to write no time: expired from the start. */
	L4_Sleep((L4_Time_t){ 3 << ABI_TIME_E_SHIFT });
	CHECK(now() - start < LATE_USEC);
}

static void time_points(void)
{
	for (L4_Word_t ahead = 3000; ahead < 3000000; ahead = ahead * 5) {
		L4_Clock_t start = L4_SystemClock(), at = L4_ClockAddUsec(start, ahead);
		L4_Time_t point = L4_TimePoint(at);

		L4_Sleep(point);
		/* Ten bits of precision, rounded down. */
		CHECK(now() + ahead / 256 >= at.raw);
		CHECK(now() <= at.raw + LATE_USEC);
	}
	/* A point just past is over. */
	L4_Clock_t start = L4_SystemClock();

	L4_Sleep(__L4_TimePointFrom(L4_ClockSubUsec(start, 100), L4_ClockSubUsec(start, 50)));
	CHECK(now() - start.raw < LATE_USEC);
}

static volatile int order[4], finished;

static void sleep_by_handle(void)
{
	pause_for(L4_UserDefinedHandle());
	order[finished++] = (int)L4_UserDefinedHandle();
}

/* They wake in the order of their times, not in the order they went to sleep. */
static void many_sleepers(void)
{
	static const L4_Word_t times[4] = { 300, 100, 400, 200 };
	L4_ThreadId_t threads[4];

	finished = 0;
	for (int i = 0; i < 4; i++) {
		threads[i] = thread_new(SAME_SPACE);
		L4_Set_UserDefinedHandleOf(threads[i], times[i]);
		thread_go(threads[i], sleep_by_handle);
	}
	for (int i = 0; i < 4; i++)
		thread_end(threads[i]);
	for (int i = 0; i < 4; i++)
		CHECK_EQ(order[i], (i + 1) * 100);
}

static void send_after_a_while(void)
{
	pause_for(50);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send(main_id)));
}

/* A message in time; the timeout has no effect afterwards. */
static void message_beats_timeout(void)
{
	L4_ThreadId_t sender = thread_start(NEW_SPACE, send_after_a_while);
	L4_Word64_t start = now();

	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(sender, MILLISECONDS(100))));
	CHECK(now() - start < 60000);
	thread_end(sender);
	start = now();
	pause_for(200);
	check_duration(start, 200000 / 256 * 256);
}

/* The receive timeout of a call starts when the send phase is over. */
static void receive_late(void)
{
	pause_for(100);
	CHECK(L4_IpcSucceeded(L4_Receive(main_id)));
	pause_for(1000);
}

static void phases_add_up(void)
{
	L4_ThreadId_t receiver = thread_start(NEW_SPACE, receive_late);
	L4_Word64_t start = now();

	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcFailed(L4_Call_Timeouts(receiver, MILLISECONDS(150), MILLISECONDS(80))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	CHECK(now() - start >= 170000);
	CHECK(now() - start < 170000 + 3 * LATE_USEC);
}

static const struct test tests[] = {
	{ "sleep-accuracy", sleep_accuracy },
	{ "zero-is-at-once", zero_is_at_once },
	{ "time-points", time_points },
	{ "many-sleepers", many_sleepers },
	{ "message-beats-timeout", message_beats_timeout },
	{ "phases-add-up", phases_add_up },
	{ },
};

const struct group time_group = { "time", "Timeouts", tests, false };
