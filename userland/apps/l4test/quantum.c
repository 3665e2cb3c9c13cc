/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Total quanta and what schedulers hear of them, who pays for donated time, and who may set what.
 */
#include <l4/schedule.h>
#include "quantum.h"

volatile L4_Word_t rounds;
static volatile L4_Word_t other_rounds;

L4_Word64_t now(void)
{
	return L4_SystemClock().raw;
}

void spin(void)
{
	for (;;)
		rounds++;
}

L4_ThreadId_t at_prio(L4_Word_t prio, void (*function)(void))
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	CHECK(L4_Set_Priority(t, prio) != L4_SCHEDRESULT_ERROR);
	if (function)
		thread_go(t, function);
	return t;
}

static L4_Word64_t period(L4_Time_t t)
{
	return (L4_Word64_t)t.period.m << t.period.e;
}

static L4_Word64_t quantum_left(L4_ThreadId_t t)
{
	L4_Time_t slice, quantum;

	CHECK(L4_Timeslice(t, &slice, &quantum) != L4_SCHEDRESULT_ERROR);
	return period(quantum);
}

/* ---- total quantum --------------------------------------------------------------------------- */

L4_Word64_t preemption_message(L4_ThreadId_t from, L4_Word_t ms)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(from, MILLISECONDS(ms));
	L4_Word_t low, high;

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_PREEMPTION) << ABI_TAG_LABEL_SHIFT |
			  2);
	L4_StoreMR(1, &low);
	L4_StoreMR(2, &high);
	if (L4_BITS_PER_WORD == 64)
		CHECK_EQ(high, 0);
	return L4_BITS_PER_WORD == 64 ? low : (L4_Word64_t)high << 16 << 16 | low;
}

void answer_preemption(L4_ThreadId_t to)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Reply(to)));
}

static void quantum_message(void)
{
	L4_ThreadId_t t = at_prio(50, spin);
	L4_Word64_t start = now(), at;
	L4_Word_t before;

	rounds = 0;
	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(5000), L4_TimePeriod(20000)));
	at = preemption_message(t, 200);
	CHECK(at >= start + 20000 - TICK && at <= start + 20000 + 4 * TICK);
	CHECK(now() - at < TICK);
	/* it waits for an answer */
	before = rounds;
	pause_for(10);
	CHECK(before != 0);
	CHECK_EQ(rounds, before);
	CHECK_EQ(quantum_left(t) % 1024, 0);
	/* a new quantum, a new message */
	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(10000), L4_TimePeriod(40000)));
	start = now();
	answer_preemption(t);
	at = preemption_message(t, 200);
	CHECK(at >= start + 40000 - TICK && at <= start + 40000 + 4 * TICK);
	/* no quantum: a slice for each answer */
	start = now();
	answer_preemption(t);
	at = preemption_message(t, 200);
	CHECK(at >= start + 10000 - TICK && at <= start + 10000 + 3 * TICK);
	/* no end of it */
	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(10000), L4_Never));
	answer_preemption(t);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(t, MILLISECONDS(50))));
}

/* Time that a thread does not use is not charged. */
static void quantum_runs_down(void)
{
	L4_ThreadId_t t = at_prio(50, spin), greedy;
	L4_Word64_t left;

	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(4000), L4_TimePeriod(200000)));
	pause_for(50);
	left = quantum_left(t);
	CHECK(left < 200000 - 50000 + 3 * TICK && left > 200000 - 50000 - 4000 - 3 * TICK);
	greedy = at_prio(60, spin);
	pause_for(50);
	CHECK(left - quantum_left(t) < 4000 + 2 * TICK);
	thread_kill(greedy);
}

/* Without a scheduler to tell it goes on. */
static void no_scheduler(void)
{
	L4_ThreadId_t t = thread_new(SAME_SPACE), gone = thread_new(SAME_SPACE);
	L4_Word_t before;

	CHECK(L4_ThreadControl(t, t, gone, L4_nilthread, UNCHANGED));
	CHECK(L4_Set_Timeslice(t, L4_TimePeriod(2000), L4_TimePeriod(4000)));
	L4_Set_Priority(t, 50);
	thread_kill(gone);
	thread_go(t, spin);
	pause_for(20);
	before = rounds;
	pause_for(20);
	CHECK(rounds != before);
}

/* ---- donation -------------------------------------------------------------------------------- */

static L4_ThreadId_t favourite;

static void donate(void)
{
	for (;;) {
		other_rounds++;
		L4_ThreadSwitch(favourite);
	}
}

/* It is the donor's quantum that runs down, not that of the thread that has got the time. */
static void donor_pays(void)
{
	L4_ThreadId_t donor;
	L4_Word64_t start;

	rounds = other_rounds = 0;
	favourite = at_prio(10, spin);
	CHECK(L4_Set_Timeslice(favourite, L4_TimePeriod(5000), L4_TimePeriod(500000)));
	donor = at_prio(50, NULL);
	CHECK(L4_Set_Timeslice(donor, L4_TimePeriod(5000), L4_TimePeriod(40000)));
	start = now();
	thread_go(donor, donate);
	preemption_message(donor, 200);
	CHECK(now() - start >= 40000 - TICK && now() - start < 40000 + 6 * TICK);
	CHECK(rounds > 10 * other_rounds);
	CHECK(quantum_left(favourite) > 500000 - 5000 - 3 * TICK);
}

/* ---- who may set what ------------------------------------------------------------------------ */

static L4_ThreadId_t subject;
static volatile L4_Word_t results[6], codes[6];

static void try_all(void)
{
	L4_Word_t old, unchanged = ~(L4_Word_t)0;

	for (int i = 0; i < 6; i++) {
		L4_Word_t result = L4_Schedule(subject,
					       i == 3 ? ABI_TIME_POINT : unchanged,
					       i == 4 ? L4_NumProcessors(kip) : unchanged,
					       i == 0 ? 90 : i == 1 ? 110 : unchanged,
					       i == 2 ? 110 << ABI_SCHED_SENSITIVE_SHIFT | 5 :
					       i == 5 ? 95 << ABI_SCHED_SENSITIVE_SHIFT | 5 :
					       unchanged, &old);

		results[i] = result;
		codes[i] = L4_ErrorCode();
	}
}

/* A scheduler that is not privileged, at priority 100. */
static void limits(void)
{
	static const L4_Word_t wanted[6] = {
		0, L4_ErrNoPrivilege, L4_ErrNoPrivilege, L4_ErrInvalidThread, L4_ErrInvalidParam, 0,
	};
	L4_ThreadId_t scheduler = thread_new(NEW_SPACE);

	subject = thread_new(SAME_SPACE);
	CHECK(L4_ThreadControl(subject, subject, scheduler, L4_nilthread, UNCHANGED));
	thread_go(scheduler, try_all);
	thread_end(scheduler);
	for (int i = 0; i < 6; i++) {
		CHECK_EQ(codes[i], wanted[i]);
		CHECK_EQ(results[i], wanted[i] ? L4_SCHEDRESULT_ERROR : L4_SCHEDRESULT_WAITING);
	}
}

static const struct test tests[] = {
	{ "quantum-message", quantum_message },
	{ "quantum-runs-down", quantum_runs_down },
	{ "no-scheduler", no_scheduler },
	{ "donor-pays", donor_pays },
	{ "limits", limits },
	{ },
};

const struct group quantum_group = {
	"quantum", "Total quanta", tests, false
};
