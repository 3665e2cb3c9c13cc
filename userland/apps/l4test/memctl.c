/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MemoryControl: which attributes there are, what privilege it wants, and that pages keep their
 * contents through it, the caller's own and what others got from them.
 */
#include <l4/arch.h>
#include <l4/message.h>
#include <l4/misc.h>
#include <l4/sigma0.h>
#include <l4/space.h>
#include "test.h"

#define LARGE_ORDER	21

#define FAILS_WITH(call, code)						\
	do {								\
		CHECK_EQ((call), 0);					\
		CHECK_EQ(L4_ErrorCode(), (code));			\
	} while (0)

static L4_Fpage_t page_at(L4_Word_t address)
{
	return L4_FpageLog2(address, page_order);
}

static void values(void)
{
	L4_Fpage_t page = page_at(scratch((L4_Word_t)page_order));

#ifdef CONFIG_X86
	static const L4_Word_t good[] = { 1, 2, 3, 4, 5, 8, 0 }, bad[] = { 6, 7, 9, 10, 11, ~0UL };
#else
	static const L4_Word_t good[] = { 1, 2, 3, 4, 0 }, bad[] = { 6, 7, 28, 100 };
#endif
	for (unsigned i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK_EQ(L4_Set_PageAttribute(page, good[i]), 1);
	for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		FAILS_WITH(L4_Set_PageAttribute(page, bad[i]), L4_ErrInvalidParam);
	/* nobody asks what a nil page's would be, nor one that no page selects */
	CHECK_EQ(L4_Set_PageAttribute(L4_Nilpage, 6), 1);
	L4_Word_t attributes[4] = { 6, 4, 6, 0 };
	L4_Fpage_t pages[2] = { page, page };

	pages[0].raw |= 1;
	pages[1].raw |= 3;
	CHECK_EQ(L4_Set_PageAttributes(2, pages, attributes), 1);
	FAILS_WITH(L4_MemoryControl(64, attributes), L4_ErrInvalidParam);
}

static volatile L4_Word_t result, code;

static void set_without_privilege(void)
{
	result = L4_Set_PageAttribute(page_at(0x400000), 0);
	code = L4_ErrorCode();
}

static void privilege(void)
{
	thread_end(thread_start(NEW_SPACE, set_without_privilege));
	CHECK_EQ(result, 0);
	CHECK_EQ(code, L4_ErrNoPrivilege);
}

static volatile L4_Word_t *shared;

static void add_one(void)
{
	for (L4_Word_t i = 0; i < 16; i++)
		shared[i]++;
}

/* Somebody else got the page before, and writes it after: both see the same memory. */
static void derived(void)
{
	L4_ThreadId_t before;

	shared = (volatile L4_Word_t *)scratch((L4_Word_t)page_order);
	for (L4_Word_t i = 0; i < 16; i++)
		shared[i] = i;
	for (L4_Word_t attribute = 0; attribute < 5; attribute++) {
		before = thread_start(NEW_SPACE, add_one);
		thread_end(before);
		CHECK_EQ(L4_Set_PageAttribute(page_at((L4_Word_t)shared), attribute), 1);
		for (L4_Word_t i = 0; i < 16; i++)
			CHECK_EQ(shared[i], i + 1 + attribute);
		thread_kill(before);
	}
	CHECK_EQ(L4_Set_PageAttribute(page_at((L4_Word_t)shared), 0), 1);
}

/* A large page, of which a part is asked for: all of it changes, nothing is lost. */
static void large(void)
{
	L4_Word_t base = scratch(LARGE_ORDER);
	L4_Word_t step = (L4_Word_t)1 << 16, size = (L4_Word_t)1 << LARGE_ORDER;

	if (!base)
		return;
	for (L4_Word_t at = 0; at < size; at += step)
		*(volatile L4_Word_t *)(base + at) = at;
#ifdef CONFIG_X86
	CHECK_EQ(L4_Set_PageAttribute(L4_FpageLog2(base, LARGE_ORDER), L4_WriteProtectedMemory), 1);
	CHECK_EQ(L4_Set_PageAttribute(page_at(base + step), L4_WriteCombiningMemory), 1);
#endif
	for (L4_Word_t at = 0; at < size; at += step)
		CHECK_EQ(*(volatile L4_Word_t *)(base + at), at);
	CHECK_EQ(L4_Set_PageAttribute(L4_FpageLog2(base, LARGE_ORDER), 0), 1);
	for (L4_Word_t at = 0; at < size; at += step)
		CHECK_EQ(*(volatile L4_Word_t *)(base + at), at);
}

static L4_Word_t target[4];

static void receive_string(void)
{
	L4_StringItem_t item = L4_StringItem(sizeof(target), target);
	L4_MsgBuffer_t buffer;

	L4_MsgBufferClear(&buffer);
	L4_MsgBufferAppendSimpleRcvString(&buffer, item);
	L4_AcceptStrings(L4_StringItemsAcceptor, &buffer);
	L4_Receive(main_id);
}

/* The kernel copies out of the page, which it reaches in its own way. */
static void copied(void)
{
	L4_Word_t base = scratch(LARGE_ORDER), offset = (L4_Word_t)5 << page_order;
	volatile L4_Word_t *words = (volatile L4_Word_t *)(base + offset);
	L4_ThreadId_t to;
	L4_Msg_t msg;

	if (!base)
		return;
	for (L4_Word_t i = 0; i < 4; i++)
		words[i] = 0xc0de + i;
	CHECK_EQ(L4_Set_PageAttribute(L4_FpageLog2(base, LARGE_ORDER), 4), 1);
	to = thread_start(SAME_SPACE, receive_string);
	L4_MsgClear(&msg);
	L4_MsgAppendSimpleStringItem(&msg, L4_StringItem(sizeof(target), (void *)words));
	L4_MsgLoad(&msg);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(to, MILLISECONDS(1000))));
	thread_end(to);
	for (L4_Word_t i = 0; i < 4; i++)
		CHECK_EQ(target[i], 0xc0de + i);
	CHECK_EQ(L4_Set_PageAttribute(L4_FpageLog2(base, LARGE_ORDER), 0), 1);
}

