/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An exit of the fast path that only machines with numbered address spaces have: the receiver's space
 * has lost its number, because there are but 255 and all were given away anew.
 */
#include "../fastpath.h"

#define SPACES	256

static void nothing(void)
{
}

static void no_asid(void)
{
	L4_ThreadId_t partner = echo_new(NEW_SPACE, 60);
	L4_MsgTag_t tag;

	for (unsigned i = 0; i < SPACES && !test_has_failed(); i++) {
		L4_ThreadId_t t = thread_start(NEW_SPACE, nothing);

		thread_end(t);
		thread_kill(t);
	}
	load_message();
	mark();
	tag = L4_Call(partner);
	mark();
	check_message(tag);
}

static const struct test tests[] = {
	{ "no-asid", no_asid },
	{ },
};

const struct group fastpath_more_group = {
	"fastpath-more", "Ways out of the fast path on MIPS64", tests, false
};
