/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control transfer items (feature "ctrlxfer") and ExchangeRegisters by pagers (feature
 * "pagerexregs").  Register 0 of the general group is the instruction pointer everywhere; nothing
 * else is assumed of the order.
 */
#include <l4/message.h>
#include <l4/space.h>
#include "test.h"

#define GENERAL_GROUP	0
#define IP_ONLY		1u
#define FAULTS_PAGE	2
#define FAULTS_EXC	5

static L4_Word_t item_word(L4_Word_t id, L4_Word_t mask, bool more)
{
	return (more ? ABI_ITEM_CONTINUED : 0) | ABI_ITEM_CTRLXFER << ABI_ITEM_TYPE_SHIFT |
	       id << ABI_CTRLXFER_ID_SHIFT | mask << ABI_CTRLXFER_MASK_SHIFT;
}

static L4_Word_t mr(int n)
{
	L4_Word_t w;

	L4_StoreMR(n, &w);
	return w;
}

static L4_Word_t bits(L4_Word_t w)
{
	L4_Word_t n = 0;

	for (; w; w &= w - 1)
		n++;
	return n;
}

/* Loads a message of one item that says where to go on. */
static void load_ip(void (*to)(void))
{
	L4_MsgTag_t tag = L4_Niltag;

	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMR(1, item_word(GENERAL_GROUP, IP_ONLY, false));
	L4_LoadMR(2, (L4_Word_t)to);
}

/* Has the kernel append the general registers to messages of both kinds of fault? */
static void configure(L4_ThreadId_t t, L4_Word_t groups)
{
	L4_LoadMR(1, item_word(FAULTS_PAGE, groups, true));
	L4_LoadMR(2, item_word(FAULTS_EXC, groups, false));
	CHECK(L4_ConfCtrlXferItems(t) != 0);
}

static volatile L4_Word_t *place;
static volatile int went;

static void finish(void)
{
	for (;;) {
		L4_Set_MsgTag(make_tag(0xd0e, 0));
		L4_Call(main_id);
	}
}

static void elsewhere(void)
{
	went = 2;
	finish();
}

static void touch_place(void)
{
	*place = 7;
	went = 1;
}

/* The message: u words, then the item with the registers; the first is the IP. */
static void check_items(L4_MsgTag_t tag, int label)
{
	CHECK_EQ((L4_SignedWord_t)tag.raw >> 20, -label);
	CHECK_EQ(L4_UntypedWords(tag), 2);
	CHECK_EQ(mr(3) & 0xfff, item_word(GENERAL_GROUP, 0, false));
	CHECK_EQ(L4_TypedWords(tag), 1 + bits(mr(3) >> ABI_CTRLXFER_MASK_SHIFT));
	CHECK(mr(3) >> ABI_CTRLXFER_MASK_SHIFT & IP_ONLY);
}

static void page_faults(void)
{
	L4_ThreadId_t t;
	L4_MsgTag_t tag;

	if (!L4_HasFeature("ctrlxfer"))
		return;
	place = (volatile L4_Word_t *)scratch((L4_Word_t)page_order);
	went = 0;
	t = thread_new(SAME_SPACE);
	configure(t, 1u << GENERAL_GROUP);
	drop_page((L4_Word_t)place);
	thread_go(t, touch_place);
	L4_Set_PagerOf(t, main_id);
	tag = L4_Receive_Timeout(t, MILLISECONDS(1000));
	REQUIRE(L4_IpcSucceeded(tag));
	check_items(tag, ABI_PROTO_PAGEFAULT);
	CHECK_EQ(mr(1), (L4_Word_t)place);
	CHECK_EQ(mr(4), mr(2));			/* IP, both ways */
	load_ip(elsewhere);			/* it need never touch that page */
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(1000))));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t, MILLISECONDS(1000))));
	CHECK_EQ(went, 2);
}

static void raise_exception(void)
{
	L4_Set_ExceptionHandler(main_id);
#ifdef CONFIG_X86
	__asm__ volatile("ud2");
#else
	__asm__ volatile("break 3");
#endif
	went = 1;
}

