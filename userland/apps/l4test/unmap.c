/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unmap: what is taken back from whom, and what its status bits tell.
 */
#include <l4/space.h>
#include "mapping.h"

static L4_ThreadId_t partner;

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

/* Less than a page means the page around it; the complete fpage means all there is. */
static void unmap_small_and_all(void)
{
	for (int i = 0; i < 2; i++) {
		L4_Word_t page = marked_memory(page_order);

		partner = new_partner();
		accept_in(partner, WINDOW, page_order);
		CHECK(give(partner, fpage(page, page_order, 7), 0, false));
		CHECK_EQ(peek(partner, WINDOW), 0x1000);
		L4_UnmapFpage(i ? L4_FpageAddRights(L4_CompleteAddressSpace, 7) :
			      fpage(page + page_size / 2, ABI_FPAGE_BASE_SHIFT, 7));
		CHECK_EQ(*(volatile L4_Word_t *)page, 0x1000);
		CHECK_EQ(peek(partner, WINDOW), NO_ACCESS);
		thread_kill(partner);
	}
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
	{ "unmap-keeps-own", unmap_keeps_own },
	{ "unmap-some-rights", unmap_some_rights },
	{ "unmap-small-and-all", unmap_small_and_all },
	{ "unmap-subtree", unmap_subtree },
	{ "flush-subtree", flush_subtree },
	{ "space-dies", space_dies },
	{ "status-bits", status_bits },
	{ "unmap-list", unmap_list },
	{ "fixed-areas", fixed_areas },
	{ },
};

const struct group unmap_group = { "unmap", "Unmap", tests, false };
