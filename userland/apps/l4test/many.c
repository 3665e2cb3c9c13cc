/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hundred thousand threads alive at once: what IPC costs beside them, and how they all send to one
 * that is deleted.  On request only: the machine needs 1 GB, and the kernel 512 MB of it (kmem=512M
 * on the loader's command line).
 */
#include <l4/schedule.h>
#include "crowd.h"
#include "late.h"
#include "ticks.h"

#define FEW		10
#define MANY		100000
#define CALLS		10000

static L4_ThreadId_t partner;
static L4_Word64_t measured;

static void answer_for_ever(void)
{
	L4_ThreadId_t from;

	L4_Wait(&from);
	for (;;) {
		L4_Set_MsgTag(L4_Niltag);
		L4_ReplyWait(from, &from);
	}
}

static void call_often(void)
{
	L4_Word64_t start;

	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call(partner)));
	start = ticks();
	for (int i = 0; i < CALLS; i++) {
		L4_Set_MsgTag(L4_Niltag);
		L4_Call(partner);
	}
	measured = ticks() - start;
}

/* A call and its answer are two IPCs. */
static L4_Word_t measure(L4_Word_t threads)
{
	L4_ThreadId_t caller = thread_new(NEW_SPACE);
	L4_Word_t tenths;

	partner = thread_start(NEW_SPACE, answer_for_ever);
	thread_go(caller, call_often);
	thread_end(caller);
	thread_kill(caller);
	thread_kill(partner);
	tenths = (L4_Word_t)(measured * 10 / (2 * CALLS));
	printf("BENCH metric=ipc spaces=inter words=0 threads=%lu insns=%lu.%lu\n", threads,
	       tenths / 10, tenths % 10);
	return tenths;
}

static void wait_for_ever(void)
{
	for (;;)
		L4_Receive(pager_id);
}

static void grow_to(L4_Word_t count)
{
	while (crowd_size() < count)
		if (!crowd_add(wait_for_ever)) {
			test_failed_values(__FILE__, __LINE__, "threads alive", crowd_size(),
					   count);
			return;
		}
}

static void cost_of_ipc(void)
{
	L4_Word_t few, many;

	REQUIRE(crowd_open());
	grow_to(FEW);
	few = measure(FEW);
	grow_to(MANY);
	many = measure(crowd_size());
	/* At most two instructions more. */
	CHECK(many <= few + 20);
	crowd_close();
}

static void senders(void)
{
	L4_Word64_t few = late_senders(MANY / 10), many = late_senders(MANY);

	late_check_growth(few, many, 10);
}

static void moved_thread(void)
{
	late_moved(MANY);
}

static const struct test tests[] = {
	{ "cost-of-ipc", cost_of_ipc },
	{ "senders", senders },
	{ "moved-thread", moved_thread },
	{ },
};

const struct group many_group = { "many", "A hundred thousand threads (needs 1 GB)", tests, true };
