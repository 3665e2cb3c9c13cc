/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many threads (crowd.h).
 */
#include "crowd.h"

#define HOST_UTCBS	0x80000000UL
#define HOST_LOG2	27

/* Numbers left to the threads that tests make otherwise. */
#define DISTANCE	1000

static L4_ThreadId_t host;
static L4_Word_t first_number, alive;

L4_ThreadId_t crowd_target;
volatile L4_Word_t crowd_told;

bool crowd_open(void)
{
	L4_Word_t control;

	host = unused_id();
	first_number = L4_ThreadNo(host) + DISTANCE;
	alive = crowd_told = 0;
	return L4_ThreadControl(host, host, main_id, L4_nilthread, UNCHANGED) &&
	       L4_SpaceControl(host, 0, kip_area(), L4_FpageLog2(HOST_UTCBS, HOST_LOG2),
			       L4_nilthread, &control);
}

L4_Word_t crowd_size(void)
{
	return alive;
}

L4_ThreadId_t crowd_member(L4_Word_t n)
{
	return L4_GlobalId(first_number + n, 1);
}

bool crowd_add_waiting(void)
{
	void *utcb = (void *)(HOST_UTCBS + alive * L4_UtcbSize(kip));

	if (!L4_ThreadControl(crowd_member(alive), host, main_id, pager_id, utcb))
		return false;
	alive++;
	return true;
}

bool crowd_add(void (*function)(void))
{
	if (!crowd_add_waiting())
		return false;
	pager_start_thread(crowd_member(alive - 1), (L4_Word_t)function, stack_for(3));
	return true;
}

void crowd_close(void)
{
	while (alive > 0)
		CHECK(L4_ThreadControl(crowd_member(--alive), L4_nilthread, L4_nilthread,
				       L4_nilthread, UNCHANGED));
	thread_kill(host);
}

/* ---- senders --------------------------------------------------------------------------------- */

/*
 * All on one stack: one place to block in, nothing kept across it.  Whether a thread has failed
 * already is in its UTCB.  And all in one page: who faults in the middle finds other calls' return
 * addresses on the stack.
 */
#define ON_ONE_STACK	__attribute__((noinline, section(".text.crowd")))

static ON_ONE_STACK __attribute__((aligned(1024))) bool has_failed(void)
{
	return L4_UserDefinedHandle();
}

static ON_ONE_STACK void note_failure(void)
{
	if (!L4_UserDefinedHandle() && L4_ErrorCode() == IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER))
		__atomic_fetch_add(&crowd_told, 1, __ATOMIC_RELAXED);
	L4_Set_UserDefinedHandle(1);
}

static ON_ONE_STACK void block(L4_ThreadId_t to, L4_ThreadId_t from)
{
	L4_ThreadId_t ignored;

	L4_Set_MsgTag(L4_Niltag);
	L4_Ipc(to, from, L4_Timeouts(L4_Never, L4_Never), &ignored);
}

ON_ONE_STACK void crowd_send(void)
{
	for (;;) {
		bool failed = has_failed();

		block(failed ? L4_nilthread : crowd_target, failed ? pager_id : L4_nilthread);
		note_failure();
	}
}
