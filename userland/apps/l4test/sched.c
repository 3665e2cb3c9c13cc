/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Scheduling: priorities, time slices, donation, and Schedule's answers.
 */
#include <l4/schedule.h>
#include "test.h"

static volatile L4_Word_t counts[4];

/* Counts in the place its handle names. */
static void count(void)
{
	volatile L4_Word_t *mine = &counts[L4_UserDefinedHandle()];

	for (;;)
		++*mine;
}

static L4_ThreadId_t counter(L4_Word_t n, L4_Word_t prio)
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	counts[n] = 0;
	L4_Set_UserDefinedHandleOf(t, n);
	CHECK(L4_Set_Priority(t, prio) != L4_SCHEDRESULT_ERROR);
	thread_go(t, count);
	return t;
}

static void higher_runs_first(void)
{
	counter(0, 50);
	counter(1, 60);
	pause_for(50);
	CHECK_EQ(counts[0], 0);
	CHECK(counts[1] != 0);
}

/* Equals share: neither gets more than half as much again as the other. */
static void equals_take_turns(void)
{
	counter(0, 50);
	counter(1, 50);
	counter(2, 50);
	pause_for(150);
	for (int i = 0; i < 3; i++)
		CHECK(counts[i] * 3 > counts[(i + 1) % 3] * 2);
}

/* Four times the slice, four times the time, about. */
static void slices_are_proportions(void)
{
	L4_ThreadId_t a = counter(0, 50), b = counter(1, 50);

	CHECK(L4_Set_Timeslice(a, L4_TimePeriod(40000), L4_Never) != 0);
	CHECK(L4_Set_Timeslice(b, L4_TimePeriod(10000), L4_Never) != 0);
	pause_for(400);
	CHECK(counts[0] > counts[1] * 3);
	CHECK(counts[0] < counts[1] * 5);
}

static void endless_slice(void)
{
	L4_ThreadId_t a = counter(0, 50);

	CHECK(L4_Set_Timeslice(a, L4_Never, L4_Never) != 0);
	counter(1, 50);
	/* The other may have a slice first; then there are no more for it. */
	pause_for(30);
	L4_Word_t before = counts[1];

	pause_for(60);
	CHECK(counts[0] != 0);
	CHECK_EQ(counts[1], before);
}

/* Raising a priority takes effect at once. */
static void change_priority(void)
{
	L4_ThreadId_t low = counter(0, 40);

	counter(1, 50);
	pause_for(30);
	CHECK_EQ(counts[0], 0);
	CHECK_EQ(L4_Set_Priority(low, 60), L4_SCHEDRESULT_RUNNING);
	pause_for(30);
	CHECK(counts[0] != 0);
	L4_Word_t other = counts[1];

	pause_for(30);
	CHECK_EQ(counts[1], other);
}

/* ---- switching ----------------------------------------------------------------------------- */

static L4_ThreadId_t favourite;
static volatile L4_Word_t yields;

static void switch_for_ever(void)
{
	for (;;) {
		yields++;
		L4_ThreadSwitch(favourite);
	}
}

/* Donation reaches a thread whose own priority would never let it run. */
static void donation(void)
{
	L4_ThreadId_t donor = thread_new(SAME_SPACE);

	favourite = counter(0, 10);
	yields = 0;
	L4_Set_Priority(donor, 50);
	thread_go(donor, switch_for_ever);
	pause_for(100);
	CHECK(yields != 0);
	CHECK(counts[0] != 0);
}

static void switch_to_myself(void)
{
	for (;;) {
		yields++;
		L4_ThreadSwitch(L4_Myself());
		L4_ThreadSwitch(L4_MyLocalId());
	}
}

/* Who switches to himself keeps his slice. */
static void to_oneself(void)
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	yields = 0;
	L4_Set_Priority(t, 50);
	thread_go(t, switch_to_myself);
	counter(0, 50);
	pause_for(100);
	CHECK(yields > 1000);
	CHECK(counts[0] > 1000);
}

static void yield_for_ever(void)
{
	for (;;) {
		yields++;
		L4_Yield();
	}
}