static void exceptions(void)
{
	L4_ThreadId_t t;
	L4_MsgTag_t tag;

	if (!L4_HasFeature("ctrlxfer"))
		return;
	went = 0;
	t = thread_new(SAME_SPACE);
	configure(t, 1u << GENERAL_GROUP);
	thread_go(t, raise_exception);
	tag = L4_Receive_Timeout(t, MILLISECONDS(1000));
	REQUIRE(L4_IpcSucceeded(tag));
	check_items(tag, ABI_PROTO_EXCEPTION);
#ifdef CONFIG_X86
	CHECK_EQ(mr(1), 6);
	CHECK_EQ(mr(2), 0);
#endif
	L4_Word_t ip = mr(4);

	CHECK(ip >= (L4_Word_t)raise_exception && ip < (L4_Word_t)raise_exception + 256);
	load_ip(elsewhere);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(1000))));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t, MILLISECONDS(1000))));
	CHECK_EQ(went, 2);
}

/* Waits for ever, taking items into its registers or as words. */
static volatile L4_Word_t accept, got[3];

static void receive(void)
{
	L4_Accept((L4_Acceptor_t){ .raw = accept });
	L4_MsgTag_t tag = L4_Receive(main_id);

	L4_Accept(L4_UntypedWordsAcceptor);
	got[0] = tag.raw;
	got[1] = mr(1);
	got[2] = mr(2);
	went = 1;
}

static void messages(void)
{
	L4_ThreadId_t t;

	if (!L4_HasFeature("ctrlxfer"))
		return;
	went = 0;
	accept = 0;
	t = thread_start(SAME_SPACE, receive);
	load_ip(elsewhere);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(1000))));
	thread_end(t);
	CHECK_EQ(went, 1);
	CHECK_EQ(got[1], item_word(GENERAL_GROUP, IP_ONLY, false));
	CHECK_EQ(got[2], (L4_Word_t)elsewhere);

	accept = ABI_ACCEPT_CTRLXFER;
	t = thread_start(SAME_SPACE, receive);
	load_ip(elsewhere);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(1000))));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t, MILLISECONDS(1000))));
	CHECK_EQ(went, 2);
	thread_kill(t);

	went = 0;		/* there is no such group: overflow on both sides */
	t = thread_start(SAME_SPACE, receive);
	load_ip(elsewhere);
	L4_LoadMR(1, item_word(77, IP_ONLY, false));
	CHECK(L4_IpcFailed(L4_Send_Timeout(t, MILLISECONDS(1000))));
	CHECK_EQ(L4_ErrorCode() & 0xf, IPC_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW));
	thread_end(t);
	CHECK(got[0] & ABI_TAG_ERROR);
}

static void read_and_write(void)
{
	L4_ThreadId_t t;
	L4_Word_t ip;

	if (!L4_HasFeature("ctrlxfer"))
		return;
	went = 0;
	accept = ABI_ACCEPT_CTRLXFER;
	t = thread_start(SAME_SPACE, receive);
	pause_for(5);
	L4_LoadMR(1, item_word(GENERAL_GROUP, IP_ONLY, false));
	L4_LoadMR(2, 1);
	CHECK(L4_ReadCtrlXferItems(t) != 0);
	ip = mr(2);
	CHECK(ip > 1);
	L4_LoadMR(1, item_word(GENERAL_GROUP, IP_ONLY, false));
	L4_LoadMR(2, (L4_Word_t)elsewhere);
	CHECK(L4_WriteCtrlXferItems(t) != 0);
	L4_LoadMR(1, item_word(GENERAL_GROUP, IP_ONLY, false));
	CHECK(L4_ReadCtrlXferItems(t) != 0);
	CHECK_EQ(mr(2), (L4_Word_t)elsewhere);
	L4_LoadMR(1, item_word(77, IP_ONLY, false));
	CHECK_EQ(L4_ReadCtrlXferItems(t), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidParam);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(1000))));
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t, MILLISECONDS(1000))));
	CHECK_EQ(went, 2);
}

/* The pager of a thread in another space is in ours. */
static void by_pager(void)
{
	L4_ThreadId_t t = thread_new(NEW_SPACE);
	L4_Word_t may = L4_HasFeature("pagerexregs") || L4_HasFeature("ctrlxfer");

	CHECK_EQ(L4_PagerOf(t).raw, may ? pager_id.raw : L4_nilthread.raw);
	if (!may)
		CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
}

static const struct test tests[] = {
	{ "page-faults", page_faults },
	{ "exceptions", exceptions },
	{ "messages", messages },
	{ "read-and-write", read_and_write },
	{ "by-pager", by_pager },
	{ },
};

const struct group ctrlxfer_group = { "ctrlxfer", "Control transfer items", tests, false };
