/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * <l4/message.h>: tags, items, messages, acceptors, receive buffers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <l4/ipc.h>
#include "machine.h"

static void tags(void **state)
{
	L4_MsgTag_t t = L4_Niltag;

	L4_Set_Label(&t, 0xf00d);
	t.X.u = 63;
	t.X.t = 1;
	assert_int_equal(t.raw, 0xf00d0000 | 1 << 6 | 63);
	assert_int_equal(L4_MsgTagAddLabel(t, 3).raw, 0x30000 | 1 << 6 | 63);
	assert_int_equal(L4_MsgTagAddLabelTo(&t, -1).raw, ~0UL << 16 | 1 << 6 | 63);
	assert_int_equal(L4_Label(t), 0xffffffffffff);
	assert_int_equal(L4_UntypedWords(t), 63);
	assert_int_equal(L4_TypedWords(t), 1);
	assert_true(L4_IpcSucceeded(t));
	L4_Set_Propagation(&t);
	assert_true(L4_IpcPropagated(t));
	t.X.flags = 8;
	assert_int_equal(t.raw & 0xf000, 0x8000);
	assert_true(L4_IpcFailed(t));
	t.X.flags = 2;
	assert_true(L4_IpcRedirected(t));
	t.X.flags = 4;
	assert_true(L4_IpcXcpu(t));
	L4_Set_MsgTag(t);
	assert_int_equal(mrs[0], t.raw);
	assert_true(L4_IsMsgTagEqual(L4_MsgTag(), t));
	assert_int_equal(L4_Timeouts(L4_ZeroTime, L4_TimePeriod(5)), 0x4000005);
}

static void mapping_items(void **state)
{
	L4_Fpage_t f = L4_FpageAddRights(L4_FpageLog2(0x400000, 12), 7);
	L4_MapItem_t m = L4_MapItem(f, 0x123456789abc);
	L4_GrantItem_t g = L4_GrantItem(f, 0x800000);

	assert_int_equal(m.raw[0], 0x123456789800 | 8);
	assert_int_equal(m.raw[1], f.raw);
	assert_true(L4_IsMapItem(m));
	assert_int_equal(L4_MapItemSndBase(m), 0x123456789800);
	assert_int_equal(L4_MapItemSndFpage(m).raw, f.raw);
	assert_int_equal(g.raw[0], 0x800000 | 10);
	assert_true(L4_IsGrantItem(g));
	assert_int_equal(L4_GrantItemSndBase(g), 0x800000);
	assert_int_equal(L4_GrantItemSndFpage(g).raw, f.raw);
}

static void string_items(void **state)
{
	L4_Word_t room[16] = { 0 };
	L4_StringItem_t *s = (L4_StringItem_t *)room;
	L4_StringItem_t other = L4_StringItem(64, (void *)0x5000);
	L4_StringItem_t *place;

	*s = L4_StringItem(256, (void *)0x1000);
	assert_int_equal(room[0], 256 << 10);
	assert_true(L4_IsStringItem(s));
	L4_AddSubstringAddressTo(s, (void *)0x2000);
	L4_AddSubstringAddressTo(s, (void *)0x3000);
	assert_int_equal(room[0], 256 << 10 | 2 << 4);
	assert_int_equal(L4_Substrings(s), 3);
	assert_ptr_equal(L4_Substring(s, 1), (void *)0x1000);
	assert_ptr_equal(L4_Substring(s, 3), (void *)0x3000);
	assert_false(L4_CompoundString(s));
	place = L4_AddSubstringTo(s, &other);
	assert_ptr_equal(place, &room[4]);
	assert_true(L4_CompoundString(s));
	assert_int_equal(room[4], 64 << 10);
	L4_AddSubstringAddressTo(s, (void *)0x6000);
	assert_int_equal(room[4], 64 << 10 | 1 << 4);
	assert_int_equal(room[6], 0x6000);
	other = L4_AddCacheAllocationHint(other, L4_DoNotAllocateNewCacheLines);
	assert_true(L4_IsCacheAllocationHintEqual(L4_CacheAlloctionHint(other),
						  L4_DoNotAllocateNewCacheLines));
	assert_true(L4_IsStringItem(&other));
}

