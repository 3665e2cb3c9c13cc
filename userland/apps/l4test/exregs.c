/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ExchangeRegisters: ids, starting, stopping, and what it says of a thread's state.
 */
#include <l4/schedule.h>
#include "test.h"

#define START_CONTROL	(__L4_EXREGS_ABORT | ABI_EXREGS_SP | ABI_EXREGS_IP | ABI_EXREGS_PAGER)

static volatile L4_Word_t counter;

static void count(void)
{
	for (;;) {
		counter++;
		relax();
	}
}

static L4_ThreadId_t exregs_start(L4_ThreadId_t id, void (*function)(void), L4_Word_t control)
{
	return L4_ExchangeRegisters(id, control, stack_for(0), (L4_Word_t)function, 0, 0, pager_id,
				    0, 0, 0, 0, 0, 0);
}

/* A thread of the root task's space that waits for its startup message. */
static L4_ThreadId_t waiting_thread(void)
{
	L4_ThreadId_t id = unused_id();

	CHECK(L4_ThreadControl(id, main_id, main_id, main_id, utcb_slot(FIRST_FREE_SLOT)));
	return id;
}

static void unknown_thread(void)
{
	L4_Word_t control = 1, sp = 1, ip = 1, flags = 1, handle = 1;
	L4_ThreadId_t pager = { 1 };
	L4_ThreadId_t result = L4_ExchangeRegisters(unused_id(), START_CONTROL, 2, 3, 4, 5,
						    main_id, &control, &sp, &ip, &flags, &handle,
						    &pager);

	CHECK(L4_IsNilThread(result));
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	CHECK_EQ(control | sp | ip | flags | handle | pager.raw, 0);
	CHECK(L4_IsNilThread(__L4_ExRegs(L4_nilthread, 0, 0, L4_nilthread, 0, 0)));
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
}

static void id_conversion(void)
{
	CHECK_EQ(L4_LocalIdOf(main_id).raw, L4_MyLocalId().raw);
	CHECK_EQ(L4_GlobalIdOf(L4_MyLocalId()).raw, main_id.raw);
	CHECK(L4_SameThreads(main_id, L4_MyLocalId()));
	CHECK(!L4_SameThreads(pager_id, L4_MyLocalId()));
}

static void attributes(void)
{
	L4_ThreadId_t id = waiting_thread();

	L4_Set_UserDefinedHandleOf(id, 0x1234567);
	CHECK_EQ(L4_UserDefinedHandleOf(id), 0x1234567);
	CHECK_EQ(L4_PagerOf(id).raw, main_id.raw);
	L4_Set_PagerOf(id, pager_id);
	CHECK_EQ(L4_PagerOf(id).raw, pager_id.raw);
	L4_Set_UserDefinedHandle(99);
	CHECK_EQ(L4_UserDefinedHandleOf(L4_Myself()), 99);
	thread_kill(id);
}

static void other_space(void)
{
	L4_ThreadId_t id = thread_new(NEW_SPACE);

	if (L4_HasFeature("ctrlxfer") || L4_HasFeature("pagerexregs"))
		return;
	CHECK(L4_IsNilThread(__L4_ExRegs(id, 0, 0, L4_nilthread, 0, 0)));
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
}

/* New registers over and over, at rest or without a break. */
static void thrash(int times, bool rest)
{
	L4_ThreadId_t id = waiting_thread();

	L4_Set_PagerOf(id, pager_id);
	for (int i = 0; i < times; i++) {
		counter = 0;
		CHECK(!L4_IsNilThread(exregs_start(id, count, START_CONTROL)));
		if (rest) {
			pause_for(5);
			CHECK(counter != 0);
		}
	}
	thread_kill(id);
}

static void thrash_with_rests(void)
{
	thrash(20, true);
}

static void thrash_at_once(void)
{
	thrash(100, false);
}

static void then_thread_control(void)
{
	L4_ThreadId_t id = unused_id();

	CHECK(L4_IsNilThread(exregs_start(id, count, START_CONTROL)));
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, main_id, utcb_slot(FIRST_FREE_SLOT)), 1);
	thread_kill(id);
}

static void report_to_main(void)
{
	L4_Set_MsgTag(make_tag(0x77, 0));
	L4_Send(main_id);
	count();
}

