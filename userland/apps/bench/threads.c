/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads and spaces to measure with.  All run this one image, which the pager maps at the same
 * addresses everywhere.
 */
#include <l4/space.h>
#include <l4lib/image.h>
#include "bench.h"

#define STACK_WORDS	1024

void *kip;
L4_ThreadId_t main_id, pager_id;
L4_Word_t page_size;

static L4_ThreadId_t workers[WORKERS];
static L4_Word_t stacks[WORKERS + 2][STACK_WORDS] __attribute__((aligned(16)));
static L4_Word_t next_number;

static L4_Word_t stack_top(unsigned n)
{
	return (L4_Word_t)&stacks[n][STACK_WORDS - 4];
}

L4_Word_t spare_stack(void)
{
	return stack_top(WORKERS + 1);
}

L4_ThreadId_t unused_id(void)
{
	return L4_GlobalId(next_number++, 1);
}

void *utcb_slot(L4_Word_t n)
{
	L4_Word_t size = L4_UtcbSize(kip);

	return (void *)(((L4_Word_t)__L4_Utcb() & ~(L4_UtcbAreaSize(kip) - 1)) + n * size);
}

L4_Fpage_t utcb_area(void)
{
	static L4_Word_t base;

	if (!base)	/* main's, by main */
		base = (L4_Word_t)utcb_slot(0);
	return L4_Fpage(base, 256 * L4_UtcbSize(kip));
}

bool space_control(L4_ThreadId_t first, L4_Fpage_t area)
{
	L4_Word_t control;
	L4_Fpage_t kip_area = L4_FpageLog2((L4_Word_t)kip, (int)L4_KipAreaSizeLog2(kip));

	return L4_SpaceControl(first, 0, kip_area, area, L4_nilthread, &control);
}

void start_by_pager(L4_ThreadId_t id, void (*ip)(void), L4_Word_t sp)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, START_LABEL);
	L4_MsgAppendWord(&msg, id.raw);
	L4_MsgAppendWord(&msg, (L4_Word_t)ip);
	L4_MsgAppendWord(&msg, sp);
	L4_MsgLoad(&msg);
	if (L4_IpcFailed(L4_Call(pager_id)))
		complain("starting a thread");
}

static bool create(L4_ThreadId_t id, enum where where, void *utcb)
{
	if (where == MY_SPACE)
		return L4_ThreadControl(id, main_id, main_id, pager_id, utcb);
	return L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED) &&
	       space_control(id, utcb_area()) &&
	       L4_ThreadControl(id, id, main_id, pager_id, utcb);
}

L4_ThreadId_t worker_start(enum where where, void (*function)(void))
{
	L4_ThreadId_t id = unused_id();
	unsigned n = 0;

	while (n < WORKERS - 1 && !L4_IsNilThread(workers[n]))
		n++;
	workers[n] = id;
	if (!create(id, where, utcb_slot(2 + n)))
		complain("making a thread");
	start_by_pager(id, function, stack_top(1 + n));
	return id;
}

bool kill_thread(L4_ThreadId_t id)
{
	return L4_ThreadControl(id, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED);
}

void worker_kill(L4_ThreadId_t id)
{
	for (unsigned n = 0; n < WORKERS; n++)
		if (workers[n].raw == id.raw)
			workers[n] = L4_nilthread;
	if (!kill_thread(id))
		complain("deleting a thread");
}

void worker_done(void)
{
	L4_Set_MsgTag(L4_Niltag);
	L4_Send(main_id);
	for (;;)
		L4_Sleep(L4_Never);
}

void worker_wait(L4_ThreadId_t id)
{
	if (L4_IpcFailed(L4_Receive(id)))
		complain("waiting for a thread");
}

bool threads_init(void)
{
	kip = L4_GetKernelInterface();
	main_id = L4_Myself();
	next_number = L4_ThreadNo(main_id) + 1;
	page_size = (L4_Word_t)1 << __L4_Lsb(L4_PageSizeMask(kip));
	touch_image();
	utcb_area();
	pager_id = unused_id();
	if (!L4_ThreadControl(pager_id, main_id, main_id, L4_Pager(), utcb_slot(1)))
		return false;
	L4_Start_SpIp(pager_id, stack_top(0), (L4_Word_t)pager);
	return true;
}
