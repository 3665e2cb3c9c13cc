/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that move to other processors, whatever they are doing, and system calls that concern
 * threads of other processors.
 */
#include <l4/space.h>
#include "smp.h"
#include "states.h"

#define ROUNDS		20
#define SENDERS		5

static L4_ThreadId_t mover;
static volatile L4_Word_t count;

/* ---- where a thread is ------------------------------------------------------------------------ */

/* Of the processor that its argument names: messages from there have no X bit. */
static void answer_from_here(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	for (;;) {
		L4_Set_MsgTag(make_tag(L4_ProcessorNo(), L4_IpcXcpu(tag)));
		tag = L4_ReplyWait(from, &from);
	}
}

static L4_ThreadId_t witness[2];	/* of processors 0 and 1 */

static void check_where(L4_Word_t cpu)
{
	CHECK_EQ(L4_ProcessorNo(), cpu);
	for (L4_Word_t i = 0; i < 2; i++) {
		L4_MsgTag_t tag;

		L4_Set_MsgTag(make_tag(0, 0));
		tag = L4_Call(witness[i]);
		CHECK_EQ(L4_Label(tag), i);
		CHECK_EQ(L4_IpcXcpu(tag), cpu != i);
		CHECK_EQ(L4_UntypedWords(tag), cpu != i);
	}
}

static void with_witnesses(void)
{
	for (L4_Word_t i = 0; i < 2; i++)
		witness[i] = thread_at(i, NEW_SPACE, answer_from_here);
}

static void move_oneself(void)
{
	for (L4_Word_t n = 0; n < ROUNDS; n++) {
		CHECK(L4_Set_ProcessorNo(L4_Myself(), n % cpus()));
		check_where(n % cpus());
	}
}

static void itself(void)
{
	with_witnesses();
	thread_end(thread_at(1, SAME_SPACE, move_oneself));
}

/* The threads know where they are from their start; inactive ones can be moved as well. */
static void check_place(void)
{
	check_where(count);
}

static void from_the_start(void)
{
	with_witnesses();
	for (count = 0; count < cpus(); count++) {
		L4_ThreadId_t t = thread_at(count, count & 1 ? SAME_SPACE : NEW_SPACE, check_place);

		thread_end(t);
		thread_kill(t);
	}
}

static void report_place(void)
{
	count = 0x100 + L4_ProcessorNo();
	for (;;)
		L4_Sleep(L4_Never);
}

static void inactive(void)
{
	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		L4_ThreadId_t t = unused_id();

		count = 0;
		REQUIRE(L4_ThreadControl(t, main_id, main_id, L4_nilthread, UNCHANGED));
		move(t, cpu);
		CHECK(L4_ThreadControl(t, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT)));
		L4_Start_SpIp(t, stack_for(0), (L4_Word_t)report_place);
		await_value(&count, 0x100 + cpu);
		thread_kill(t);
	}
}

/* ---- moving others ------------------------------------------------------------------------------- */

/* It stays in the state it is in, and can be broken off and deleted from afar. */
static void move_in_state(const struct state *state, bool breaks_off)
{
	L4_ThreadId_t t = state_enter(state, SAME_SPACE);

	for (L4_Word_t n = 1; n <= cpus() + 1; n++) {
		move(t, n);
		CHECK_EQ(state_of(t), state->schedule_state);
		pause_for(1);
		CHECK_EQ(state_of(t), state->schedule_state);
		CHECK_EQ(state_result, NO_IPC);
		if (state->schedule_state == L4_SCHEDRESULT_RUNNING)
			await_progress(&state_rounds);
	}
	if (breaks_off && state->moved_result != NO_IPC) {
		CHECK(!L4_IsNilThread(__L4_ExRegs(t, __L4_EXREGS_ABORT, 0, L4_nilthread, 0, 0)));
		await_value(&state_result, state->moved_result);
	}
	thread_kill(t);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_ERROR);
	L4_Set_MsgTag(L4_Niltag);
	check_failed(L4_Send_Timeout(t, L4_ZeroTime), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	if (state->schedule_state == L4_SCHEDRESULT_RUNNING)
		check_still(&state_rounds);
	threads_kill_all();
	pager_at(0, SERVE);
}

static void in_all_states(void)
{
	for (const struct state *state = states; state->name; state++) {
		move_in_state(state, true);
		move_in_state(state, false);
	}
}

static void send_to_mover(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	CHECK(L4_IpcSucceeded(L4_Send(mover)));
}

static void take_messages(void)
{
	L4_ThreadId_t from;

	while (L4_IpcSucceeded(L4_Wait(&from)))
		count++;
}

