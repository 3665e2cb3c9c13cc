/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Typed items at their edges (ipc sheets 3, 12): what arrives of them in the message, items that
 * carry nothing, bits that mean nothing; and what a fault message leaves alone.
 */
#include <l4/message.h>
#include <l4lib/string.h>
#include "mapping.h"

#define ITEM_WORDS	2
#define UNTOUCHED	0x5a5a
#define SMALL_ORDER	ABI_FPAGE_BASE_SHIFT

static L4_ThreadId_t receiver;
static bool accept_maps;
static L4_Word_t got_tag, got[2 * ITEM_WORDS];
static char source[64], target[64];

/* Receives one message from the main thread, with room for a page and a string. */
static void receive_once(void)
{
	L4_MsgBuffer_t buffer;
	L4_Acceptor_t acceptor = L4_StringItemsAcceptor;

	if (accept_maps)
		acceptor = L4_AddAcceptor(acceptor,
					  L4_MapGrantItems(fpage(WINDOW, page_order, 0)));
	L4_MsgBufferClear(&buffer);
	L4_MsgBufferAppendSimpleRcvString(&buffer, L4_StringItem(sizeof(target), target));
	L4_AcceptStrings(acceptor, &buffer);
	for (int i = 1; i <= 2 * ITEM_WORDS; i++)
		L4_LoadMR(i, UNTOUCHED);
	got_tag = L4_Receive(main_id).raw;
	L4_StoreMRs(1, 2 * ITEM_WORDS, got);
}

/* Sends two items of two words each; what came is in got. */
static bool send_items(bool maps, L4_Word_t *items)
{
	L4_MsgTag_t tag = make_tag(0, 0);

	accept_maps = maps;
	memset(target, 0, sizeof(target));
	receiver = thread_start(NEW_SPACE, receive_once);
	tag.X.t = 2 * ITEM_WORDS;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, 2 * ITEM_WORDS, items);
	tag = L4_Send_Timeout(receiver, MILLISECONDS(1000));
	thread_end(receiver);
	thread_kill(receiver);
	return L4_IpcSucceeded(tag);
}

static void check_words(const L4_Word_t *items)
{
	CHECK_EQ(got_tag & ABI_TAG_ERROR, 0);
	for (unsigned i = 0; i < 2 * ITEM_WORDS; i++)
		CHECK_EQ(got[i], items[i]);
}

#define MAP_WORD	((L4_Word_t)ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT)

/* Nilpage, and less than a page: nothing happens, and the message says what was sent. */
static void carry_nothing(void)
{
	L4_Word_t page = marked_memory(page_order);
	L4_Word_t items[] = {
		MAP_WORD, 0, MAP_WORD | 0x1000, fpage(page, SMALL_ORDER, 7).raw,
	};

	CHECK(send_items(true, items));
	check_words(items);
}

/* Without a window a map item is refused, and does not arrive. */
static void refused(void)
{
	L4_Word_t items[] = {
		MAP_WORD, fpage(marked_memory(page_order), page_order, 7).raw, MAP_WORD, 0,
	};

	CHECK(!send_items(false, items));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW));
	CHECK(got_tag & ABI_TAG_ERROR);
	for (unsigned i = 0; i < 2 * ITEM_WORDS; i++)
		CHECK_EQ(got[i], UNTOUCHED);
}

/* C says nothing in what is sent, and any hint about caches will do. */
static void bits_without_meaning(void)
{
	L4_Word_t page = marked_memory(page_order);

	for (L4_Word_t hint = 0; hint < 4; hint++)
		for (L4_Word_t c = 0; c < 2; c++) {
			L4_Word_t items[] = {
				sizeof(source) << ABI_STRING_LENGTH_SHIFT |
					hint << ABI_ITEM_TYPE_SHIFT | c,
				(L4_Word_t)source,
				MAP_WORD | c, fpage(page, page_order, L4_Readable).raw,
			};

			memset(source, 'a' + (int)hint, sizeof(source));
			CHECK(send_items(true, items));
			check_words(items);
			CHECK(!memcmp(source, target, sizeof(source)));
		}
}

