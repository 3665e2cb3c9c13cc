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

bool crowd_open(void)
{
	L4_Word_t control;

	host = unused_id();
	first_number = L4_ThreadNo(host) + DISTANCE;
	alive = 0;
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
