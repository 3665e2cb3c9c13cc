/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC between threads of different processors: as within one, but for the X bit.
 */
#include "smp.h"

#define ROUNDS		200
#define CLIENTS		5

/* ---- words ---------------------------------------------------------------------------------- */

static bool apart;	/* the two threads' processors differ */

static void receive_all_sizes(void)
{
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++)
		check_words(L4_Receive(t2), 0xf00f, n, apart);
}

static void send_all_sizes(void)
{
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		load_words(0xf00f, n, 1);
		CHECK(L4_IpcSucceeded(L4_Send(t1)));
	}
}

static void on_all_pairs(void (*first)(void), void (*second)(void))
{
	for (L4_Word_t a = 0; a < cpus(); a++)
		for (L4_Word_t b = 0; b < cpus(); b++) {
			apart = a != b;
			pair_at(a, b, (a + b) & 2 ? SAME_SPACE : NEW_SPACE, first, second);
		}
}

static void words(void)
{
	on_all_pairs(receive_all_sizes, send_all_sizes);
}

static void call_all_sizes(void)
{
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		load_words(0xca11, n, 1);
		check_words(L4_Call(t2), 0xa115, n, apart);
	}
	L4_Set_MsgTag(make_tag(0, 0));
	L4_Send(t2);
}

/* Answers have a timeout of zero: who calls is waiting before it can be heard. */
static void answer_all_sizes(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		check_words(tag, 0xca11, n, apart);
		CHECK(L4_SameThreads(from, t1));
		L4_Set_MsgTag(make_tag(0xa115, n));
		tag = L4_ReplyWait(from, &from);
	}
	CHECK(L4_IpcSucceeded(tag));
}

static void calls(void)
{
	on_all_pairs(call_all_sizes, answer_all_sizes);
}

/* Clients everywhere call one server, which stays or is of their space. */
static L4_ThreadId_t server;
static volatile L4_Word_t served, answered;

static void serve(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);
	L4_Word_t w;

	while (L4_IpcSucceeded(tag)) {
		served++;
		L4_StoreMR(1, &w);
		L4_Set_MsgTag(make_tag(2, 1));
		L4_LoadMR(1, w + 1);
		tag = L4_ReplyWait(from, &from);
	}
	test_failed_values(__FILE__, __LINE__, "error of the server", L4_ErrorCode(), 0);
}

static void call_server(void)
{
	for (L4_Word_t i = 0; i < ROUNDS; i++) {
		L4_Word_t mine = L4_Myself().raw + i, w;

		L4_Set_MsgTag(make_tag(1, 1));
		L4_LoadMR(1, mine);
		CHECK(L4_IpcSucceeded(L4_Call(server)));
		L4_StoreMR(1, &w);
		CHECK_EQ(w, mine + 1);
		__atomic_fetch_add(&answered, 1, __ATOMIC_RELAXED);
	}
}

static void clients(void)
{
	L4_ThreadId_t client[CLIENTS];

	for (L4_Word_t cpu = 0; cpu < 2; cpu++) {
		served = answered = 0;
		server = thread_at(cpu, NEW_SPACE, serve);
		for (L4_Word_t i = 0; i < CLIENTS; i++)
			client[i] = thread_at(i, i & 1 ? SAME_SPACE : NEW_SPACE, call_server);
		for (L4_Word_t i = 0; i < CLIENTS; i++)
			thread_end(client[i]);
		CHECK_EQ(served, CLIENTS * ROUNDS);
		CHECK_EQ(answered, CLIENTS * ROUNDS);
		threads_kill_all();
	}
}

/* ---- timeouts ------------------------------------------------------------------------------- */

static void sleep_for_good(void)
{
	L4_Sleep(L4_Never);
}

#define SEND_TIMEOUT	IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT)
#define RECEIVE_TIMEOUT	IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT)

static void zero_timeouts(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Send_Timeout(t2, L4_ZeroTime), SEND_TIMEOUT);
	check_failed(L4_Receive_Timeout(t2, L4_ZeroTime), RECEIVE_TIMEOUT);
}

static void finite_timeouts(void)
{
	L4_Word64_t start = L4_SystemClock().raw, middle;

	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Send_Timeout(t2, MILLISECONDS(20)), SEND_TIMEOUT);
	middle = L4_SystemClock().raw;
	CHECK(middle - start >= 20000);
	check_failed(L4_Receive_Timeout(t2, MILLISECONDS(20)), RECEIVE_TIMEOUT);
	CHECK(L4_SystemClock().raw - middle >= 20000);
	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Call_Timeouts(t2, MILLISECONDS(20), L4_Never), SEND_TIMEOUT);
}

static void timeouts(void)
{
	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		t2 = thread_at(cpu + 1, NEW_SPACE, sleep_for_good);
		thread_end(thread_at(cpu, NEW_SPACE, zero_timeouts));
		thread_end(thread_at(cpu, SAME_SPACE, finite_timeouts));
		threads_kill_all();
	}
}

/* The receiver comes in time, though late. */
static void receive_late(void)
{
	pause_for(10);
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t2, at_once())));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t2, MILLISECONDS(5000))));
}

