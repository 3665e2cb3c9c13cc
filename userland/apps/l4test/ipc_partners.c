/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC: who talks to whom.  Local ids, partners that do not exist or go away, the order of senders,
 * and sending in another's name.
 */
#include "test.h"

static L4_ThreadId_t t1, t2;

static void pair(enum where where, void (*first)(void), void (*second)(void))
{
	t1 = thread_new(where);
	t2 = thread_new(where);
	thread_go(t1, first);
	thread_go(t2, second);
	thread_end(t1);
	thread_end(t2);
}

static void send_to_t1(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send(t1)));
}

static void idle(void)
{
	pause_for(3000);
}

static void receive_5s(void)
{
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t2, MILLISECONDS(5000))));
}

static void send_to_local(void)
{
	CHECK(L4_IpcSucceeded(L4_Send(L4_LocalIdOf(t1))));
}

static void local_destination(void)
{
	pair(SAME_SPACE, receive_5s, send_to_local);
}

static void receive_from_local(void)
{
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(L4_LocalIdOf(t2), MILLISECONDS(5000))));
}

static void local_source(void)
{
	pair(SAME_SPACE, receive_from_local, send_to_t1);
}

static void receive_any_local(void)
{
	L4_ThreadId_t from;
	L4_Word_t timeouts = L4_Timeouts(L4_Never, MILLISECONDS(5000));

	CHECK(L4_IpcSucceeded(L4_Ipc(L4_nilthread, L4_anylocalthread, timeouts, &from)));
	CHECK_EQ(from.raw, L4_LocalIdOf(t2).raw);
	timeouts = L4_Timeouts(L4_Never, MILLISECONDS(100));
	CHECK(L4_IpcFailed(L4_Ipc(L4_nilthread, L4_anylocalthread, timeouts, &from)));
}

static void any_local(void)
{
	pair(SAME_SPACE, receive_any_local, send_to_t1);
}

/* A sender of another space is not what anylocal waits for. */
static void receive_any_local_in_vain(void)
{
	L4_ThreadId_t from;
	L4_Word_t timeouts = L4_Timeouts(L4_Never, MILLISECONDS(1000));

	CHECK(L4_IpcFailed(L4_Ipc(L4_nilthread, L4_anylocalthread, timeouts, &from)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t2, MILLISECONDS(1000))));
}

static void any_local_excludes(void)
{
	pair(NEW_SPACE, receive_any_local_in_vain, send_to_t1);
}

static void no_partner(void)
{
	L4_ThreadId_t nobody = unused_id(), wrong = L4_GlobalId(L4_ThreadNo(pager_id), 77), from;

	CHECK(L4_IpcFailed(L4_Send(nobody)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	CHECK(L4_IpcFailed(L4_Send(wrong)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	CHECK(L4_IpcFailed(L4_Receive(nobody)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
	CHECK(L4_IpcFailed(L4_Receive(wrong)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
	L4_Set_MsgTag(make_tag(9, 0));
	CHECK_EQ(L4_Ipc(L4_nilthread, L4_nilthread, 0, &from).raw, make_tag(9, 0).raw);
	CHECK_EQ(from.raw, 0);
}

/* Senders are served in the order they came, whatever their priority. */
static volatile int arrivals;

static void send_in_turn(void)
{
	L4_Set_MsgTag(make_tag((L4_Word_t)++arrivals, 0));
	CHECK(L4_IpcSucceeded(L4_Send(main_id)));
}

static void senders_in_order(void)
{
	arrivals = 0;
	for (int i = 0; i < 5; i++)
		thread_start(i & 1 ? NEW_SPACE : SAME_SPACE, send_in_turn);
	pause_for(500);
	for (L4_Word_t i = 1; i <= 5; i++) {
		L4_ThreadId_t from;
		L4_MsgTag_t tag = L4_Wait_Timeout(MILLISECONDS(1000), &from);

		CHECK(L4_IpcSucceeded(tag));
		CHECK_EQ(L4_Label(tag), i);
	}
}

/* Whoever waits for a thread that is deleted, or sends to it, is told. */
static void wait_for_t2(void)
{
	CHECK(L4_IpcFailed(L4_Receive(t2)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
}

static void send_to_t2(void)
{
	CHECK(L4_IpcFailed(L4_Send(t2)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
}

static void partner_deleted(void)
{
	L4_ThreadId_t sender;

	t2 = thread_start(NEW_SPACE, idle);
	t1 = thread_start(NEW_SPACE, wait_for_t2);
	sender = thread_start(SAME_SPACE, send_to_t2);
	pause_for(100);
	thread_kill(t2);
	thread_end(t1);
	thread_end(sender);
}

/* ---- propagation --------------------------------------------------------------------------- */

static void receive_propagated(void)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(main_id, MILLISECONDS(5000));

	CHECK(L4_IpcSucceeded(tag));
	CHECK(L4_IpcPropagated(tag));
	CHECK_EQ(L4_ActualSender().raw, t2.raw);
}

/* T2 sends in the name of main, which is of its space. */
static void send_propagated(void)
{
	L4_MsgTag_t tag = make_tag(3, 0);

	L4_Set_VirtualSender(main_id);
	L4_Set_Propagation(&tag);
	L4_Set_MsgTag(tag);
	CHECK(L4_IpcSucceeded(L4_Send(t1)));
}

static void propagation(void)
{
	t1 = thread_new(NEW_SPACE);
	t2 = thread_new(SAME_SPACE);
	thread_go(t1, receive_propagated);
	pause_for(2);
	thread_go(t2, send_propagated);
	thread_end(t1);
	thread_end(t2);
}

static const struct test tests[] = {
	{ "local-destination", local_destination },
	{ "local-source", local_source },
	{ "any-local", any_local },
	{ "any-local-excludes", any_local_excludes },
	{ "no-partner", no_partner },
	{ "senders-in-order", senders_in_order },
	{ "partner-deleted", partner_deleted },
	{ "propagation", propagation },
	{ },
};

const struct group partners_group = { "partners", "Partners in IPC", tests, false };
