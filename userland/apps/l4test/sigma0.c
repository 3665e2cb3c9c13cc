/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigma0's protocol, as its clients see it.
 */
#include <l4/sigma0.h>
#include <l4/space.h>
#include "test.h"

static L4_ThreadId_t sigma0(void)
{
	return L4_GlobalId(L4_ThreadIdUserBase(kip), 1);
}

/* Sends a request; the answer is in the MRs. */
static L4_MsgTag_t request(L4_Word_t proto, L4_Word_t mr1, L4_Word_t mr2)
{
	L4_Set_MsgTag(make_tag((L4_Word_t)ABI_PROTO_LABEL(proto), 2));
	L4_LoadMR(1, mr1);
	L4_LoadMR(2, mr2);
	return L4_Call_Timeouts(sigma0(), MILLISECONDS(1000), MILLISECONDS(1000));
}

static L4_MapItem_t item(void)
{
	L4_MapItem_t m;

	L4_StoreMRs(1, 2, m.raw);
	return m;
}

static L4_Word_t page_of(L4_Word_t address)
{
	return L4_FpageAddRights(L4_FpageLog2(address, page_order), L4_ReadWriteOnly).raw;
}

static L4_Word_t own_page(void)
{
	L4_Fpage_t f = L4_Sigma0_GetAny(L4_nilthread, (L4_Word_t)page_order,
					L4_CompleteAddressSpace);

	return L4_IsNilFpage(f) ? 0 : L4_Address(f);
}

static void memory_request(void)
{
	L4_Word_t page = own_page();
	L4_MsgTag_t tag;

	REQUIRE(page);
	L4_Accept(L4_MapGrantItems(L4_CompleteAddressSpace));
	/* Asking again for one's own is allowed. */
	tag = request(ABI_PROTO_SIGMA0, page_of(page), 0);
	CHECK_EQ(tag.raw, 2 << ABI_TAG_T_SHIFT);
	CHECK(L4_IsMapItem(item()));
	CHECK_EQ(L4_MapItemSndBase(item()), page);
	CHECK_EQ(L4_MapItemSndFpage(item()).raw, page_of(page) | L4_FullyAccessible);
	*(volatile L4_Word_t *)page = 1;
}

static void phony_send(void)
{
	L4_Set_MsgTag(make_tag(0, 2));
	L4_LoadMRs(1, 2, (L4_Word_t[2]){ 0, 0 });
	CHECK(L4_IpcFailed(L4_Call_Timeouts(sigma0(), L4_Never, MILLISECONDS(1000))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	/* A request with another number of words is none either. */
	L4_Set_MsgTag(make_tag((L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_SIGMA0), 1));
	CHECK(L4_IpcFailed(L4_Call_Timeouts(sigma0(), L4_Never, MILLISECONDS(100))));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
}

static void phony_receive(void)
{
	L4_Word_t page = own_page();
	L4_MsgTag_t tag;

	REQUIRE(page);
	L4_Accept(L4_UntypedWordsAcceptor);
	tag = request(ABI_PROTO_SIGMA0, page_of(page), 0);
	CHECK(L4_IpcFailed(tag) || L4_IsNilFpage(L4_MapItemSndFpage(item())));
	/* sigma0 is still there. */
	CHECK(own_page() != 0);
}

static void refusals(void)
{
	static const L4_Word_t orders[] = { 1, 3, 9, 63 };

	L4_Accept(L4_MapGrantItems(L4_CompleteAddressSpace));
	for (unsigned i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		L4_MsgTag_t tag = request(ABI_PROTO_SIGMA0,
					  L4_FpageLog2(0, (int)orders[i]).raw, 0);

		CHECK_EQ(tag.raw, 2 << ABI_TAG_T_SHIFT);
		CHECK(L4_IsMapItem(item()));
		CHECK(L4_IsNilFpage(L4_MapItemSndFpage(item())));
	}
}

static void any_are_disjoint(void)
{
	L4_Word_t pages[16];

	for (unsigned i = 0; i < 16; i++) {
		pages[i] = own_page();
		CHECK(pages[i] != 0);
		for (unsigned k = 0; k < i; k++)
			CHECK(pages[i] != pages[k]);
	}
}

static void large_pages(void)
{
	for (int order = page_order; order <= page_order + 6; order++) {
		L4_Fpage_t f = L4_Sigma0_GetAny(L4_nilthread, (L4_Word_t)order,
						L4_CompleteAddressSpace);

		CHECK(!L4_IsNilFpage(f));
		CHECK_EQ(L4_SizeLog2(f), order);
		CHECK_EQ(f.raw >> page_order << page_order & (((L4_Word_t)1 << order) - 1), 0);
		*(volatile L4_Word_t *)(L4_Address(f) + L4_Size(f) - sizeof(L4_Word_t)) = 1;
	}
}

/* What one thread owns, another is refused, though they share a space. */
static L4_Word_t wanted;
static L4_Fpage_t got;

static void ask_for_wanted(void)
{
	L4_Fpage_t f = L4_FpageAddRights(L4_FpageLog2(wanted, page_order), L4_FullyAccessible);

	got = L4_Sigma0_GetPage(sigma0(), f);
}

static void owned_by_thread(void)
{
	wanted = own_page();
	REQUIRE(wanted);
	got.raw = 1;
	thread_end(thread_start(SAME_SPACE, ask_for_wanted));
	CHECK(L4_IsNilFpage(got));
}

static void pool_dump(void)
{
	L4_MsgTag_t tag = request(ABI_PROTO_SIGMA0_EXT, 2, 1);

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, 0);
}

/*
 * How much it says on its console is the root task's to choose.  There is no answer to that; what it
 * then says the boot test sees.
 */
static void set_verbosity(L4_Word_t level)
{
	L4_Set_MsgTag(make_tag((L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_SIGMA0_EXT), 2));
	L4_LoadMR(1, 1);
	L4_LoadMR(2, level);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(sigma0(), MILLISECONDS(1000))));
}

static void silence(void)
{
	set_verbosity(0);
}

static void verbosity(void)
{
	set_verbosity(1);
	L4_Set_MsgTag(make_tag((L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_SIGMA0_EXT), 2));
	L4_LoadMR(1, 1);
	L4_LoadMR(2, 1);
	CHECK(L4_IpcFailed(L4_Call_Timeouts(sigma0(), MILLISECONDS(1000), MILLISECONDS(10))));
	CHECK(own_page() != 0);
	CHECK(L4_IsNilFpage(L4_Sigma0_GetPage(L4_nilthread, L4_FpageLog2(0, 5))));
	thread_end(thread_start(SAME_SPACE, silence));	/* not the root task's thread: ignored */
	CHECK(own_page() != 0);
	set_verbosity(0);
	CHECK(own_page() != 0);
}

static const struct test tests[] = {
	{ "memory-request", memory_request },
	{ "phony-send", phony_send },
	{ "phony-receive", phony_receive },
	{ "refusals", refusals },
	{ "any-are-disjoint", any_are_disjoint },
	{ "large-pages", large_pages },
	{ "owned-by-thread", owned_by_thread },
	{ "pool-dump", pool_dump },
	{ "verbosity", verbosity },
	{ },
};

const struct group sigma0_group = { "sigma0", "sigma0's protocol", tests, false };
