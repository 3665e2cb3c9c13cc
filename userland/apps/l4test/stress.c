/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many threads and spaces, one after the other and until memory is used up: nothing may be lost.
 * Users are not told how much memory the kernel has; how many threads can be made tells.
 */
#include <l4/schedule.h>
#include "test.h"

#define THREADS		100000
#define SPACES		3000
#define MOST		1000000

static L4_Word_t first_number;

static L4_ThreadId_t nth_id(L4_Word_t n)
{
	return L4_GlobalId(first_number + n, 3);
}

static bool delete(L4_ThreadId_t id)
{
	return L4_ThreadControl(id, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED);
}

/* Makes inactive threads until there is no more memory, and deletes them; says how many. */
static L4_Word_t creatable(bool own_spaces)
{
	L4_Word_t n, error = 0;

	for (n = 0; n < MOST; n++) {
		L4_ThreadId_t id = nth_id(n);

		if (!L4_ThreadControl(id, own_spaces ? id : main_id, main_id, L4_nilthread,
				      UNCHANGED)) {
			error = L4_ErrorCode();
			break;
		}
	}
	for (L4_Word_t i = 0; i < n; i++)
		CHECK(delete(nth_id(i)));
	CHECK_EQ(error, L4_ErrNoMem);
	if (L4_NumProcessors(kip) > 1)	/* all is free when no other processor looks any more */
		pause_for(20);
	return n;
}

/* Nothing is lost, but what processors have in stock may lie so that a page or two are of no use. */
static void check_creatable(bool own_spaces, L4_Word_t before)
{
	L4_Word_t n = creatable(own_spaces);

	if (L4_NumProcessors(kip) == 1 || n + 3 < before)
		CHECK_EQ(n, before);
}

static void report_and_wait(void)
{
	L4_Set_MsgTag(make_tag(0x55, 0));
	L4_Call(main_id);
}

/* Created, started, heard of, deleted. */
static bool one_thread(L4_Word_t n)
{
	L4_ThreadId_t id = L4_GlobalId(first_number + n % 7, 5 + n);

	if (!L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT)))
		return false;
	L4_Start_SpIp(id, stack_for(2), (L4_Word_t)report_and_wait);
	return L4_IpcSucceeded(L4_Receive_Timeout(id, MILLISECONDS(1000))) && delete(id);
}

static void threads_in_sequence(void)
{
	L4_Word_t before, n;

	first_number = L4_ThreadNo(unused_id()) + 1000;
	/* Version numbers whose low six bits are zero make no global id. */
	before = creatable(false);
	for (n = 0; n < THREADS && !test_has_failed(); n++)
		if (((5 + n) & ABI_ID_LOCAL_MASK) && !one_thread(n))
			test_failed_values(__FILE__, __LINE__, "thread that failed", n, THREADS);
	check_creatable(false, before);
	check_creatable(false, before);
}

static volatile L4_Word_t touched;

static void touch(void)
{
	touched++;
}

static void spaces_in_sequence(void)
{
	L4_Word_t before;

	first_number = L4_ThreadNo(unused_id()) + 1000;
	before = creatable(true);
	for (int n = 0; n < SPACES && !test_has_failed(); n++) {
		L4_ThreadId_t id = thread_start(NEW_SPACE, touch);

		thread_end(id);
		thread_kill(id);
	}
	check_creatable(true, before);
	check_creatable(true, before);
}

/* With no memory left the privileged can still delete, and what goes on goes on. */
static void out_of_memory(void)
{
	L4_ThreadId_t t = thread_new(NEW_SPACE);
	L4_Word_t n;

	first_number = L4_ThreadNo(unused_id()) + 1000;
	for (n = 0; n < MOST; n++)
		if (!L4_ThreadControl(nth_id(n), nth_id(n), main_id, L4_nilthread, UNCHANGED))
			break;
	touched = 0;
	thread_go(t, touch);
	pause_for(100);
	while (n-- > 0)
		CHECK(delete(nth_id(n)));
	thread_kill(t);
	thread_end(thread_start(NEW_SPACE, touch));
	CHECK(touched != 0);
}

static const struct test tests[] = {
	{ "threads-in-sequence", threads_in_sequence },
	{ "spaces-in-sequence", spaces_in_sequence },
	{ "out-of-memory", out_of_memory },
	{ },
};

const struct group stress_group = { "stress", "Many threads and spaces", tests, false };