static void appending(void **state)
{
	L4_Word_t room[8] = { 0 };
	L4_StringItem_t *s = (L4_StringItem_t *)room;
	L4_StringItem_t got[4], simple = L4_StringItem(8, (void *)0x7000);
	L4_MapItem_t m = L4_MapItem(L4_FpageLog2(0x2000, 12), 0x4000), m2;
	L4_GrantItem_t g = L4_GrantItem(L4_FpageLog2(0x3000, 12), 0x5000), g2;
	L4_Word_t w;
	L4_Msg_t msg;

	*s = L4_StringItem(256, (void *)0x1000);
	L4_AddSubstringAddressTo(s, (void *)0x2000);
	L4_AddSubstringTo(s, &simple);
	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, 77);
	L4_MsgAppendMapItem(&msg, m);
	L4_MsgAppendWord(&msg, 11);
	L4_MsgAppendGrantItem(&msg, g);
	L4_MsgAppendStringItem(&msg, s);
	L4_MsgAppendWord(&msg, 12);
	assert_int_equal(L4_MsgMsgTag(&msg).raw, 77 << 16 | 9 << 6 | 2);
	assert_int_equal(L4_MsgWord(&msg, 0), 11);
	L4_MsgGetWord(&msg, 1, &w);
	assert_int_equal(w, 12);
	assert_int_equal(L4_MsgGetMapItem(&msg, 0, &m2), 2);
	assert_memory_equal(&m, &m2, sizeof(m));
	assert_int_equal(L4_MsgGetGrantItem(&msg, 2, &g2), 2);
	assert_memory_equal(&g, &g2, sizeof(g));
	assert_int_equal(L4_MsgGetStringItem(&msg, 4, got), 5);
	assert_memory_equal(got, room, 5 * sizeof(L4_Word_t));
	L4_MsgPutWord(&msg, 0, 99);
	L4_MsgPutMapItem(&msg, 2, m);
	L4_MsgPutSimpleStringItem(&msg, 4, simple);
	assert_int_equal(msg.raw[1], 99);
	assert_int_equal(msg.raw[5], m.raw[0]);
	assert_int_equal(msg.raw[7], simple.raw[0]);
}

static void put_get_load_store(void **state)
{
	L4_Word_t words[3] = { 1, 2, 3 }, got[3], items[2] = { 8, 9 }, got_items[2];
	L4_Msg_t msg, back;

	memset(&back, 0xee, sizeof(back));
	L4_MsgPut(&msg, 0xabc, 3, words, 2, items);
	assert_int_equal(msg.raw[0], 0xabc0000 | 2 << 6 | 3);
	L4_MsgGet(&msg, got, got_items);
	assert_memory_equal(got, words, sizeof(got));
	assert_memory_equal(got_items, items, sizeof(items));
	mrs[6] = 0x5555;
	L4_MsgLoad(&msg);
	assert_memory_equal(mrs, msg.raw, 6 * sizeof(L4_Word_t));
	assert_int_equal(mrs[6], 0x5555);
	L4_MsgStore(L4_MsgTag(), &back);
	assert_memory_equal(back.raw, msg.raw, 6 * sizeof(L4_Word_t));
	assert_int_equal(back.raw[6], 0xeeeeeeeeeeeeeeee);
	/* Counts beyond the registers stay within them. */
	msg.raw[0] = 63 << 6 | 63;
	L4_MsgLoad(&msg);
	L4_MsgStore(msg.tag, &back);
	assert_memory_equal(mrs, msg.raw, sizeof(msg));
}

