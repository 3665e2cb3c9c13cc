/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String items without page faults: scattering, gathering, overflows and how far they came.  Each
 * exchange takes place between two spaces and within one.
 */
#include <l4lib/string.h>
#include "layout.h"

#define BYTES		256

static L4_ThreadId_t t1, t2;
static unsigned char source[BYTES + 64] __attribute__((aligned(64)));
static unsigned char target[BYTES + 64] __attribute__((aligned(64)));

/* What is sent, where to, and how many bytes arrive; all of them, or it is an overflow there. */
static struct {
	const char *send, *receive;	/* receive NULL: strings are not accepted */
	L4_Word_t words, cut, u;
} x;

static bool fits(void)
{
	return x.cut == layout_bytes(x.send);
}

static void check_words(L4_MsgTag_t tag)
{
	L4_Word_t w;

	CHECK_EQ(L4_UntypedWords(tag), x.u);
	CHECK_EQ(L4_TypedWords(tag), x.words);
	for (L4_Word_t i = 0; i < x.u; i++) {
		L4_StoreMR((int)i + 1, &w);
		CHECK_EQ(w, 1000 + i);
	}
	L4_StoreMR((int)x.u + 1, &w);
	CHECK_EQ(w >> ABI_ITEM_TYPE_SHIFT & 4, 0);
}

static void receive(void)
{
	L4_MsgTag_t tag;

	memset(target, 0xff, sizeof(target));
	if (x.receive)
		accept_strings(x.receive, (L4_Word_t)target);
	else
		L4_Accept(L4_UntypedWordsAcceptor);
	tag = L4_Receive_Timeout(t2, MILLISECONDS(5000));
	if (fits())
		CHECK(L4_IpcSucceeded(tag));
	else
		CHECK_EQ(L4_ErrorCode(), XFER_ERROR(IN_RECEIVE, ABI_IPCERR_OVERFLOW, x.cut));
	CHECK_EQ(L4_IpcFailed(tag), !fits());
	check_words(tag);
	check_pattern((L4_Word_t)target, x.cut);
	check_untouched((L4_Word_t)target + x.cut, sizeof(target) - x.cut);
}

static void send(void)
{
	L4_MsgTag_t tag;

	fill_pattern((L4_Word_t)source, sizeof(source));
	load_strings(x.send, (L4_Word_t)source, x.u);
	tag = L4_Send_Timeout(t1, MILLISECONDS(5000));
	CHECK_EQ(L4_IpcFailed(tag), !fits());
	if (!fits())
		CHECK_EQ(L4_ErrorCode(), XFER_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW, x.cut));
}

static void exchange_in(enum where where, bool sender_first)
{
	t1 = thread_new(where);
	t2 = thread_new(where);
	thread_go(sender_first ? t2 : t1, sender_first ? send : receive);
	pause_for(2);
	thread_go(sender_first ? t1 : t2, sender_first ? receive : send);
	thread_end(t1);
	thread_end(t2);
	thread_kill(t1);
	thread_kill(t2);
}

static void exchange(const char *to_send, const char *to_receive, L4_Word_t words, L4_Word_t cut)
{
	x.send = to_send;
	x.receive = to_receive;
	x.words = words;
	x.cut = cut;
	x.u = 0;
	exchange_in(NEW_SPACE, false);
	x.u = words <= 58 ? 5 : 0;
	exchange_in(SAME_SPACE, true);
}

#define STRINGS(name, send, receive, words, cut)	\
static void name(void)					\
{							\
	exchange(send, receive, words, cut);		\
}

STRINGS(simple, "256", "256", 2, 256)
STRINGS(substrings, "64x4", "64x4", 5, 256)
STRINGS(compound, "32x4,64x2", "32x4,64x2", 8, 256)
STRINGS(several, "32x4|32x2,64", "32x4|32x2,64", 10, 256)
STRINGS(scatter, "256", "32x4,32x2,64", 2, 256)
STRINGS(gather, "32x4,32x2,64", "256", 10, 256)
STRINGS(scatter_gather, "32x3,64x2,16x2", "16x3,32x4,16,64", 10, 256)
STRINGS(long_buffer, "252", "32x4,32x2,64", 2, 252)
STRINGS(no_buffer, "256", NULL, 2, 0)
STRINGS(missing_buffer, "128|128", "256", 4, 128)
STRINGS(short_buffer, "256", "252", 2, 252)
STRINGS(cut_message, "32x3|64x2,16x2", "16x4,32|32x3,60", 10, 252)

/* The largest that fits into the registers of each side. */
STRINGS(many_pieces, "4x32,4x29", "8x31", 63, 244)
STRINGS(many_buffers, "4|4|4|4|4|4|4|4|4|4|4|4|4|4|4", "4|4|4|4|4|4|4|4|4|4|4|4|4|4|4", 30, 60)
STRINGS(single_bytes, "1x30", "7,1x20,3", 31, 30)
STRINGS(empty_pieces, "0,0x3,64x2,0,32", "0x2,16x4,0,96", 13, 160)
STRINGS(empty_string, "0", "256", 2, 0)
STRINGS(empty_between, "64|0|64", "64|0|64", 6, 128)
STRINGS(nothing_to_put_in, "1", "0x4,0", 2, 0)