/* Who yields leaves nearly everything to his equals, and nothing to lesser ones. */
static void yielding(void)
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	yields = 0;
	L4_Set_Priority(t, 50);
	thread_go(t, yield_for_ever);
	counter(0, 50);
	counter(1, 49);
	pause_for(100);
	CHECK(yields > 5 && yields < 1000);
	CHECK(counts[0] > 1000);
	CHECK_EQ(counts[1], 0);
	L4_ThreadSwitch(main_id);
	L4_ThreadSwitch(unused_id());
	L4_ThreadSwitch(L4_anythread);
}

/* ---- Schedule's answers -------------------------------------------------------------------- */

static void sleep_for_ever(void)
{
	L4_Sleep(L4_Never);
}

static void poll_main(void)
{
	L4_Send(main_id);
}

static L4_Word_t state_of(L4_ThreadId_t t)
{
	L4_Word_t old;

	return L4_Schedule(t, ~0UL, ~0UL, ~0UL, ~0UL, &old);
}

static void states(void)
{
	L4_ThreadId_t inactive = unused_id(), t;

	CHECK(L4_ThreadControl(inactive, main_id, main_id, L4_nilthread, UNCHANGED));
	CHECK_EQ(state_of(inactive), L4_SCHEDRESULT_DEAD);
	thread_kill(inactive);
	t = counter(0, 50);
	pause_for(10);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_RUNNING);
	L4_Stop(t);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_INACTIVE);
	thread_kill(t);
	t = thread_start(NEW_SPACE, sleep_for_ever);
	pause_for(10);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_WAITING);
	t = thread_start(NEW_SPACE, poll_main);
	pause_for(10);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_PENDING_SEND);
	CHECK_EQ(state_of(L4_Myself()), L4_SCHEDRESULT_RUNNING);
	CHECK_EQ(state_of(L4_MyLocalId()), L4_SCHEDRESULT_RUNNING);
}

static void remaining_time(void)
{
	L4_ThreadId_t t = thread_start(SAME_SPACE, sleep_for_ever);
	L4_Time_t slice, quantum;

	pause_for(10);
	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(30000), L4_TimePeriod(500000)));
	CHECK_EQ(L4_Timeslice(t, &slice, &quantum), L4_SCHEDRESULT_WAITING);
	CHECK_EQ((L4_Word64_t)slice.period.m << slice.period.e,
		 (L4_Word64_t)L4_TimePeriod(30000).period.m << L4_TimePeriod(30000).period.e);
	/* The slice that has been given may have been paid for already. */
	CHECK(((L4_Word64_t)quantum.period.m << quantum.period.e) > 500000 - 30000 - 1000);
	CHECK(((L4_Word64_t)quantum.period.m << quantum.period.e) <= 500000);
	CHECK_EQ(slice.period.a, 0);
	CHECK_EQ(quantum.period.a, 0);
}

static void unknown_thread(void)
{
	CHECK_EQ(state_of(unused_id()), L4_SCHEDRESULT_ERROR);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	CHECK_EQ(state_of(L4_nilthread), L4_SCHEDRESULT_ERROR);
	CHECK_EQ(state_of(L4_GlobalId(3, 1)), L4_SCHEDRESULT_ERROR);
}

static volatile L4_Word_t result, error;

static void schedule_main(void)
{
	result = L4_Set_Priority(main_id, 50);
	error = L4_ErrorCode();
}

/* Only the scheduler's space, or a privileged one, may. */
static void not_allowed(void)
{
	result = 1;
	thread_end(thread_start(NEW_SPACE, schedule_main));
	CHECK_EQ(result, 0);
	CHECK_EQ(error, L4_ErrNoPrivilege);
}

static const struct test tests[] = {
	{ "higher-runs-first", higher_runs_first },
	{ "equals-take-turns", equals_take_turns },
	{ "slices-are-proportions", slices_are_proportions },
	{ "endless-slice", endless_slice },
	{ "change-priority", change_priority },
	{ "donation", donation },
	{ "to-oneself", to_oneself },
	{ "yielding", yielding },
	{ "states", states },
	{ "remaining-time", remaining_time },
	{ "unknown-thread", unknown_thread },
	{ "not-allowed", not_allowed },
	{ },
};

const struct group sched_group = { "sched", "Scheduling", tests, false };