static void ctrlxfer(void **state)
{
	L4_Word_t room[12] = { 0 }, got[12] = { 0 };
	L4_CtrlXferItem_t *c = (L4_CtrlXferItem_t *)room;
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_CtrlXferItemInit(c, 3);
	L4_MsgAppendCtrlXferItem(&msg, c);
	assert_int_equal(msg.raw[0], 0);
	c->X.mask = 0x21;
	room[1] = 0x100;
	room[6] = 0x600;
	L4_MsgAppendCtrlXferItem(&msg, c);
	assert_int_equal(msg.raw[0], 3 << 6);
	assert_int_equal(msg.raw[1], 0x21 << 12 | 3 << 4 | 6 << 1);
	assert_int_equal(msg.raw[2], 0x100);
	assert_int_equal(msg.raw[3], 0x600);
	assert_int_equal(L4_MsgGetCtrlXferItem(&msg, 1, (L4_CtrlXferItem_t *)got), 3);
	assert_memory_equal(got, room, sizeof(room));
	L4_MsgClear(&msg);
	L4_AppendFaultConfCtrlXferItems(&msg, L4_CTRLXFER_FAULT_ID_MASK(2) |
					L4_CTRLXFER_FAULT_ID_MASK(5), 1, 0);
	assert_int_equal(msg.raw[0], 2);
	assert_int_equal(msg.raw[1], 1 << 12 | 2 << 4 | 6 << 1 | 1);
	assert_int_equal(msg.raw[2], 1 << 12 | 5 << 4 | 6 << 1);
}

static void acceptors(void **state)
{
	L4_Acceptor_t a = L4_MapGrantItems(L4_FpageAddRights(L4_CompleteAddressSpace, 7));
	L4_Acceptor_t b;

	assert_int_equal(a.raw, 0x10);
	b = L4_AddAcceptor(a, L4_StringItemsAcceptor);
	assert_int_equal(b.raw, 0x11);
	assert_true(L4_HasStringItems(b) && L4_HasMapGrantItems(b));
	assert_int_equal(L4_RcvWindow(b).raw, 0x10);
	assert_int_equal(L4_RemoveAcceptor(b, L4_StringItemsAcceptor).raw, 0x10);
	assert_int_equal(L4_RemoveAcceptor(b, a).raw, 1);
	assert_int_equal(L4_AddAcceptor(b, L4_MapGrantItems(L4_FpageLog2(0x4000, 12))).raw,
			 0x40c1);
	L4_Accept(b);
	assert_int_equal(*utcb_word(-128), 0x11);
	assert_int_equal(L4_Accepted().raw, 0x11);
}

static void receive_buffers(void **state)
{
	L4_Word_t room[8] = { 0 };
	L4_StringItem_t *s = (L4_StringItem_t *)room, simple = L4_StringItem(16, (void *)0x9000);
	L4_MsgBuffer_t b;

	memset(&b, 0xff, sizeof(b));
	*s = L4_StringItem(32, (void *)0x1000);
	L4_AddSubstringAddressTo(s, (void *)0x2000);
	L4_MsgBufferClear(&b);
	L4_MsgBufferAppendRcvString(&b, s);
	L4_MsgBufferAppendSimpleRcvString(&b, simple);
	L4_MsgBufferAppendSimpleRcvString(&b, simple);
	L4_AcceptStrings(L4_StringItemsAcceptor, &b);
	assert_int_equal(*utcb_word(-128), 1);
	assert_int_equal(*utcb_word(-136), room[0] | 1);
	assert_int_equal(*utcb_word(-136 - 8), 0x1000);
	assert_int_equal(*utcb_word(-136 - 16), 0x2000);
	assert_int_equal(*utcb_word(-136 - 24), simple.raw[0] | 1);
	assert_int_equal(*utcb_word(-136 - 40), simple.raw[0]);
	/* No more than there are buffer registers. */
	for (int i = 0; i < 40; i++)
		L4_MsgBufferAppendSimpleRcvString(&b, simple);
	assert_int_equal(b.raw[29] & 1, 0);
	assert_int_equal(b.raw[29] >> 10, 16);
}

#define TEST(name)	cmocka_unit_test_setup(name, machine_reset)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(tags), TEST(mapping_items), TEST(string_items), TEST(appending),
		TEST(put_get_load_store), TEST(ctrlxfer), TEST(acceptors), TEST(receive_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
