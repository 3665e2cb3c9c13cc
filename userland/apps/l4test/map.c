/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Map, grant and unmap.  The main thread maps pages of its scratch memory to a partner, which says
 * what it finds there: each request to the partner is one access, under the eyes of the pager, who
 * is told to end the fault of an access that is not possible.
 */
#include <l4/space.h>
#include <l4lib/string.h>
#include "test.h"

/* Where mappings are received: an area no program has, in the partner's space and in main's own. */
#define WINDOW		0x60000000UL
#define WINDOW_LOG2	24

/* what the partner is asked to do; MR1, MR2 are arguments, the answer is in MR1 */
enum {
	RECEIVE = 1,		/* accept mappings in the window given as fpage */
	READ,
	WRITE,
	PASS_ON,		/* map the fpage MR2 with base MR3 to thread MR1 */
	UNMAP,			/* fpage, control */
};

#define NO_ACCESS	(~(L4_Word_t)0 / 3)

static L4_ThreadId_t partner;

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

static L4_Word_t ask(L4_ThreadId_t whom, L4_Word_t what, L4_Word_t a, L4_Word_t b, L4_Word_t c)
{
	L4_Set_MsgTag(make_tag(what, 3));
	L4_LoadMR(1, a);
	L4_LoadMR(2, b);
	L4_LoadMR(3, c);
	if (L4_IpcFailed(L4_Call_Timeouts(whom, MILLISECONDS(500), MILLISECONDS(200))))
		return NO_ACCESS;
	return mr(1);
}

static L4_Fpage_t fpage(L4_Word_t base, int order, L4_Word_t rights)
{
	return L4_FpageAddRights(L4_FpageLog2(base & ~(((L4_Word_t)1 << order) - 1), order), rights);
}

static L4_ThreadId_t new_partner(void)
{
	return thread_start(NEW_SPACE, serve);
}

static void accept_in(L4_ThreadId_t whom, L4_Word_t base, int order)
{
	CHECK_EQ(ask(whom, RECEIVE, fpage(base, order, 0).raw, 0, 0), 1);
}

/* Sends the item; the partner, in its loop, finds a message that asks for nothing. */
static bool give(L4_ThreadId_t whom, L4_Fpage_t f, L4_Word_t base, bool grant)
{
	load_item(f, base, grant);
	return L4_IpcSucceeded(L4_Call_Timeouts(whom, MILLISECONDS(500), MILLISECONDS(500)));
}

/*
 * The partner's access to its window: its value, or NO_ACCESS if it faults.  A partner that has
 * faulted waits for its pager's answer for good and is of no use any more.
 */
static L4_Word_t peek(L4_ThreadId_t whom, L4_Word_t address)
{
	pager_at(address, IGNORE);
	return ask(whom, READ, address, 0, 0);
}

static L4_Word_t poke(L4_ThreadId_t whom, L4_Word_t address)
{
	pager_at(address, IGNORE);
	return ask(whom, WRITE, address, 0x77, 0);
}

/* Memory with a different word at the begin of each page. */
static L4_Word_t marked_memory(int order)
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

/* ---- mapping ------------------------------------------------------------------- */

static void map_one_page(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	CHECK_EQ(poke(partner, WINDOW), 0x77);
	CHECK_EQ(*(volatile L4_Word_t *)page, 0x77);
}

static void rights_are_kept(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, L4_Readable), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	CHECK_EQ(poke(partner, WINDOW), NO_ACCESS);
	CHECK_EQ(pager_hits, 1);
	CHECK(pager_last_tag >> 16 & L4_Writable);
	CHECK_EQ(*(volatile L4_Word_t *)page, 0x1000);
}

/* A second mapping of the same page adds rights. */
static void rights_are_extended(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, L4_Readable), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	CHECK(give(partner, fpage(page, page_order, L4_ReadWriteOnly), 0, false));
	CHECK_EQ(poke(partner, WINDOW), 0x77);
}

/* Nobody passes on rights he does not have. */
static void rights_are_limited(void)
{
	L4_Word_t page = marked_memory(page_order);
	L4_ThreadId_t third = new_partner();

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	accept_in(third, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, L4_Readable), 0, false));
	CHECK_EQ(ask(partner, PASS_ON, third.raw, fpage(WINDOW, page_order, 7).raw, 0), 1);
	CHECK_EQ(peek(third, WINDOW), 0x1000);
	CHECK_EQ(poke(third, WINDOW), NO_ACCESS);
}

/* Another page at the same place replaces the first. */
static void over_mapping(void)
{
	L4_Word_t pages = marked_memory(page_order + 1);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(pages, page_order, 7), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	CHECK(give(partner, fpage(pages + page_size, page_order, L4_Readable), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1001);
	CHECK_EQ(poke(partner, WINDOW), NO_ACCESS);
}

static void no_window(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	CHECK(!give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW));
}