static void send_soon_and_late(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t1, MILLISECONDS(5000))));
	pause_for(10);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t1, at_once())));
}

static void in_time(void)
{
	pair_at(0, 1, NEW_SPACE, receive_late, send_soon_and_late);
	pair_at(2, 1, SAME_SPACE, receive_late, send_soon_and_late);
}

/* ---- ends before the time -------------------------------------------------------------------- */

static void poll(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Send(t2), IPC_ERROR(IN_SEND, ABI_IPCERR_CANCELED));
}

static void wait(void)
{
	check_failed(L4_Receive(t2), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_CANCELED));
}

/* From a third processor. */
static void cancelled(void)
{
	t2 = thread_at(2, NEW_SPACE, sleep_for_good);
	for (int i = 0; i < 4; i++) {
		L4_ThreadId_t t = thread_at(1, SAME_SPACE, i & 1 ? poll : wait);

		pause_for(10);
		CHECK(!L4_IsNilThread(__L4_ExRegs(t, __L4_EXREGS_ABORT, 0, L4_nilthread, 0, 0)));
		thread_end(t);
		thread_kill(t);
	}
}

static void poll_for_gone(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Send(t2), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
}

static void call_for_gone(void)
{
	L4_Set_MsgTag(make_tag(1, 0));
	check_failed(L4_Call(t2), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
}

static void wait_for_gone(void)
{
	check_failed(L4_Receive(t2), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
}

/* Who waits for a thread that is deleted is told, wherever it is. */
static void partner_deleted(void)
{
	void (*const what[])(void) = { poll_for_gone, wait_for_gone, call_for_gone };
	L4_ThreadId_t waiter[6];

	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		t2 = thread_at(cpu, NEW_SPACE, sleep_for_good);
		for (L4_Word_t i = 0; i < 6; i++)
			waiter[i] = thread_at(i, i & 2 ? SAME_SPACE : NEW_SPACE, what[i % 3]);
		pause_for(10);
		thread_kill(t2);
		for (L4_Word_t i = 0; i < 6; i++)
			thread_end(waiter[i]);
		threads_kill_all();
	}
}

static void nap(void)
{
	for (;;)
		pause_for(1);
}

/* ... and wherever those who wait for it have met it. */
static void partner_moved(void)
{
	for (L4_Word_t cpu = 0; cpu < 2; cpu++) {
		L4_ThreadId_t waiter;

		t2 = thread_at(cpu, NEW_SPACE, nap);
		waiter = thread_at(cpu, SAME_SPACE, wait_for_gone);
		pause_for(10);
		move(t2, cpu + 1);
		pause_for(10);
		thread_kill(t2);
		thread_end(waiter);
		threads_kill_all();
	}
}

/* ---- who ------------------------------------------------------------------------------------- */

static void receive_any_local(void)
{
	L4_ThreadId_t from;
	L4_Word_t timeouts_word = L4_Timeouts(L4_Never, MILLISECONDS(5000));

	CHECK(L4_IpcSucceeded(L4_Ipc(L4_nilthread, L4_anylocalthread, timeouts_word, &from)));
	CHECK_EQ(from.raw, L4_LocalIdOf(t2).raw);
}

static void send_to_local(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send(L4_LocalIdOf(t1))));
}

static void local_ids(void)
{
	pair_at(1, 0, SAME_SPACE, receive_any_local, send_to_local);
	pair_at(0, 2, SAME_SPACE, receive_any_local, send_to_local);
}

static void receive_propagated(void)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(main_id, MILLISECONDS(5000));

	CHECK(L4_IpcSucceeded(tag));
	CHECK(L4_IpcPropagated(tag));
	CHECK_EQ(L4_ActualSender().raw, t2.raw);
}

/* Who waits for main finds main at his door, nobody that comes in its name. */
static void send_propagated(void)
{
	L4_MsgTag_t tag = make_tag(3, 0), result;

	L4_Set_VirtualSender(main_id);
	L4_Set_Propagation(&tag);
	do {
		L4_Set_MsgTag(tag);
		result = L4_Send_Timeout(t1, MILLISECONDS(2));
	} while (L4_IpcFailed(result) && L4_ErrorCode() == SEND_TIMEOUT);
	CHECK(L4_IpcSucceeded(result));
}

/* In the name of main, which is on a third processor. */
static void propagation(void)
{
	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		t1 = thread_of(cpu, NEW_SPACE);
		t2 = thread_of(cpu + 1, SAME_SPACE);
		thread_go(t1, receive_propagated);
		thread_go(t2, send_propagated);
		thread_end(t1);
		thread_end(t2);
		threads_kill_all();
	}
}

static const struct test tests[] = {
	{ "words", words },
	{ "calls", calls },
	{ "clients", clients },
	{ "timeouts", timeouts },
	{ "in-time", in_time },
	{ "cancelled", cancelled },
	{ "partner-deleted", partner_deleted },
	{ "partner-moved", partner_moved },
	{ "local-ids", local_ids },
	{ "propagation", propagation },
	{ },
};

const struct group smp_group = { "smp", "IPC between processors", tests, false };
