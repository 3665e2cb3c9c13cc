/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pager of all workers, a thread of the root task's space: serves faults with the root task's
 * pages at the same address, and starts threads, as startup messages have to come from it.
 */
#include "bench.h"

static void on_page_fault(L4_Word_t address)
{
	L4_Fpage_t fpage = L4_FpageAddRights(L4_Fpage(address, page_size), L4_FullyAccessible);
	L4_MapItem_t item = L4_MapItem(fpage, address);
	L4_MsgTag_t tag = L4_Niltag;

	(void)*(const volatile char *)address;
	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, 2, item.raw);
}

static void on_start(L4_ThreadId_t id, L4_Word_t ip, L4_Word_t sp)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendWord(&msg, ip);
	L4_MsgAppendWord(&msg, sp);
	L4_MsgLoad(&msg);
	L4_Send(id);
	L4_Set_MsgTag(L4_Niltag);
}

void pager(void)
{
	bool answered = false;
	L4_ThreadId_t from;
	L4_Word_t w[3];

	for (;;) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);

		answered = L4_IpcSucceeded(tag);
		L4_StoreMRs(1, 3, w);
		if (answered && (L4_SignedWord_t)tag.raw >> 20 == -ABI_PROTO_PAGEFAULT)
			on_page_fault(w[0]);
		else if (answered && L4_Label(tag) == START_LABEL)
			on_start((L4_ThreadId_t){ w[0] }, w[1], w[2]);
		else
			answered = false;
	}
}