/* ---- rest of a buffer ----------------------------------------------------------------------- */

/* A string that ends early skips the rest of its buffer, compounds and all. */
static void receive_skipping(void)
{
	L4_MsgTag_t tag;

	memset(target, 0xff, sizeof(target));
	accept_strings("16x2,32x2,8|64,16", (L4_Word_t)target);
	tag = L4_Receive_Timeout(t2, MILLISECONDS(5000));
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(L4_TypedWords(tag), 4);
	CHECK(!memcmp(target, source, 20));
	check_untouched((L4_Word_t)target + 20, 104 - 20);
	CHECK(!memcmp(target + 104, source + 20, 70));
	check_untouched((L4_Word_t)target + 174, 20);
}

static void send_two(void)
{
	fill_pattern((L4_Word_t)source, sizeof(source));
	load_strings("20|70", (L4_Word_t)source, 0);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t1, MILLISECONDS(5000))));
}

static void pair(void (*first)(void), void (*second)(void))
{
	t1 = thread_new(NEW_SPACE);
	t2 = thread_new(NEW_SPACE);
	thread_go(t1, first);
	thread_go(t2, second);
	thread_end(t1);
	thread_end(t2);
}

static void rest_skipped(void)
{
	pair(receive_skipping, send_two);
}

/* ---- crooked buffers ------------------------------------------------------------------------- */

static L4_Word_t buffer_words[__L4_NUM_BRS], least_cut, most_cut, found_cut;

static void receive_crooked(void)
{
	memset(target, 0xff, sizeof(target));
	L4_Accept(L4_StringItemsAcceptor);
	L4_LoadBRs(1, __L4_NUM_BRS - 1, buffer_words);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(t2, MILLISECONDS(5000))));
	CHECK_EQ(L4_ErrorCode() & 15, IPC_ERROR(IN_RECEIVE, ABI_IPCERR_OVERFLOW));
	found_cut = L4_ErrorCode() >> ABI_IPCERR_OFFSET_SHIFT;
}

static void send_crooked(void)
{
	fill_pattern((L4_Word_t)source, sizeof(source));
	load_strings("256", (L4_Word_t)source, 0);
	CHECK(L4_IpcFailed(L4_Send_Timeout(t1, MILLISECONDS(5000))));
	L4_Word_t cut = L4_ErrorCode() >> ABI_IPCERR_OFFSET_SHIFT;

	CHECK_EQ(L4_ErrorCode() & 15, IPC_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW));
	CHECK(cut >= least_cut && cut <= most_cut);
}

static void crooked(L4_Word_t least, L4_Word_t most)
{
	least_cut = least;
	most_cut = most;
	pair(receive_crooked, send_crooked);
	CHECK(found_cut >= least && found_cut <= most);
	check_pattern((L4_Word_t)target, found_cut);
	check_untouched((L4_Word_t)target + found_cut, sizeof(target) - found_cut);
}

/* A buffer that is no string. */
static void buffer_of_wrong_type(void)
{
	memset(buffer_words, 0, sizeof(buffer_words));
	buffer_words[0] = ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT | 256 << ABI_STRING_LENGTH_SHIFT;
	buffer_words[1] = (L4_Word_t)target;
	crooked(0, 0);
}

/* Its pointers go on behind the last buffer register. */
static void buffer_past_the_end(void)
{
	buffer_words[0] = 4 << ABI_STRING_LENGTH_SHIFT | 31 << ABI_STRING_J_SHIFT;
	for (L4_Word_t i = 1; i < __L4_NUM_BRS - 1; i++)
		buffer_words[i] = (L4_Word_t)target + 4 * (i - 1);
	crooked(0, 31 * 4);
}

/* The last register says that another descriptor follows. */
static void compound_past_the_end(void)
{
	buffer_words[0] = 4 << ABI_STRING_LENGTH_SHIFT | 30 << ABI_STRING_J_SHIFT |
			  ABI_STRING_COMPOUND;
	for (L4_Word_t i = 1; i < __L4_NUM_BRS; i++)
		buffer_words[i] = (L4_Word_t)target + 4 * (i - 1);
	crooked(31 * 4, 31 * 4);
}

static const struct test tests[] = {
	{ "simple", simple },
	{ "substrings", substrings },
	{ "compound", compound },
	{ "several", several },
	{ "scatter", scatter },
	{ "gather", gather },
	{ "scatter-gather", scatter_gather },
	{ "long-buffer", long_buffer },
	{ "no-buffer", no_buffer },
	{ "missing-buffer", missing_buffer },
	{ "short-buffer", short_buffer },
	{ "cut-message", cut_message },
	{ "many-pieces", many_pieces },
	{ "many-buffers", many_buffers },
	{ "single-bytes", single_bytes },
	{ "empty-pieces", empty_pieces },
	{ "empty-string", empty_string },
	{ "empty-between", empty_between },
	{ "nothing-to-put-in", nothing_to_put_in },
	{ "rest-skipped", rest_skipped },
	{ "buffer-of-wrong-type", buffer_of_wrong_type },
	{ "buffer-past-the-end", buffer_past_the_end },
	{ "compound-past-the-end", compound_past_the_end },
	{ },
};

const struct group strings_group = { "strings", "String items", tests, false };
