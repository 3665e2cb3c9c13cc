/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC of untyped words, between two threads in two spaces and then in the root task's own.  Most
 * tests are a pair of functions, one for each thread.
 */
#include <l4/schedule.h>
#include <l4/space.h>
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

#define IN_BOTH(name, first, second)						\
static void name##_inter(void)							\
{										\
	pair(NEW_SPACE, first, second);						\
}										\
static void name##_intra(void)							\
{										\
	pair(SAME_SPACE, first, second);					\
}

static void check_words(L4_MsgTag_t tag, L4_Word_t label, L4_Word_t n)
{
	L4_Word_t w;

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, make_tag(label, n).raw);
	for (L4_Word_t i = 1; i <= n; i++) {
		L4_StoreMR((int)i, &w);
		CHECK_EQ(w, i);
	}
}

static void clear_mrs(void)
{
	for (int i = 0; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, 0);
}

/* ---- from ----------------------------------------------------------------------------------- */

static L4_ThreadId_t seen_from;

static void wait_for_any(void)
{
	CHECK(L4_IpcSucceeded(L4_Wait(&seen_from)));
}

static void send_to_t1(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send(t1)));
}

static void from_global(void)
{
	pair(NEW_SPACE, wait_for_any, send_to_t1);
	CHECK_EQ(seen_from.raw, t2.raw);
}

static void from_local(void)
{
	pair(SAME_SPACE, wait_for_any, send_to_t1);
	CHECK_EQ(seen_from.raw, L4_LocalIdOf(t2).raw);
}

/* ---- transfers ------------------------------------------------------------------------------ */

static void receive_all_sizes(void)
{
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		clear_mrs();
		check_words(L4_Receive(t2), 0xf00f, n);
	}
}

static void send_all_sizes(void)
{
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		load_words(0xf00f, n, 1);
		CHECK(L4_IpcSucceeded(L4_Send(t1)));
	}
}
IN_BOTH(send, receive_all_sizes, send_all_sizes)

static void replywait_caller(void)
{
	L4_ThreadId_t from = t2;

	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		L4_MsgTag_t tag;

		clear_mrs();
		tag = n ? L4_ReplyWait(t2, &from) : L4_Call(t2);
		check_words(tag, 0xf00d, n);
		CHECK(L4_SameThreads(from, t2));
	}
}

static void replywait_server(void)
{
	L4_ThreadId_t from;

	CHECK(L4_IpcSucceeded(L4_Receive(t1)));
	for (L4_Word_t n = 0; n < __L4_NUM_MRS; n++) {
		load_words(0xf00d, n, 1);
		if (n == __L4_NUM_MRS - 1)
			CHECK(L4_IpcSucceeded(L4_Send(t1)));
		else
			CHECK(L4_IpcSucceeded(L4_ReplyWait(t1, &from)));
	}
}
IN_BOTH(replywait, replywait_caller, replywait_server)

/* Words the message does not have stay as they are, in registers and in memory. */
static void receive_few(void)
{
	L4_Word_t w;

	for (int i = 0; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, 0x1000 + (L4_Word_t)i);
	CHECK_EQ(L4_Receive(t2).raw, make_tag(1, 12).raw);
	for (int i = 13; i < __L4_NUM_MRS; i++) {
		L4_StoreMR(i, &w);
		CHECK_EQ(w, 0x1000 + (L4_Word_t)i);
	}
}

static void send_few(void)
{
	L4_Word_t w;

	load_words(1, 63, 1);
	L4_Set_MsgTag(make_tag(1, 12));
	CHECK_EQ(L4_Send(t1).raw, make_tag(1, 12).raw);
	for (L4_Word_t i = 1; i < __L4_NUM_MRS; i++) {
		L4_StoreMR((int)i, &w);
		CHECK_EQ(w, i);
	}
}
IN_BOTH(short_message, receive_few, send_few)

/* Label bits are the user's, all of them; the flags are the kernel's. */
static void receive_labels(void)
{
	L4_MsgTag_t tag = L4_Receive(t2);

	CHECK_EQ(tag.raw, ~(L4_Word_t)0 << ABI_TAG_LABEL_SHIFT);
}

static void send_labels(void)
{
	L4_MsgTag_t tag = { ~(L4_Word_t)0 << ABI_TAG_LABEL_SHIFT | ABI_TAG_OUT_FLAGS };

	/* What comes back to a sender is its own tag, with the flags it had. */
	L4_Set_MsgTag(tag);
	CHECK_EQ(L4_Send(t1).raw, tag.raw);
}
IN_BOTH(label, receive_labels, send_labels)

