/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hundred thousand threads alive at once, and what IPC costs beside them.  On request only: the
 * machine needs 1 GB, and the kernel 512 MB of it (kmem=512M on the loader's command line).
 */
#include <l4/schedule.h>
#include "test.h"
#include "ticks.h"

#define FEW		10
#define MANY		100000
#define CALLS		10000

/* A space for them with room for all their UTCBs. */
#define HOST_UTCBS	0x80000000UL
#define HOST_LOG2	27

static L4_ThreadId_t host, partner;
static L4_Word_t first_number, alive;
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

/* The threads wait for messages, all on one stack: none of them ever returns. */
static void wait_for_ever(void)
{
	for (;;)
		L4_Receive(pager_id);
}

static bool make_thread(L4_Word_t n)
{
	L4_ThreadId_t id = L4_GlobalId(first_number + n, 1);
	void *utcb = (void *)(HOST_UTCBS + n * L4_UtcbSize(kip));

	if (!L4_ThreadControl(id, host, main_id, pager_id, utcb))
		return false;
	pager_start_thread(id, (L4_Word_t)wait_for_ever, stack_for(3));
	return true;
}

static bool make_host(void)
{
	L4_Word_t control;

	host = unused_id();
	return L4_ThreadControl(host, host, main_id, L4_nilthread, UNCHANGED) &&
	       L4_SpaceControl(host, 0, kip_area(), L4_FpageLog2(HOST_UTCBS, HOST_LOG2),
			       L4_nilthread, &control);
}

static void grow_to(L4_Word_t count)
{
	for (; alive < count; alive++)
		if (!make_thread(alive)) {
			test_failed_values(__FILE__, __LINE__, "threads alive", alive, count);
			return;
		}
}

static void cost_of_ipc(void)
{
	L4_Word_t few, many;

	first_number = L4_ThreadNo(unused_id()) + 1000;
	alive = 0;
	REQUIRE(make_host());
	grow_to(FEW);
	few = measure(FEW);
	grow_to(MANY);
	many = measure(alive);
	/* At most two instructions more. */
	CHECK(many <= few + 20);
	for (L4_Word_t n = 0; n < alive; n++)
		CHECK(L4_ThreadControl(L4_GlobalId(first_number + n, 1), L4_nilthread,
				       L4_nilthread, L4_nilthread, UNCHANGED));
	thread_kill(host);
}

static const struct test tests[] = {
	{ "cost-of-ipc", cost_of_ipc },
	{ },
};

const struct group many_group = { "many", "A hundred thousand threads (needs 1 GB)", tests, true };