/* A window larger than what is sent: the send base says where. */
static void window_larger(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order + 3);
	CHECK(give(partner, fpage(page, page_order, 7), 5 * page_size, false));
	CHECK_EQ(peek(partner, WINDOW + 5 * page_size), 0x1000);
	CHECK_EQ(peek(partner, WINDOW + 4 * page_size), NO_ACCESS);
}

/* A smaller one: the base says which part is sent. */
static void window_smaller(void)
{
	L4_Word_t pages = marked_memory(page_order + 3);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order + 1);
	CHECK(give(partner, fpage(pages, page_order + 3, 7), 4 * page_size, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1004);
	CHECK_EQ(peek(partner, WINDOW + page_size), 0x1005);
	CHECK_EQ(peek(partner, WINDOW + 2 * page_size), NO_ACCESS);
}

/* Pages the sender has not got are skipped. */
static void holes(void)
{
	L4_Word_t pages = marked_memory(page_order + 2);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order + 2);
	L4_Flush(fpage(pages + 2 * page_size, page_order, 7));
	CHECK(give(partner, fpage(pages, page_order + 2, 7), 0, false));
	CHECK_EQ(peek(partner, WINDOW + page_size), 0x1001);
	CHECK_EQ(peek(partner, WINDOW + 3 * page_size), 0x1003);
	CHECK_EQ(peek(partner, WINDOW + 2 * page_size), NO_ACCESS);
}

/* All page sizes of the machine that there is memory for, by their last page. */
static void large_pages(void)
{
	L4_Word_t sizes = L4_PageSizeMask(kip);

	for (int order = page_order; order <= WINDOW_LOG2; order++) {
		L4_Word_t base;

		if (!(sizes >> order & 1))
			continue;
		base = marked_memory(order);
		REQUIRE(base);
		partner = new_partner();
		accept_in(partner, WINDOW, order);
		CHECK(give(partner, fpage(base, order, 7), 0, false));
		CHECK_EQ(peek(partner, WINDOW), 0x1000);
		CHECK_EQ(peek(partner, WINDOW + ((L4_Word_t)1 << order) - page_size),
			 0x1000 + ((L4_Word_t)1 << order) / page_size - 1);
		/* A part may be taken back, though more may go with it. */
		L4_UnmapFpage(fpage(base + ((L4_Word_t)1 << order) - page_size, page_order, 7));
		CHECK_EQ(peek(partner, WINDOW + ((L4_Word_t)1 << order) - page_size), NO_ACCESS);
		thread_kill(partner);
	}
}

/* ---- granting -------------------------------------------------------------------- */

