/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fine print of IPC: what becomes of the phases, of tag bits that are not the sender's to set,
 * of names, of messages to oneself.
 */
#include <l4/schedule.h>
#include "test.h"

static L4_ThreadId_t partner, sender;
static volatile L4_Word_t got_tag, got_from, got_word, got_actual, sent_error;

#define NOTHING		(~(L4_Word_t)0)

static L4_Word_t result_of(L4_MsgTag_t tag)
{
	return L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
}

static void note(L4_MsgTag_t tag, L4_ThreadId_t from)
{
	L4_Word_t w;

	L4_StoreMR(1, &w);
	got_word = w;
	got_tag = tag.raw;
	got_from = from.raw;
	got_actual = L4_ActualSender().raw;
}

static void receive_any(void)
{
	L4_ThreadId_t from = L4_nilthread;

	note(L4_Wait_Timeout(MILLISECONDS(1000), &from), from);
	L4_Sleep(L4_Never);
}

static void new_receiver(void (*function)(void), enum where where)
{
	got_tag = got_from = got_word = NOTHING;
	partner = thread_start(where, function);
	pause_for(2);
}

/* ---- phases ---------------------------------------------------------------------------------- */

/* The message goes out although nobody can answer. */
static void send_then_nobody(void)
{
	L4_ThreadId_t from = partner;

	new_receiver(receive_any, NEW_SPACE);
	load_words(0x31, 1, 7);
	CHECK(L4_IpcFailed(L4_Ipc(partner, unused_id(), L4_Timeouts(L4_Never, L4_Never), &from)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_NOPARTNER));
	CHECK_EQ(from.raw, 0);
	pause_for(2);
	CHECK_EQ(got_word, 7);
}