/* ---- timeouts and cancelling ---------------------------------------------------------------- */

static void idle(void)
{
	pause_for(3000);
}

static void send_in_vain(void)
{
	L4_Set_MsgTag(make_tag(7, 0));
	CHECK(L4_IpcFailed(L4_Send_Timeout(t2, MILLISECONDS(1000))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
}
IN_BOTH(send_timeout, send_in_vain, idle)

static void receive_in_vain(void)
{
	CHECK(L4_IpcFailed(L4_Receive_Timeout(t2, MILLISECONDS(1000))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
}
IN_BOTH(receive_timeout, receive_in_vain, idle)

static void send_at_once(void)
{
	CHECK(L4_IpcFailed(L4_Reply(t2)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	CHECK(L4_IpcFailed(L4_Receive_Timeout(t2, L4_ZeroTime)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
}
IN_BOTH(zero_timeout, send_at_once, idle)

static void abort_t1(void)
{
	pause_for(1000);
	CHECK(!L4_IsNilThread(__L4_ExRegs(t1, __L4_EXREGS_ABORT, 0, L4_nilthread, 0, 0)));
}

static void send_cancelled_t1(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcFailed(L4_Send(t2)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_CANCELED));
}

static void send_cancelled(void)
{
	pair(SAME_SPACE, send_cancelled_t1, abort_t1);
}

static void receive_cancelled_t1(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcFailed(L4_Call(t2)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_CANCELED));
}

static void receive_cancelled_t2(void)
{
	CHECK(L4_IpcSucceeded(L4_Receive(t1)));
	abort_t1();
}

static void receive_cancelled(void)
{
	pair(SAME_SPACE, receive_cancelled_t1, receive_cancelled_t2);
}

/* ---- page faults keep the message registers ------------------------------------------------- */

static L4_Word_t fault_page;

static void fault_with_full_mrs(void)
{
	L4_Word_t w;

	drop_page(fault_page);
	for (int i = 0; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, (L4_Word_t)i + 1);
	L4_LoadBR(0, 0x50);
	*(volatile L4_Word_t *)fault_page = 0x1234;
	for (int i = 0; i < __L4_NUM_MRS; i++) {
		L4_StoreMR(i, &w);
		CHECK_EQ(w, i + 1);
	}
	L4_StoreBR(0, &w);
	CHECK_EQ(w, 0x50);
	L4_LoadBR(0, 0);
}

static void pagefault_cancelled(void)
{
	fault_page = scratch((L4_Word_t)page_order);
	REQUIRE(fault_page);
	pager_at(fault_page, ABORT_ONCE);
	thread_end(thread_start(SAME_SPACE, fault_with_full_mrs));
	CHECK_EQ(pager_hits, 2);
	CHECK_EQ(*(L4_Word_t *)fault_page, 0x1234);
}

static void pagefault_message(void)
{
	fault_page = scratch((L4_Word_t)page_order);
	REQUIRE(fault_page);
	pager_at(fault_page + 8, SERVE);
	thread_end(thread_start(NEW_SPACE, fault_with_full_mrs));
	CHECK_EQ(pager_hits, 1);
	CHECK_EQ(pager_last_address, fault_page);
	CHECK_EQ(pager_last_tag & ~((L4_Word_t)7 << 16),
		 (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_PAGEFAULT) << 16 | 2);
	CHECK(pager_last_tag >> 16 & L4_Writable);
	CHECK(pager_last_ip - (L4_Word_t)fault_with_full_mrs < 4096);
}

static const struct test tests[] = {
	{ "from-global", from_global },
	{ "from-local", from_local },
	{ "send-inter", send_inter },
	{ "send-intra", send_intra },
	{ "replywait-inter", replywait_inter },
	{ "replywait-intra", replywait_intra },
	{ "short-message-inter", short_message_inter },
	{ "short-message-intra", short_message_intra },
	{ "label-inter", label_inter },
	{ "label-intra", label_intra },
	{ "send-timeout-inter", send_timeout_inter },
	{ "send-timeout-intra", send_timeout_intra },
	{ "receive-timeout-inter", receive_timeout_inter },
	{ "receive-timeout-intra", receive_timeout_intra },
	{ "zero-timeout-inter", zero_timeout_inter },
	{ "zero-timeout-intra", zero_timeout_intra },
	{ "send-cancelled", send_cancelled },
	{ "receive-cancelled", receive_cancelled },
	{ "pagefault-cancelled", pagefault_cancelled },
	{ "pagefault-message", pagefault_message },
	{ },
};

const struct group ipc_group = { "ipc", "IPC of untyped words", tests, false };
