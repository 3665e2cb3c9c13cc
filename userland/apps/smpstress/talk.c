/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads that exchange messages: a ring through which messages of all sizes go, and clients, who may
 * run out of time or be broken off, with servers that never wait for them.
 */
#include <l4/message.h>
#include "smpstress.h"

#define MAX_WORDS	40
#define PATIENCE	500	/* microseconds */

static unsigned char own_byte(L4_Word_t offset)
{
	return ((const volatile unsigned char *)string_base())[offset];
}

static L4_MsgTag_t tag_of(L4_Word_t label, L4_Word_t words)
{
	L4_MsgTag_t tag = L4_Niltag;

	L4_Set_Label(&tag, label);
	tag.X.u = words & 63;
	return tag;
}

/* ---- the ring ---------------------------------------------------------------------------- */

/* Words count from the first one on; the next message is another one. */
static void check_and_load(L4_MsgTag_t tag)
{
	L4_Word_t words = L4_UntypedWords(tag), first, w;

	L4_StoreMR(1, &first);
	EXPECT("label in the ring", L4_Label(tag), first & 0xfff);
	for (L4_Word_t i = 2; i <= words; i++) {
		L4_StoreMR((int)i, &w);
		EXPECT("word in the ring", w, first + i - 1);
	}
	words = 1 + random_below(MAX_WORDS);
	first++;
	L4_Set_MsgTag(tag_of(first & 0xfff, words));
	for (L4_Word_t i = 1; i <= words; i++)
		L4_LoadMR((int)i, first + i - 1);
}

/* Two messages go round: the first two threads begin. */
void ring(void)
{
	unsigned me = my_number(), at = me - FIRST_RING;
	L4_ThreadId_t next = threads[FIRST_RING + (at + 1) % RING].id;
	L4_ThreadId_t previous = threads[FIRST_RING + (at + RING - 1) % RING].id;

	if (at == 0 || at == RING / 2) {
		L4_Set_MsgTag(tag_of(at, 1));
		L4_LoadMR(1, at);
		EXPECT("beginning the ring", L4_IpcSucceeded(L4_Send(next)), 1);
	}
	while (!stopping) {
		L4_MsgTag_t tag = L4_Receive(previous);

		relax(16);
		EXPECT("receiving in the ring", L4_IpcSucceeded(tag), 1);
		check_and_load(tag);
		threads[me].done++;
		EXPECT("sending in the ring", L4_IpcSucceeded(L4_Send(next)), 1);
	}
}

/* ---- servers and clients ------------------------------------------------------------------- */

/* A client asks for a sum, and may send a string along. */
static L4_Word_t check_string(L4_Word_t base, L4_Word_t from, L4_Word_t length)
{
	const volatile unsigned char *got = (const volatile unsigned char *)base;

	EXPECT("first byte of a string", got[0], pattern_at(from));
	EXPECT("middle of a string", got[length / 2], pattern_at(from + length / 2));
	EXPECT("last byte of a string", got[length - 1], pattern_at(from + length - 1));
	return from ^ length;
}

void serve(void)
{
	unsigned me = my_number();
	L4_Word_t base = buffer_base(me - FIRST_SERVER);
	L4_MsgBuffer_t buffer;
	L4_ThreadId_t from;
	bool answered = false;

	L4_MsgBufferClear(&buffer);
	L4_MsgBufferAppendSimpleRcvString(&buffer, L4_StringItem((int)(STRING_PAGES * page_size),
								 (void *)base));
	L4_AcceptStrings(L4_StringItemsAcceptor, &buffer);
	while (!stopping) {
		L4_MsgTag_t tag = answered ? L4_ReplyWait(from, &from) : L4_Wait(&from);
		L4_Word_t a, b;

		relax(16);
		answered = L4_IpcSucceeded(tag);
		if (!answered)
			continue;
		L4_StoreMR(1, &a);
		L4_StoreMR(2, &b);
		if (L4_TypedWords(tag))
			a = check_string(base, a, b);
		else
			a += b;
		threads[me].done++;
		L4_Set_MsgTag(tag_of(2, 1));
		L4_LoadMR(1, a);
	}
}

static L4_Word_t load_string(L4_Word_t *from, L4_Word_t *length)
{
	L4_Word_t size = STRING_PAGES * page_size;
	L4_Msg_t msg;

	*from = random_below((L4_Word32_t)size - 1);
	*length = 1 + random_below((L4_Word32_t)(size - *from));
	(void)own_byte(*from);
	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, 1);
	L4_MsgAppendWord(&msg, *from);
	L4_MsgAppendWord(&msg, *length);
	L4_MsgAppendSimpleStringItem(&msg, L4_StringItem((int)*length,
							 (void *)(string_base() + *from)));
	L4_MsgLoad(&msg);
	return *from ^ *length;
}

static L4_Word_t load_sum(L4_Word_t *a, L4_Word_t *b)
{
	*a = random_below(1u << 30);
	*b = random_below(1u << 30);
	L4_Set_MsgTag(tag_of(1, 2));
	L4_LoadMR(1, *a);
	L4_LoadMR(2, *b);
	return *a + *b;
}

static L4_Time_t some_time(void)
{
	return random_below(4) ? L4_TimePeriod(20000) : some_microseconds(PATIENCE);
}

/* Either the right answer, or a code that belongs to what may happen to it. */
static void check_answer(L4_MsgTag_t tag, L4_Word_t wanted)
{
	L4_Word_t w, code;

	if (L4_IpcSucceeded(tag)) {
		L4_StoreMR(1, &w);
		EXPECT("a server's answer", w, wanted);
		return;
	}
	code = L4_ErrorCode() >> ABI_IPCERR_CODE_SHIFT & 7;
	if (code != ABI_IPCERR_TIMEOUT && code != ABI_IPCERR_CANCELED && code != ABI_IPCERR_ABORTED)
		complain("error code of a client", L4_ErrorCode(), 0);
}

void call(void)
{
	unsigned me = my_number();

	while (!stopping) {
		L4_ThreadId_t server = threads[FIRST_SERVER + random_below(SERVERS)].id;
		L4_Word_t a, b, wanted = random_below(8) ? load_sum(&a, &b) : load_string(&a, &b);
		L4_Time_t send = some_time(), receive = some_time();

		/* loading takes messages of its own, if pages are missing: their words come back */
		check_answer(L4_Call_Timeouts(server, send, receive), wanted);
		relax(16);
		threads[me].done++;
	}
}
