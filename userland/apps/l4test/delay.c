/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Delayed preemption: for how long, against whom, and the message that tells of a preemption.
 */
#include <l4/schedule.h>
#include "quantum.h"

#define DELAY		20000

static volatile L4_Word64_t woken_at, wanted_at;
static volatile L4_Word_t pending;	/* flag I was seen */
static volatile L4_Word_t yields;
static volatile bool enough;

/* Wakes at a certain time and notes when it runs. */
static void wake_later(void)
{
	wanted_at = now() + 10000;
	L4_Sleep(L4_TimePeriod(10000));
	woken_at = now();
	L4_Sleep(L4_Never);
}

static void spin_undisturbed(void)
{
	L4_DisablePreemption();
	while (!enough) {
		rounds++;
		pending |= L4_PreemptionPending();
	}
	L4_Sleep(L4_Never);
}

/* As a good citizen: lets others go first when it is told that they wait. */
static void spin_politely(void)
{
	L4_DisablePreemption();
	while (!enough) {
		rounds++;
		if (L4_PreemptionPending()) {
			pending++;
			L4_Yield();
		}
	}
	L4_Sleep(L4_Never);
}

/* How late a thread of priority 55 wakes beside one of 50 with this delay and sensitive priority. */
static L4_Word64_t lateness(void (*function)(void), L4_Time_t slice, L4_Word_t sensitive,
			    L4_Word_t delay)
{
	L4_ThreadId_t hog = at_prio(50, NULL), waker = at_prio(55, NULL);

	rounds = pending = 0;
	enough = false;
	woken_at = 0;
	CHECK(L4_Set_PreemptionDelay(hog, sensitive, delay) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Timeslice(hog, slice, L4_Never) != L4_SCHEDRESULT_ERROR);
	thread_go(waker, wake_later);
	thread_go(hog, function);
	pause_for(100);
	enough = true;
	CHECK(rounds != 0);
	CHECK(woken_at >= wanted_at);
	thread_kill(hog);
	thread_kill(waker);
	return woken_at ? woken_at - wanted_at : ~(L4_Word64_t)0;
}

static void check_delayed(L4_Word64_t late)
{
	CHECK(late > DELAY - 2 * TICK && late < DELAY + 2 * TICK);
	CHECK_EQ(pending, 1);
}

static void delay(void)
{
	/* no right to a delay, or not against this priority */
	CHECK(lateness(spin_undisturbed, L4_Never, 60, 0) < 2 * TICK);
	CHECK_EQ(pending, 0);
	CHECK(lateness(spin_undisturbed, L4_Never, 54, DELAY) < 2 * TICK);
	CHECK_EQ(pending, 0);
	/* not wanted */
	CHECK(lateness(spin, L4_Never, 60, DELAY) < 2 * TICK);
	check_delayed(lateness(spin_undisturbed, L4_Never, 60, DELAY));
	check_delayed(lateness(spin_undisturbed, L4_Never, 55, DELAY));
	check_delayed(lateness(spin_undisturbed, L4_TimePeriod(10000), 60, DELAY));
	/* given up at once */
	CHECK(lateness(spin_politely, L4_Never, 60, DELAY) < 2 * TICK);
	CHECK_EQ(pending, 1);
}

static void yield(void)
{
	for (;;) {
		yields++;
		L4_Yield();
	}
}

/* Among equals the end of the time slice is what is delayed, once. */
static void slice_delayed(void)
{
	L4_ThreadId_t hog = at_prio(50, NULL), equal = at_prio(50, NULL);
	L4_Word_t at_slice_end;

	rounds = yields = pending = 0;
	enough = false;
	CHECK(L4_Set_PreemptionDelay(hog, 50, 40000) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Timeslice(hog, L4_TimePeriod(10000), L4_Never));
	thread_go(hog, spin_undisturbed);
	pause_for(1);
	thread_go(equal, yield);
	pause_for(25);
	at_slice_end = yields;
	pause_for(50);
	enough = true;
	CHECK_EQ(at_slice_end, 0);
	CHECK(yields != 0);
	CHECK(pending != 0);
}

/* Who is raised above its sensitive priority has that raised as well: its equals still wait. */
static void raised(void)
{
	L4_ThreadId_t hog = at_prio(40, NULL), equal = at_prio(50, NULL);
	L4_Word_t at_slice_end;

	rounds = yields = pending = 0;
	enough = false;
	CHECK(L4_Set_PreemptionDelay(hog, 45, 40000) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Priority(hog, 50) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Timeslice(hog, L4_TimePeriod(10000), L4_Never));
	thread_go(hog, spin_undisturbed);
	pause_for(1);
	thread_go(equal, yield);
	pause_for(25);
	at_slice_end = yields;
	pause_for(50);
	enough = true;
	CHECK_EQ(at_slice_end, 0);
	CHECK(yields != 0);
	CHECK(pending != 0);
}

static void spin_and_be_told(void)
{
	L4_Set_ExceptionHandler(main_id);
	L4_DisablePreemptionFaultException();
	spin();
}

/* Flag s: the exception handler hears of the preemption before the thread goes on. */
static void told_of_preemption(void)
{
	L4_ThreadId_t t = at_prio(50, NULL), other = at_prio(60, NULL);
	L4_Word64_t start, at;
	L4_Word_t before;

	CHECK(L4_Set_PreemptionDelay(t, 50, 1000) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Timeslice(t, L4_Never, L4_Never));
	thread_go(t, spin_and_be_told);
	pause_for(5);
	start = now();
	thread_go(other, spin);
	pause_for(5);
	thread_kill(other);
	at = preemption_message(t, 100);
	CHECK(at >= start && at <= now());
	before = rounds;
	pause_for(5);
	CHECK_EQ(rounds, before);
	answer_preemption(t);
	pause_for(5);
	CHECK(rounds != before);
}

static const struct test tests[] = {
	{ "delay", delay },
	{ "slice-delayed", slice_delayed },
	{ "raised", raised },
	{ "told-of-preemption", told_of_preemption },
	{ },
};

const struct group delay_group = { "delay", "Delayed preemption", tests, false };