static void start_waiting_thread(void)
{
	L4_ThreadId_t id = waiting_thread();
	L4_MsgTag_t tag;

	CHECK(!L4_IsNilThread(exregs_start(id, report_to_main, 0x19e)));
	tag = L4_Receive_Timeout(id, MILLISECONDS(5000));
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(L4_Label(tag), 0x77);
	thread_kill(id);
}

static void no_pager(void)
{
	L4_ThreadId_t id = unused_id();

	CHECK(L4_ThreadControl(id, main_id, main_id, L4_nilthread, UNCHANGED));
	CHECK(L4_IsNilThread(L4_ExchangeRegisters(id, START_CONTROL, 0, 0, 0, 0, L4_nilthread,
						  0, 0, 0, 0, 0, 0)));
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	pause_for(50);
	thread_kill(id);
}

/* ---- halting ------------------------------------------------------------------------------- */

static void halt_running(void)
{
	L4_ThreadId_t id = thread_start(SAME_SPACE, count);
	L4_Word_t sp, ip, flags, before;
	L4_ThreadState_t state;

	pause_for(10);
	state = L4_Stop_SpIpFlags(id, &sp, &ip, &flags);
	CHECK_EQ(state.raw, 0);
	CHECK(ip - (L4_Word_t)count < 256);
	before = counter;
	pause_for(20);
	CHECK_EQ(counter, before);
	CHECK(L4_ThreadWasHalted(L4_Stop(id)));
	L4_Start(id);
	pause_for(20);
	CHECK(counter != before);
	CHECK(!L4_ThreadWasHalted(L4_Stop(id)));
}

static volatile bool came_back;

static void receive_then_count(void)
{
	L4_Receive(main_id);
	came_back = true;
	count();
}

/* A thread in IPC halts when its IPC is over. */
static void halt_in_ipc(void)
{
	L4_ThreadId_t id = thread_new(SAME_SPACE);

	came_back = false;
	thread_go(id, receive_then_count);
	pause_for(10);
	CHECK(L4_ThreadWasReceiving(L4_Stop(id)));
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(id, MILLISECONDS(100))));
	pause_for(20);
	CHECK(!came_back);
	L4_Start(id);
	pause_for(20);
	CHECK(came_back);
}

static void abort_and_stop(void)
{
	L4_ThreadId_t id = thread_new(SAME_SPACE);
	L4_ThreadState_t state;

	came_back = false;
	thread_go(id, receive_then_count);
	pause_for(10);
	state = L4_AbortIpc_and_stop(id);
	CHECK(L4_ThreadWasReceiving(state) && L4_ThreadWasIpcing(state));
	CHECK(!L4_ThreadWasSending(state) && !L4_ThreadWasHalted(state));
	pause_for(20);
	CHECK(!came_back);
	L4_Start(id);
	pause_for(20);
	CHECK(came_back);
}

static void send_to_main(void)
{
	L4_Send(main_id);
	came_back = true;
	count();
}

/* Aborting receives leaves a sender alone. */
static void abort_other_phase(void)
{
	L4_ThreadId_t id = thread_new(SAME_SPACE);
	L4_ThreadState_t state = { 0 };

	came_back = false;
	thread_go(id, send_to_main);
	pause_for(10);
	L4_ExchangeRegisters(id, ABI_EXREGS_ABORT_RECEIVE, 0, 0, 0, 0, L4_nilthread, &state.raw,
			     0, 0, 0, 0, 0);
	CHECK(L4_ThreadWasSending(state));
	pause_for(10);
	CHECK(!came_back);
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(id, MILLISECONDS(100))));
	pause_for(10);
	CHECK(came_back);
}

static const struct test tests[] = {
	{ "unknown-thread", unknown_thread },
	{ "id-conversion", id_conversion },
	{ "attributes", attributes },
	{ "other-space", other_space },
	{ "thrash-with-rests", thrash_with_rests },
	{ "thrash-at-once", thrash_at_once },
	{ "then-thread-control", then_thread_control },
	{ "start-waiting-thread", start_waiting_thread },
	{ "no-pager", no_pager },
	{ "halt-running", halt_running },
	{ "halt-in-ipc", halt_in_ipc },
	{ "abort-and-stop", abort_and_stop },
	{ "abort-other-phase", abort_other_phase },
	{ },
};

const struct group exregs_group = { "exregs", "ExchangeRegisters", tests, false };
