/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls other than Ipc and Unmap.
 */
#include <l4/schedule.h>
#include "bench.h"

#define ROUNDS	256

#define MEASURE(metric, keys, call)			\
	do {						\
		call;					\
		stretch_begin();			\
		for (int i = 0; i < ROUNDS; i++)	\
			call;				\
		stretch_end();				\
		report(metric, keys, ROUNDS);		\
	} while (0)

static L4_ThreadId_t other;

static void wait_for_ever(void)
{
	for (;;)
		L4_Receive(pager_id);
}

static void switch_back(void)
{
	for (;;)
		L4_ThreadSwitch(main_id);
}

static void thread_switch(void)
{
	L4_ThreadId_t t;

	MEASURE("thread-switch", " to=nobody", L4_ThreadSwitch(L4_nilthread));
	t = worker_start(MY_SPACE, switch_back);
	MEASURE("thread-switch", " to=thread spaces=intra and=back", L4_ThreadSwitch(t));
	worker_kill(t);
	t = worker_start(NEW_SPACE, switch_back);
	MEASURE("thread-switch", " to=thread spaces=inter and=back", L4_ThreadSwitch(t));
	worker_kill(t);
}

static void create_and_delete(L4_ThreadId_t id, L4_ThreadId_t pager)
{
	L4_ThreadControl(id, main_id, main_id, pager, utcb_slot(FIRST_FREE_SLOT));
	kill_thread(id);
}

static void create_space(L4_ThreadId_t id)
{
	L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED);
	space_control(id, utcb_area());
	L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT));
}

static void thread_control(void)
{
	L4_ThreadId_t id = unused_id();

	MEASURE("thread-control", " what=create-and-delete", create_and_delete(id, L4_nilthread));
	MEASURE("thread-control", " what=activate-and-delete", create_and_delete(id, pager_id));
	MEASURE("thread-control", " what=space-and-thread", (create_space(id), kill_thread(id)));
	create_and_delete(id, pager_id);
	L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT));
	MEASURE("thread-control", " what=change-scheduler",
		L4_ThreadControl(id, main_id, main_id, L4_nilthread, UNCHANGED));
	kill_thread(id);
}

static void thread_state(void)
{
	L4_Word_t old;

	other = worker_start(MY_SPACE, wait_for_ever);
	MEASURE("exchange-registers", " what=read", L4_UserDefinedHandleOf(other));
	MEASURE("exchange-registers", " what=write", L4_Set_UserDefinedHandleOf(other, 1));
	MEASURE("schedule", " what=read", L4_Schedule(other, ~0UL, ~0UL, ~0UL, ~0UL, &old));
	MEASURE("schedule", " what=priority", L4_Set_Priority(other, 90));
	worker_kill(other);
}

void bench_calls(void)
{
	MEASURE("system-clock", "", L4_SystemClock());
	thread_switch();
	thread_state();
	thread_control();
}