/* Main's mapping, with those that came from it, goes over to the second partner. */
static void grant(void)
{
	L4_Word_t page = marked_memory(page_order);
	L4_ThreadId_t second = new_partner();

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	accept_in(second, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK(give(second, fpage(page, page_order, 7), 0, true));
	CHECK_EQ(peek(second, WINDOW), 0x1000);
	/* What main had mapped from there still is. */
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	/* The second one has main's place in the tree: unmapping takes the partner's mapping. */
	ask(second, UNMAP, fpage(WINDOW, page_order, 7).raw, 0, 0);
	CHECK_EQ(peek(second, WINDOW), 0x1000);
	CHECK_EQ(peek(partner, WINDOW), NO_ACCESS);
}

/* ---- unmapping ------------------------------------------------------------------- */

static void unmap_keeps_own(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	L4_UnmapFpage(fpage(page, page_order, 7));
	CHECK_EQ(*(volatile L4_Word_t *)page, 0x1000);
	CHECK_EQ(peek(partner, WINDOW), NO_ACCESS);
}

static void unmap_some_rights(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(poke(partner, WINDOW), 0x77);
	L4_UnmapFpage(fpage(page, page_order, L4_Writable));
	CHECK_EQ(peek(partner, WINDOW), 0x77);
	CHECK_EQ(poke(partner, WINDOW), NO_ACCESS);
	*(volatile L4_Word_t *)page = 1;
}

/* Along a chain of spaces, each of which got the page from the one before. */
#define CHAIN	6

static L4_ThreadId_t chain[CHAIN];

static L4_Word_t make_chain(void)
{
	L4_Word_t page = marked_memory(page_order);

	for (int i = 0; i < CHAIN; i++) {
		chain[i] = new_partner();
		accept_in(chain[i], WINDOW, page_order);
		if (i == 0)
			CHECK(give(chain[0], fpage(page, page_order, 7), 0, false));
		else
			CHECK_EQ(ask(chain[i - 1], PASS_ON, chain[i].raw,
				     fpage(WINDOW, page_order, 7).raw, 0), 1);
		CHECK_EQ(peek(chain[i], WINDOW), 0x1000);
	}
	return page;
}

static void unmap_subtree(void)
{
	make_chain();
	/* The third one takes it from those behind it. */
	ask(chain[2], UNMAP, fpage(WINDOW, page_order, 7).raw, 0, 0);
	for (int i = 0; i < CHAIN; i++)
		CHECK_EQ(peek(chain[i], WINDOW), i <= 2 ? 0x1000 : NO_ACCESS);
}

static void flush_subtree(void)
{
	make_chain();
	ask(chain[2], UNMAP, fpage(WINDOW, page_order, 7).raw, ABI_UNMAP_FLUSH, 0);
	for (int i = 0; i < CHAIN; i++)
		CHECK_EQ(peek(chain[i], WINDOW), i < 2 ? 0x1000 : NO_ACCESS);
}

static void space_dies(void)
{
	make_chain();
	thread_kill(chain[2]);
	for (int i = 0; i < CHAIN; i++)
		if (i != 2)
			CHECK_EQ(peek(chain[i], WINDOW), i < 2 ? 0x1000 : NO_ACCESS);
}

/* ---- status bits ------------------------------------------------------------------ */

static L4_Word_t status(L4_Word_t page)
{
	return L4_Rights(L4_GetStatus(fpage(page, page_order, 0)));
}

static void status_bits(void)
{
	L4_Word_t page = marked_memory(page_order);

	partner = new_partner();
	accept_in(partner, WINDOW, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	status(page);
	CHECK_EQ(status(page), 0);
	CHECK_EQ(peek(partner, WINDOW), 0x1000);
	CHECK_EQ(status(page) & (ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN),
		 ABI_STATUS_REFERENCED);
	CHECK_EQ(status(page), 0);
	CHECK_EQ(poke(partner, WINDOW), 0x77);
	CHECK_EQ(status(page) & (ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN),
		 ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN);
	/* One's own accesses count only when one's own mapping is asked about. */
	*(volatile L4_Word_t *)page = 5;
	CHECK_EQ(status(page), 0);
	CHECK(L4_WasWritten(L4_Flush(fpage(page, page_order, 0))));
	CHECK_EQ(*(volatile L4_Word_t *)page, 5);
}

/* Many fpages in one call. */
static void unmap_list(void)
{
	L4_Word_t pages = marked_memory(page_order + 6);
	L4_Fpage_t list[64];

	partner = new_partner();
	accept_in(partner, WINDOW, page_order + 6);
	CHECK(give(partner, fpage(pages, page_order + 6, 7), 0, false));
	for (L4_Word_t i = 0; i < 64; i++)
		list[i] = fpage(pages + i * page_size, page_order, 7);
	status(pages);
	CHECK_EQ(peek(partner, WINDOW + 63 * page_size), 0x103f);
	L4_UnmapFpages(63, list);
	CHECK_EQ(peek(partner, WINDOW + 63 * page_size), 0x103f);
	L4_UnmapFpages(64, list);
	CHECK(L4_WasReferenced(list[63]));
	CHECK_EQ(L4_Address(list[63]), pages + 63 * page_size);
	CHECK_EQ(peek(partner, WINDOW + 63 * page_size), NO_ACCESS);
}

/* UTCB and KIP areas take no mappings and give none. */
static void fixed_areas(void)
{
	L4_Word_t page = marked_memory(page_order);
	L4_Word_t utcb = L4_Address(utcb_area());

	partner = new_partner();
	accept_in(partner, WINDOW, WINDOW_LOG2);
	CHECK(give(partner, fpage(utcb, page_order, 7), 0, false));
	CHECK(give(partner, fpage((L4_Word_t)kip, page_order, 7), page_size, false));
	accept_in(partner, (L4_Word_t)kip, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(peek(partner, (L4_Word_t)kip) & 0xffffffff, L4_MAGIC & 0xffffffff);
	accept_in(partner, utcb, page_order);
	CHECK(give(partner, fpage(page, page_order, 7), 0, false));
	CHECK_EQ(peek(partner, WINDOW), NO_ACCESS);
}

static const struct test tests[] = {
	{ "map-one-page", map_one_page },
	{ "rights-are-kept", rights_are_kept },
	{ "rights-are-extended", rights_are_extended },
	{ "rights-are-limited", rights_are_limited },
	{ "over-mapping", over_mapping },
	{ "no-window", no_window },
	{ "window-larger", window_larger },
	{ "window-smaller", window_smaller },
	{ "holes", holes },
	{ "large-pages", large_pages },
	{ "grant", grant },
	{ "unmap-keeps-own", unmap_keeps_own },
	{ "unmap-some-rights", unmap_some_rights },
	{ "unmap-subtree", unmap_subtree },
	{ "flush-subtree", flush_subtree },
	{ "space-dies", space_dies },
	{ "status-bits", status_bits },
	{ "unmap-list", unmap_list },
	{ "fixed-areas", fixed_areas },
	{ },
};

const struct group map_group = { "map", "Map, grant, unmap", tests, false };
