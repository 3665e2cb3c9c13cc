/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bringing threads into states (states.h).
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "states.h"

#define CANCELED(phase)	IPC_ERROR(phase, ABI_IPCERR_CANCELED)

volatile L4_Word_t state_result, state_rounds;

static L4_ThreadId_t deaf;		/* waits for nobody who could send */
static L4_Word_t page;			/* is missing */

static void wait_for_nobody(void)
{
	for (;;)
		L4_Sleep(L4_Never);
}

static void tell(L4_MsgTag_t tag)
{
	state_result = L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
	wait_for_nobody();
}

static void poll(void)
{
	L4_Set_MsgTag(make_tag(5, 0));
	tell(L4_Send(deaf));
}

static void poll_for_a_while(void)
{
	L4_Set_MsgTag(make_tag(5, 0));
	tell(L4_Call_Timeouts(deaf, MILLISECONDS(100000), L4_Never));
}

static void wait(void)
{
	tell(L4_Receive(deaf));
}

static void sleep(void)
{
	tell(L4_Receive_Timeout(L4_MyGlobalId(), MILLISECONDS(100000)));
}

/* The pager has the message and does not answer. */
static void fault(void)
{
	drop_page(page);
	pager_at(page, IGNORE);
	(void)*(volatile char *)page;
	state_result = 0;
	wait_for_nobody();
}

/* The message is at the door of a pager that does not take it. */
static void fault_at_door(void)
{
	drop_page(page);
	L4_Set_Pager(deaf);
	(void)*(volatile char *)page;
	L4_Set_Pager(pager_id);
	state_result = 0;
	wait_for_nobody();
}

static void run(void)
{
	for (;;) {
		state_rounds++;
		relax();
	}
}

/* Nothing of it is mapped to anybody, but all of it is looked at. */
static void unmap(void)
{
	for (;;) {
		L4_UnmapFpage(L4_FpageAddRights(L4_CompleteAddressSpace, L4_Writable));
		state_rounds++;
	}
}

static void stop(void)
{
	L4_Stop(L4_Myself());
	state_result = 0;
	wait_for_nobody();
}

const struct state states[] = {
	{ "unstarted", NULL, L4_SCHEDRESULT_WAITING, ABI_EXREGS_WAS_RECEIVING, NO_IPC },
	{ "polling", poll, L4_SCHEDRESULT_PENDING_SEND, ABI_EXREGS_WAS_SENDING,
	  CANCELED(IN_SEND) },
	{ "polling-for-a-while", poll_for_a_while, L4_SCHEDRESULT_PENDING_SEND,
	  ABI_EXREGS_WAS_SENDING, CANCELED(IN_SEND) },
	{ "waiting", wait, L4_SCHEDRESULT_WAITING, ABI_EXREGS_WAS_RECEIVING,
	  CANCELED(IN_RECEIVE) },
	{ "sleeping", sleep, L4_SCHEDRESULT_WAITING, ABI_EXREGS_WAS_RECEIVING,
	  CANCELED(IN_RECEIVE) },
	{ "faulting", fault, L4_SCHEDRESULT_WAITING, ABI_EXREGS_WAS_RECEIVING, NO_IPC },
	{ "faulting-at-door", fault_at_door, L4_SCHEDRESULT_PENDING_SEND, ABI_EXREGS_WAS_SENDING,
	  NO_IPC },
	{ "running", run, L4_SCHEDRESULT_RUNNING, 0, NO_IPC },
	{ "unmapping", unmap, L4_SCHEDRESULT_RUNNING, 0, NO_IPC },
	{ "halted", stop, L4_SCHEDRESULT_INACTIVE, ABI_EXREGS_WAS_HALTED, NO_IPC },
	{ },
};

L4_Word_t state_of(L4_ThreadId_t thread)
{
	L4_Word_t old;

	return L4_Schedule(thread, ~0UL, ~0UL, ~0UL, ~0UL, &old);
}

L4_ThreadId_t state_enter(const struct state *state, enum where place)
{
	L4_ThreadId_t thread;

	if (!page)
		page = scratch((L4_Word_t)page_order);
	fetch_page(page);
	deaf = thread_start(NEW_SPACE, wait_for_nobody);
	state_result = NO_IPC;
	state_rounds = 0;
	thread = thread_new(place);
	L4_Set_Priority(thread, 50);
	if (state->enter)
		thread_go(thread, state->enter);
	pause_for(4);
	CHECK_EQ(state_of(thread), state->schedule_state);
	CHECK_EQ(state_result, NO_IPC);
	return thread;
}