/* sigma0 sets the attribute of what it gives, before it has touched it itself. */
static void from_sigma0(void)
{
	L4_Fpage_t page;
	L4_Msg_t msg;

	for (L4_Word_t attribute = 0; attribute < 7; attribute += 3) {
		L4_Accept(L4_MapGrantItems(L4_CompleteAddressSpace));
		L4_MsgClear(&msg);
		L4_MsgAppendWord(&msg, L4_FpageLog2(~(L4_Word_t)0 << 10, page_order).raw | ~0UL << 10);
		L4_MsgAppendWord(&msg, attribute);
		L4_Set_MsgLabel(&msg, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_SIGMA0));
		L4_MsgLoad(&msg);
		CHECK(L4_IpcSucceeded(L4_Call(L4_GlobalId(L4_ThreadIdUserBase(kip), 1))));
		L4_Accept(L4_UntypedWordsAcceptor);
		L4_StoreMR(2, &page.raw);
		CHECK_EQ(L4_IsNilFpage(page), attribute == 6);
		if (attribute == 6)
			continue;
		*(volatile L4_Word_t *)L4_Address(page) = 0xabc;
		CHECK_EQ(*(volatile L4_Word_t *)L4_Address(page), 0xabc);
	}
}

static const struct test tests[] = {
	{ "values", values },
	{ "privilege", privilege },
	{ "derived", derived },
	{ "large", large },
	{ "copied", copied },
	{ "from-sigma0", from_sigma0 },
	{ },
};

const struct group memctl_group = { "memctl", "Memory attributes", tests, false };