/* ---- a grant of more than fits -------------------------------------------------------------- */

#define ALL_ORDER	(page_order + 2)
#define ELSEWHERE	(WINDOW + 0x100000)

static L4_ThreadId_t heir;

static void send_one(bool grant)
{
	L4_Fpage_t all = fpage(WINDOW, ALL_ORDER, 7);
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	if (grant)
		L4_MsgAppendGrantItem(&msg, L4_GrantItem(all, 2 * page_size));
	else
		L4_MsgAppendMapItem(&msg, L4_MapItem(all, 0));
	L4_MsgLoad(&msg);
	CHECK(L4_IpcSucceeded(L4_Send(heir)));
}

static void granter(void)
{
	L4_Accept(L4_MapGrantItems(fpage(WINDOW, ALL_ORDER, 0)));
	CHECK(L4_IpcSucceeded(L4_Receive(main_id)));
	L4_Set_MsgTag(L4_Niltag);
	L4_Send(main_id);
	send_one(true);
	CHECK(L4_IpcSucceeded(L4_Receive(main_id)));
	send_one(false);		/* of what is left: nothing */
}

/* The heir has room for one page of four; the granter has lost all of them nevertheless. */
static void grant_of_more(void)
{
	L4_Word_t pages = marked_memory(ALL_ORDER);
	L4_ThreadId_t owner = thread_start(NEW_SPACE, granter);

	heir = new_partner();
	accept_in(heir, WINDOW, page_order);
	CHECK(give(owner, fpage(pages, ALL_ORDER, 7), 0, false));
	pause_for(5);
	CHECK_EQ(peek(heir, WINDOW), 0x1002);
	accept_in(heir, ELSEWHERE, ALL_ORDER);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(owner, MILLISECONDS(100))));
	thread_end(owner);
	CHECK_EQ(peek(heir, WINDOW), 0x1002);
	CHECK_EQ(peek(heir, ELSEWHERE + page_size), NO_ACCESS);
}

/* ---- fault messages --------------------------------------------------------------------------- */

static L4_Word_t fault_page;

static void fault_with_full_registers(void)
{
	L4_Word_t brs[__L4_NUM_BRS], w, error;

	L4_Set_MsgTag(L4_Niltag);
	L4_Send_Timeout(unused_id(), L4_ZeroTime);
	error = L4_ErrorCode();
	CHECK_EQ(error, IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	for (L4_Word_t i = 0; i < __L4_NUM_BRS; i++)
		brs[i] = 0x400 + 16 * i;
	L4_LoadBRs(0, __L4_NUM_BRS, brs);
	L4_Set_VirtualSender(L4_GlobalId(0x123, 45));
	L4_Set_XferTimeouts(0x12345678);
	L4_Set_UserDefinedHandle(0x77);
	*(volatile L4_Word_t *)fault_page = 1;
	for (int i = 0; i < __L4_NUM_BRS; i++) {
		L4_StoreBR(i, &w);
		CHECK_EQ(w, brs[i]);
	}
	CHECK_EQ(L4_ErrorCode(), error);
	CHECK_EQ(L4_ActualSender().raw, L4_GlobalId(0x123, 45).raw);
	CHECK_EQ(L4_XferTimeouts(), 0x12345678);
	CHECK_EQ(L4_UserDefinedHandle(), 0x77);
	L4_LoadBR(0, 0);
	L4_Set_XferTimeouts(0);
}

/* Page fault messages use registers of the thread's, and leave them as they were. */
static void faults_leave_registers(void)
{
	fault_page = marked_memory(page_order);
	REQUIRE(fault_page);
	pager_at(fault_page + 8, SERVE);
	thread_end(thread_start(NEW_SPACE, fault_with_full_registers));
	CHECK_EQ(pager_hits, 1);
}

static const struct test tests[] = {
	{ "carry-nothing", carry_nothing },
	{ "refused", refused },
	{ "bits-without-meaning", bits_without_meaning },
	{ "grant-of-more", grant_of_more },
	{ "faults-leave-registers", faults_leave_registers },
	{ },
};

const struct group items_group = { "items", "Typed items at their edges", tests, false };
