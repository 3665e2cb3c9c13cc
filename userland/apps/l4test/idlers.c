/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting until others have got where they go.  On an emulator whose clock goes on while it has to wait
 * itself, a sleep may be over before another processor has had any time.  So each has a thread there
 * that runs when it has nothing else to do, and whose answer is waited for as well.
 */
#include <l4/schedule.h>
#include "test.h"

#define MOST_IDLERS	16
#define STACK_WORDS	256
#define MOST_TIME	L4_TimePeriod(300000)	/* for one that always has something to do */

static L4_ThreadId_t idlers[MOST_IDLERS];
static L4_Word_t idler_count;
static L4_Word_t stacks[MOST_IDLERS][STACK_WORDS] __attribute__((aligned(16)));

static void answer(void)
{
	L4_ThreadId_t from;

	L4_Wait(&from);
	for (;;) {
		L4_Set_MsgTag(L4_Niltag);
		if (L4_IpcFailed(L4_ReplyWait(from, &from)))	/* it was too late */
			L4_Wait(&from);
	}
}

/* All in one space, apart from the tests'. */
static bool make(L4_Word_t n, L4_ThreadId_t id)
{
	void *utcb = utcb_slot(1 + n);

	return (n ? L4_ThreadControl(id, idlers[0], main_id, pager_id, utcb) != 0 :
		    create_in_new_space(id, utcb)) &&
	       L4_Set_ProcessorNo(id, n) && L4_Set_Priority(id, 1);
}

bool idlers_start(void)
{
	for (L4_Word_t n = 0; n < L4_NumProcessors(kip) && n < MOST_IDLERS; n++) {
		L4_ThreadId_t id = unused_id();

		if (!make(n, id))
			return false;
		idlers[n] = id;
		pager_start_thread(id, (L4_Word_t)answer, (L4_Word_t)&stacks[n][STACK_WORDS - 4]);
		idler_count++;
	}
	return true;
}

void pause_for(L4_Word_t milliseconds)
{
	L4_Sleep(MILLISECONDS(milliseconds));
	if (test_pace == 1 || !L4_SameThreads(L4_Myself(), main_id))
		return;
	for (L4_Word_t n = 0; n < idler_count; n++) {
		L4_Set_MsgTag(L4_Niltag);
		L4_Call_Timeouts(idlers[n], MOST_TIME, MOST_TIME);
	}
}
