/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Map and grant: what arrives where, with which rights.
 */
#include <l4/space.h>
#include "mapping.h"

static L4_ThreadId_t partner;

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
	{ },
};

const struct group map_group = { "map", "Map and grant", tests, false };
