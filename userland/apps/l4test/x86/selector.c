/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exits of the fast path that only x86 has: somebody sends a message to another space with a GS of
 * its own, though that is where everybody's UTCB is found.
 */
#include "../fastpath.h"

/* selector_code.S: Ipc of the message in the UTCB, never timing out, with another GS. */
L4_Word_t ipc_with_selector(L4_Word_t to, L4_Word_t from);

static L4_ThreadId_t partner;

static void selector(void)
{
	L4_MsgTag_t tag;

	partner = echo_new(NEW_SPACE, 60);
	load_message();
	mark();
	tag.raw = ipc_with_selector(partner.raw, partner.raw);
	mark();
	check_message(tag);
	CHECK_EQ(echo_count, 1);
}

static void send_between_marks(void)
{
	L4_MsgTag_t tag;

	load_message();
	mark();
	tag.raw = ipc_with_selector(partner.raw, L4_nilthread.raw);
	mark();
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(echo_count, 1);
	check_message(L4_Receive(partner));
}

/* The same for a Send that goes over to the receiver at once. */
static void send_selector(void)
{
	L4_ThreadId_t sender = thread_new(SAME_SPACE);

	partner = echo_new(NEW_SPACE, 60);
	CHECK(L4_Set_Priority(sender, 50) != L4_SCHEDRESULT_ERROR);
	thread_go(sender, send_between_marks);
	thread_end(sender);
}

static const struct test tests[] = {
	{ "selector", selector },
	{ "send-selector", send_selector },
	{ },
};

const struct group fastpath_more_group = {
	"fastpath-more", "Ways out of the fast path on x86", tests, false
};