/* A server with a queue at its door takes the queue along. */
static void with_senders(void)
{
	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		L4_ThreadId_t sender[SENDERS];

		count = 0;
		mover = thread_of(1, NEW_SPACE);
		for (L4_Word_t i = 0; i < SENDERS; i++)
			sender[i] = thread_at(i, i & 1 ? SAME_SPACE : NEW_SPACE, send_to_mover);
		pause_for(10);
		for (L4_Word_t n = 0; n <= cpus(); n++)
			move(mover, cpu + n);
		thread_go(mover, take_messages);
		for (L4_Word_t i = 0; i < SENDERS; i++)
			thread_end(sender[i]);
		await_value(&count, SENDERS);
		threads_kill_all();
	}
}

/* Messages arrive while their receiver and their sender are moved. */
static void send_many(void)
{
	for (int i = 0; i < ROUNDS * 10; i++)
		send_to_mover();
}

static void on_the_way(void)
{
	L4_ThreadId_t sender;

	count = 0;
	mover = thread_at(1, NEW_SPACE, take_messages);
	sender = thread_at(2, NEW_SPACE, send_many);
	for (L4_Word_t n = 0; n < 10000 && count < ROUNDS * 10 - 1 && !test_has_failed(); n++) {
		move(n & 1 ? mover : sender, n / 2);
		if (n % 16 == 0)
			pause_for(1);
	}
	thread_end(sender);
	await_value(&count, ROUNDS * 10);
}

static void invalid_numbers(void)
{
	const L4_Word_t wrong[] = { cpus(), cpus() + 1, 0x100, 0x7fff, 0xffff };

	mover = thread_at(1, NEW_SPACE, take_messages);
	for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		CHECK_EQ(L4_Set_ProcessorNo(mover, wrong[i]), 0);
		CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidParam);
		CHECK_EQ(L4_Set_ProcessorNo(main_id, wrong[i]), 0);
		CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidParam);
	}
	CHECK_EQ(L4_ProcessorNo(), 0);
}

/* ---- system calls on threads elsewhere ----------------------------------------------------------- */

static volatile L4_Word_t rounds, others;

static void spin(void)
{
	for (;;) {
		rounds++;
		relax();
	}
}

static void spin_otherwise(void)
{
	for (;;) {
		others++;
		relax();
	}
}

static void stop_and_start(void)
{
	for (L4_Word_t cpu = 1; cpu < cpus(); cpu++) {
		L4_ThreadId_t t = thread_at(cpu, SAME_SPACE, spin);
		L4_Word_t sp, ip, flags;

		for (int i = 0; i < 5; i++) {
			L4_ThreadState_t was;

			await_progress(&rounds);
			was = L4_Stop_SpIpFlags(t, &sp, &ip, &flags);
			CHECK(!L4_ThreadWasHalted(was));
			check_still(&rounds);
			CHECK(ip + 128 - (L4_Word_t)spin < 256);		/* there or in relax() */
			CHECK(L4_ThreadWasHalted(L4_Stop(t)));
			L4_Start(t);
		}
		L4_Start_SpIp(t, stack_for(1), (L4_Word_t)spin_otherwise);
		check_still(&rounds);
		await_progress(&others);
		L4_Set_UserDefinedHandleOf(t, 0x4a4d + cpu);
		CHECK_EQ(L4_UserDefinedHandleOf(t), 0x4a4d + cpu);
		CHECK_EQ(L4_PagerOf(t).raw, pager_id.raw);
		thread_kill(t);
		check_still(&others);
	}
}

/* A priority rules on one processor only. */
static void priorities(void)
{
	L4_ThreadId_t low = thread_of(1, SAME_SPACE), high = thread_of(1, SAME_SPACE);

	CHECK(L4_Set_Priority(low, 20) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Priority(high, 100) != L4_SCHEDRESULT_ERROR);
	thread_go(high, spin_otherwise);
	thread_go(low, spin);
	await_progress(&others);
	check_still(&rounds);
	CHECK(L4_Set_Priority(low, 120) != L4_SCHEDRESULT_ERROR);
	await_progress(&rounds);
	check_still(&others);
	CHECK(L4_Set_Priority(low, 20) != L4_SCHEDRESULT_ERROR);
	await_progress(&others);
	check_still(&rounds);
	move(high, 0);
	await_progress(&rounds);
	await_progress(&others);
	CHECK_EQ(state_of(low), L4_SCHEDRESULT_RUNNING);
	CHECK_EQ(state_of(high), L4_SCHEDRESULT_RUNNING);
}