/* ... or has no time to. */
static void send_then_no_time(void)
{
	new_receiver(receive_any, NEW_SPACE);
	load_words(0x31, 1, 8);
	CHECK(L4_IpcFailed(L4_Call_Timeouts(partner, L4_Never, L4_ZeroTime)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	pause_for(2);
	CHECK_EQ(got_word, 8);
}

/* The receiver runs at once, though it is of lower priority, and may finish what it does. */
static void no_time_switches(void)
{
	new_receiver(receive_any, NEW_SPACE);
	CHECK(L4_Set_Priority(partner, 50) != L4_SCHEDRESULT_ERROR);
	L4_Yield();		/* a whole time slice is left */
	load_words(0x31, 1, 9);
	CHECK(L4_IpcFailed(L4_Call_Timeouts(partner, L4_Never, L4_ZeroTime)));
	CHECK_EQ(got_word, 9);
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
}

static void send_to_main(void)
{
	load_words(0x32, 1, 9);
	sent_error = result_of(L4_Send_Timeout(main_id, MILLISECONDS(50)));
	L4_Sleep(L4_Never);
}

/* No receive phase after a send phase that failed. */
static void failed_send_only(void)
{
	L4_ThreadId_t from;

	sent_error = NOTHING;
	sender = thread_start(NEW_SPACE, send_to_main);
	pause_for(2);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcFailed(L4_Ipc(unused_id(), sender, L4_Timeouts(L4_ZeroTime, L4_Never), &from)));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	CHECK_EQ(sent_error, NOTHING);
	pause_for(80);
	CHECK_EQ(sent_error, IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
}

static void from_inactive(void)
{
	L4_ThreadId_t inactive = unused_id();

	REQUIRE(L4_ThreadControl(inactive, inactive, main_id, L4_nilthread, UNCHANGED));
	CHECK(L4_IpcFailed(L4_Receive_Timeout(inactive, MILLISECONDS(5))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	CHECK(L4_IpcFailed(L4_Send_Timeout(inactive, MILLISECONDS(5))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	thread_kill(inactive);
}

static void to_oneself(void)
{
	L4_ThreadId_t from;

	L4_Set_MsgTag(L4_Niltag);
	CHECK_EQ(result_of(L4_Send_Timeout(L4_MyGlobalId(), MILLISECONDS(5))),
		 IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	CHECK_EQ(result_of(L4_Send_Timeout(L4_MyLocalId(), L4_ZeroTime)),
		 IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	CHECK_EQ(result_of(L4_Ipc(L4_MyGlobalId(), L4_anythread,
				  L4_Timeouts(MILLISECONDS(5), L4_Never), &from)),
		 IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	CHECK_EQ(result_of(L4_Receive_Timeout(L4_MyLocalId(), MILLISECONDS(5))),
		 IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
}

/* The sender's registers stay, and its tag comes back as it was; from is nobody. */
static void after_a_send(void)
{
	L4_ThreadId_t from = main_id;
	L4_Word_t w;

	new_receiver(receive_any, NEW_SPACE);
	load_words(0x33, 5, 20);
	CHECK_EQ(L4_Ipc(partner, L4_nilthread, L4_Timeouts(L4_Never, L4_Never), &from).raw,
		 make_tag(0x33, 5).raw);
	CHECK_EQ(from.raw, 0);
	for (int i = 1; i <= 5; i++) {
		L4_StoreMR(i, &w);
		CHECK_EQ(w, 19 + i);
	}
}

/* ---- tags ------------------------------------------------------------------------------------ */

/* Flags that say something about the way of a message are the kernel's. */
static void flags_cleared(void)
{
	new_receiver(receive_any, NEW_SPACE);
	load_words(0x34, 1, 3);
	L4_Set_MsgTag((L4_MsgTag_t){ make_tag(0x34, 1).raw | ABI_TAG_ERROR | ABI_TAG_XCPU |
				     ABI_TAG_REDIRECTED });
	L4_Send(partner);
	pause_for(2);
	CHECK_EQ(got_tag, make_tag(0x34, 1).raw);
}

/* Local IPC is the same call. */
static void answer_once(void)
{
	L4_ThreadId_t from;

	note(L4_Wait_Timeout(MILLISECONDS(1000), &from), from);
	load_words(0x35, 1, 66);
	L4_LreplyWait(from, &from);
}

static void local_ipc(void)
{
	L4_Word_t w;

	new_receiver(answer_once, SAME_SPACE);
	load_words(0x34, 1, 3);
	CHECK_EQ(L4_Lcall(L4_LocalIdOf(partner)).raw, make_tag(0x35, 1).raw);
	L4_StoreMR(1, &w);
	CHECK_EQ(w, 66);
	CHECK_EQ(got_from, L4_MyLocalId().raw);
	new_receiver(answer_once, NEW_SPACE);
	load_words(0x34, 1, 4);
	CHECK_EQ(L4_Lcall(partner).raw, make_tag(0x35, 1).raw);
	CHECK_EQ(got_from, main_id.raw);
}

/* ---- in another's name ----------------------------------------------------------------------- */

static void send_as(L4_ThreadId_t v)
{
	L4_MsgTag_t tag = make_tag(0x36, 1);

	L4_Set_VirtualSender(v);
	L4_Set_Propagation(&tag);
	L4_Set_MsgTag(tag);
	L4_LoadMR(1, 5);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(partner, MILLISECONDS(20))));
	pause_for(2);
}

static void sleep_for_ever(void)
{
	L4_Sleep(L4_Never);
}

static void not_in_whose_name(void)
{
	L4_ThreadId_t stranger = thread_start(NEW_SPACE, sleep_for_ever);

	/* neither the stranger nor the receiver is of main's space */
	new_receiver(receive_any, NEW_SPACE);
	send_as(stranger);
	CHECK_EQ(got_tag, make_tag(0x36, 1).raw);
	CHECK_EQ(got_from, main_id.raw);
	/* a name that nobody has */
	new_receiver(receive_any, NEW_SPACE);
	send_as(unused_id());
	CHECK_EQ(got_tag, make_tag(0x36, 1).raw);
	CHECK_EQ(got_from, main_id.raw);
	/* the receiver is: it may be in any name */
	new_receiver(receive_any, SAME_SPACE);
	send_as(stranger);
	CHECK_EQ(got_tag, make_tag(0x36, 1).raw | ABI_TAG_PROPAGATED);
	CHECK_EQ(got_from, stranger.raw);
	CHECK_EQ(got_actual, main_id.raw);
	/* one's own space's: local names for those of the space */
	new_receiver(receive_any, SAME_SPACE);
	send_as(pager_id);
	CHECK_EQ(got_from, L4_LocalIdOf(pager_id).raw);
}

static void receive_from_main(void)
{
	note(L4_Receive_Timeout(main_id, MILLISECONDS(1000)), L4_nilthread);
	L4_Sleep(L4_Never);
}

static void receive_from_pager(void)
{
	note(L4_Receive_Timeout(pager_id, MILLISECONDS(1000)), L4_nilthread);
	L4_Sleep(L4_Never);
}

/* A closed wait for either of the two. */
static void waits_for_either(void)
{
	new_receiver(receive_from_main, NEW_SPACE);
	send_as(pager_id);
	CHECK_EQ(got_tag, make_tag(0x36, 1).raw | ABI_TAG_PROPAGATED);
	new_receiver(receive_from_pager, NEW_SPACE);
	send_as(pager_id);
	CHECK_EQ(got_tag, make_tag(0x36, 1).raw | ABI_TAG_PROPAGATED);
}

static const struct test tests[] = {
	{ "send-then-nobody", send_then_nobody },
	{ "send-then-no-time", send_then_no_time },
	{ "no-time-switches", no_time_switches },
	{ "failed-send-only", failed_send_only },
	{ "from-inactive", from_inactive },
	{ "to-oneself", to_oneself },
	{ "after-a-send", after_a_send },
	{ "flags-cleared", flags_cleared },
	{ "local-ipc", local_ipc },
	{ "not-in-whose-name", not_in_whose_name },
	{ "waits-for-either", waits_for_either },
	{ },
};

const struct group rules_group = { "rules", "The fine print of IPC", tests, false };
