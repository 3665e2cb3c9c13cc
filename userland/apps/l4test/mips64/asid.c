/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exits of the fast path that only machines with numbered address spaces have: the receiver's space
 * has lost its number, because there are but 255 and all were given away anew.
 */
#include "../fastpath.h"

#define SPACES	256

static void nothing(void)
{
}

static L4_ThreadId_t partner;

/* An echo of higher priority than main's and senders'. */
static void partner_without_asid(void)
{
	partner = echo_new(NEW_SPACE, 60);
	for (unsigned i = 0; i < SPACES && !test_has_failed(); i++) {
		L4_ThreadId_t t = thread_start(NEW_SPACE, nothing);

		thread_end(t);
		thread_kill(t);
	}
}

static void no_asid(void)
{
	L4_MsgTag_t tag;

	partner_without_asid();
	load_message();
	mark();
	tag = L4_Call(partner);
	mark();
	check_message(tag);
}

static void send(void)
{
	load_message();
	mark();
	CHECK(L4_IpcSucceeded(L4_Send(partner)));
	mark();
	CHECK_EQ(echo_count, 1);
	check_message(L4_Receive(partner));
}

static void send_no_asid(void)
{
	L4_ThreadId_t sender = thread_new(SAME_SPACE);

	CHECK(L4_Set_Priority(sender, 50) != L4_SCHEDRESULT_ERROR);
	partner_without_asid();
	thread_go(sender, send);
	thread_end(sender);
}

static const struct test tests[] = {
	{ "no-asid", no_asid },
	{ "send-no-asid", send_no_asid },
	{ },
};

const struct group fastpath_more_group = {
	"fastpath-more", "Ways out of the fast path on MIPS64", tests, false
};
