/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partners of the mapping tests (mapping.h).  Each request to a partner is one access, under
 * the eyes of the pager, who is told to leave the fault of an access that is not possible.
 */
#include <l4/space.h>
#include "mapping.h"

/* ---- the partner ------------------------------------------------------------ */

static L4_Word_t mr(int i)
{
	L4_Word_t w;

	L4_StoreMR(i, &w);
	return w;
}

static void load_item(L4_Fpage_t f, L4_Word_t base, bool grant)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	if (grant)
		L4_MsgAppendGrantItem(&msg, L4_GrantItem(f, base));
	else
		L4_MsgAppendMapItem(&msg, L4_MapItem(f, base));
	L4_MsgLoad(&msg);
}

static void answer(L4_Word_t w)
{
	L4_Set_MsgTag(make_tag(0, 1));
	L4_LoadMR(1, w);
}

/* Leaves the answer in the MRs. */
static void obey(L4_Word_t what, L4_Word_t a, L4_Word_t b, L4_Word_t c)
{
	switch (what) {
	case RECEIVE:
		L4_Accept(L4_MapGrantItems((L4_Fpage_t){ a }));
		answer(1);
		break;
	case READ:
		answer(*(volatile L4_Word_t *)a);
		break;
	case WRITE:
		*(volatile L4_Word_t *)a = b;
		answer(b);
		break;
	case PASS_ON:
		load_item((L4_Fpage_t){ b }, c, false);
		answer(L4_IpcSucceeded(L4_Send((L4_ThreadId_t){ a })));
		break;
	case UNMAP:
		L4_LoadMR(0, a);
		L4_Unmap(b);
		answer(mr(0));
		break;
	default:
		answer(0);
	}
}

/* Main wants answers; a partner who passes on a mapping doesn't, and would answer them in turn. */
static void serve(void)
{
	bool answered = false;
	L4_ThreadId_t from;

	for (;;) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);

		answered = L4_IpcSucceeded(tag) && L4_IsThreadEqual(from, main_id);
		if (answered)
			obey(L4_Label(tag), mr(1), mr(2), mr(3));
	}
}

/* ---- the main thread's side --------------------------------------------------- */

L4_Word_t ask(L4_ThreadId_t whom, L4_Word_t what, L4_Word_t a, L4_Word_t b, L4_Word_t c)
{
	L4_Set_MsgTag(make_tag(what, 3));
	L4_LoadMR(1, a);
	L4_LoadMR(2, b);
	L4_LoadMR(3, c);
	if (L4_IpcFailed(L4_Call_Timeouts(whom, MILLISECONDS(500), MILLISECONDS(200))))
		return NO_ACCESS;
	return mr(1);
}

L4_Fpage_t fpage(L4_Word_t base, int order, L4_Word_t rights)
{
	base &= ~(((L4_Word_t)1 << order) - 1);
	return L4_FpageAddRights(L4_FpageLog2(base, order), rights);
}

L4_ThreadId_t new_partner(void)
{
	return thread_start(NEW_SPACE, serve);
}

void accept_in(L4_ThreadId_t whom, L4_Word_t base, int order)
{
	CHECK_EQ(ask(whom, RECEIVE, fpage(base, order, 0).raw, 0, 0), 1);
}

/* Sends the item; the partner, in its loop, finds a message that asks for nothing. */
bool give(L4_ThreadId_t whom, L4_Fpage_t f, L4_Word_t base, bool grant)
{
	load_item(f, base, grant);
	return L4_IpcSucceeded(L4_Call_Timeouts(whom, MILLISECONDS(500), MILLISECONDS(500)));
}

L4_Word_t peek(L4_ThreadId_t whom, L4_Word_t address)
{
	pager_at(address, IGNORE);
	return ask(whom, READ, address, 0, 0);
}

L4_Word_t poke(L4_ThreadId_t whom, L4_Word_t address)
{
	pager_at(address, IGNORE);
	return ask(whom, WRITE, address, 0x77, 0);
}

L4_Word_t marked_memory(int order)
{
	L4_Word_t base = scratch((L4_Word_t)order);

	if (!base) {
		test_failed(__FILE__, __LINE__, "no scratch memory");
		return 0;
	}
	for (L4_Word_t i = 0; i < (L4_Word_t)1 << order; i += page_size)
		*(L4_Word_t *)(base + i) = 0x1000 + i / page_size;
	return base;
}