/* Nor do those win who arrive at once, or while there is something else to do. */
static void arrivals(void)
{
	L4_ThreadId_t high = thread_of(1, SAME_SPACE), low[4];

	L4_Set_Priority(high, 100);
	thread_go(high, spin_otherwise);
	await_progress(&others);
	for (int i = 0; i < 4; i++) {
		low[i] = thread_of(1, i & 1 ? NEW_SPACE : SAME_SPACE);
		L4_Set_Priority(low[i], 20);
	}
	for (int i = 0; i < 4; i++)
		thread_go(low[i], spin);
	for (int i = 0; i < 8; i++) {		/* longer than a time slice */
		check_still(&rounds);
		await_progress(&others);
	}
	thread_kill(high);
	await_progress(&rounds);
}

/* A low thread's message reaches a high one although a middle one runs there. */
static void receive_high(void)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(t2, MILLISECONDS(5000));

	CHECK_EQ(L4_IpcFailed(tag) ? L4_ErrorCode() : 0, 0);
	count = 1;
}

static void send_low(void)
{
	pause_for(10);
	L4_Set_MsgTag(make_tag(1, 0));
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t1, at_once())));
}

static void urgent_messages(void)
{
	L4_ThreadId_t middle = thread_of(1, SAME_SPACE);

	t1 = thread_of(1, NEW_SPACE);
	t2 = thread_of(2 % cpus() == 0 ? 0 : 2, NEW_SPACE);
	L4_Set_Priority(t1, 120);
	L4_Set_Priority(middle, 80);
	L4_Set_Priority(t2, 40);
	thread_go(t1, receive_high);
	thread_go(middle, spin);
	await_progress(&rounds);
	thread_go(t2, send_low);
	thread_end(t1);
	thread_end(t2);
	await_progress(&rounds);
}

/* What thread it is, whose, and whose it is to be. */
static void thread_control(void)
{
	for (L4_Word_t cpu = 1; cpu < cpus(); cpu++) {
		L4_ThreadId_t t = unused_id(), again = L4_GlobalId(L4_ThreadNo(t), 9), old = t;

		REQUIRE(L4_ThreadControl(t, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT)));
		move(t, cpu);
		L4_Start_SpIp(t, stack_for(0), (L4_Word_t)spin);
		await_progress(&rounds);
		CHECK(L4_ThreadControl(again, main_id, main_id, L4_nilthread, UNCHANGED));
		await_progress(&rounds);
		CHECK_EQ(state_of(old), L4_SCHEDRESULT_ERROR);
		CHECK_EQ(state_of(again), L4_SCHEDRESULT_RUNNING);
		CHECK(L4_ThreadControl(again, main_id, pager_id, main_id, UNCHANGED));
		CHECK(L4_ThreadControl(again, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED));
		check_still(&rounds);
		CHECK_EQ(state_of(again), L4_SCHEDRESULT_ERROR);
	}
}

/* Switching to a thread elsewhere gives up the time slice, no more. */
static void switch_to(void)
{
	L4_ThreadId_t t = thread_at(1, SAME_SPACE, spin);

	for (int i = 0; i < ROUNDS; i++) {
		L4_ThreadSwitch(t);
		CHECK_EQ(L4_ProcessorNo(), 0);
	}
	await_progress(&rounds);
	CHECK_EQ(state_of(t), L4_SCHEDRESULT_RUNNING);
}

static void watch_clock(void)
{
	L4_Word64_t last = 0;

	for (L4_Word_t n = 0; n < ROUNDS * 10; n++) {
		L4_Word64_t now = L4_SystemClock().raw;

		CHECK(now >= last);
		last = now;
		CHECK(L4_Set_ProcessorNo(L4_Myself(), n % cpus()));
	}
}

static void clock_goes_on(void)
{
	thread_end(thread_start(SAME_SPACE, watch_clock));
}

static const struct test tests[] = {
	{ "itself", itself },
	{ "from-the-start", from_the_start },
	{ "inactive", inactive },
	{ "in-all-states", in_all_states },
	{ "with-senders", with_senders },
	{ "on-the-way", on_the_way },
	{ "invalid-numbers", invalid_numbers },
	{ "stop-and-start", stop_and_start },
	{ "priorities", priorities },
	{ "arrivals", arrivals },
	{ "urgent-messages", urgent_messages },
	{ "thread-control", thread_control },
	{ "switch", switch_to },
	{ "clock", clock_goes_on },
	{ },
};

const struct group smp_threads_group = { "smp-threads", "Threads of other processors", tests, false };
