/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pager of ping and pong, a thread of the root task's space: gives them the root task's own
 * pages.  Main has brought the image in; shared memory, such as a screen, comes when it is touched.
 */
#include <l4/kip.h>
#include <l4/message.h>
#include <l4io.h>
#include "pingpong.h"

/* Leaves the answer to a page fault in the MRs. */
static void on_page_fault(L4_Word_t address)
{
	L4_Word_t page = (L4_Word_t)1 << __L4_Lsb(L4_PageSizeMask(L4_GetKernelInterface()));
	L4_Fpage_t fpage = L4_FpageAddRights(L4_Fpage(address, page), L4_FullyAccessible);
	L4_Msg_t msg;

	(void)*(const volatile char *)address;
	L4_MsgClear(&msg);
	L4_MsgAppendMapItem(&msg, L4_MapItem(fpage, address));
	L4_MsgLoad(&msg);
}

/* Ports that the root task has: main has printed before anybody else does. */
static void on_port_fault(L4_Fpage_t ports)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendMapItem(&msg, L4_MapItem(ports, 0));
	L4_MsgLoad(&msg);
}

static void start(L4_ThreadId_t id, L4_Word_t ip, L4_Word_t sp)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendWord(&msg, ip);
	L4_MsgAppendWord(&msg, sp);
	L4_MsgLoad(&msg);
	L4_Send(id);
	L4_Set_MsgTag(L4_Niltag);
}

/* False if there is nothing to answer. */
static bool serve(L4_ThreadId_t from, L4_MsgTag_t tag)
{
	L4_Word_t words[3];

	L4_StoreMRs(1, 3, words);
	if ((L4_SignedWord_t)tag.raw >> 20 == -ABI_PROTO_PAGEFAULT)
		on_page_fault(words[0]);
	else if ((L4_SignedWord_t)tag.raw >> 20 == -ABI_PROTO_IO_PAGEFAULT)
		on_port_fault((L4_Fpage_t){ words[0] });
	else if (L4_IsThreadEqual(from, L4_LocalIdOf(main_id)) && L4_Label(tag) == START_LABEL)
		start((L4_ThreadId_t){ words[2] }, words[0], words[1]);
	else
		return false;
	return true;
}

void pager(void)
{
	L4_ThreadId_t from;
	bool answered = false;

	for (;;) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);

		answered = L4_IpcSucceeded(tag) && serve(from, tag);
		if (!answered)
			printf("pingpong: pager: strange message %lx from %t\n", tag.raw, from);
	}
}
