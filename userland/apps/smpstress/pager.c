/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pagers: one of the root task's space, and one that gets its pages from that one and passes them
 * on.  They start threads, as startup messages have to come from them.
 */
#include <l4/sigma0.h>
#include "smpstress.h"

L4_Word_t area;

/* Only who may write a page can pass that on: it is written, and stays what it is. */
static void map_page(L4_Word_t address)
{
	L4_Fpage_t page = L4_FpageAddRights(L4_Fpage(address, page_size), L4_FullyAccessible);
	L4_Msg_t msg;

	__atomic_fetch_or((char *)address, 0, __ATOMIC_RELAXED);
	threads[my_number()].done++;
	L4_MsgClear(&msg);
	L4_MsgAppendMapItem(&msg, L4_MapItem(page, address));
	L4_MsgLoad(&msg);
}

/* Between the look at a page and its mapping it may be taken away: then the fault comes again. */
static void serve_one(L4_MsgTag_t tag, const L4_Word_t *w)
{
	L4_Fpage_t got;

	if ((L4_SignedWord_t)tag.raw >> 20 == -ABI_PROTO_PAGEFAULT) {
		map_page(w[0] & ~(page_size - 1));
		return;
	}
	if (L4_Label(tag) == START_LABEL) {
		L4_MsgTag_t start = L4_Niltag;

		start.X.u = 2;
		L4_Set_MsgTag(start);
		L4_LoadMR(1, w[1]);
		L4_LoadMR(2, w[2]);
		L4_Send((L4_ThreadId_t){ w[0] });
	} else if (L4_Label(tag) == AREA_LABEL) {
		got = L4_Sigma0_GetAny(L4_nilthread, w[0], L4_CompleteAddressSpace);
		area = L4_IsNilFpage(got) ? 0 : L4_Address(got);
		L4_Accept(L4_UntypedWordsAcceptor);
	}
	L4_Set_MsgTag(L4_Niltag);
}

void pager(void)
{
	bool answered = false;
	L4_ThreadId_t from;
	L4_Word_t w[3];

	for (;;) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);

		relax(16);
		answered = L4_IpcSucceeded(tag);
		L4_StoreMRs(1, 3, w);
		if (answered)
			serve_one(tag, w);
	}
}
