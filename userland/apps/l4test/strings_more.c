/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String items at odd places: misaligned, large, among mappings, at addresses that are not the
 * user's or may not be written; and malformed messages.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include <l4lib/string.h>
#include "layout.h"
#include "mapping.h"

#define UNFINISHED	(~(L4_Word_t)0)

static L4_ThreadId_t t1, t2;
static L4_Word_t source, target;	/* two pages each */
static volatile L4_Word_t sent, received;	/* how it ended: 0 or the error */

/* What is sent and where to; words and buffers are loaded as they are. */
static L4_Word_t message[__L4_NUM_MRS], buffers[8];

static L4_Word_t result_of(L4_MsgTag_t tag)
{
	return L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
}

static void receive(void)
{
	L4_LoadBRs(0, 8, buffers);
	L4_Set_XferTimeouts(L4_Timeouts(L4_Never, MILLISECONDS(20)));
	received = result_of(L4_Receive_Timeout(t2, MILLISECONDS(5000)));
	L4_StoreMRs(0, __L4_NUM_MRS, message);
}

static void send(void)
{
	L4_LoadMRs(0, __L4_NUM_MRS, message);
	sent = result_of(L4_Send_Timeout(t1, MILLISECONDS(5000)));
}

static void run(void (*receiver)(void), void (*sender)(void))
{
	t1 = thread_new(NEW_SPACE);
	t2 = thread_new(NEW_SPACE);
	thread_go(t1, receiver);
	pause_for(1);
	thread_go(t2, sender);
	thread_end(t2);
	thread_end(t1);
	thread_kill(t1);
	thread_kill(t2);
}

static void transfer(void)
{
	sent = received = UNFINISHED;
	run(receive, send);
}

static bool prepare(void)
{
	if (!source) {
		source = scratch((L4_Word_t)page_order + 1);
		target = scratch((L4_Word_t)page_order + 1);
	}
	CHECK(source && target);
	fill_pattern(source, 2 * page_size);
	memset((void *)target, 0xff, 2 * page_size);
	memset(message, 0, sizeof(message));
	memset(buffers, 0, sizeof(buffers));
	return source && target;
}

static void one_string(L4_Word_t from, L4_Word_t to, L4_Word_t bytes)
{
	message[0] = make_tag(0x57, 0).raw | 2 << 6;
	message[1] = bytes << ABI_STRING_LENGTH_SHIFT;
	message[2] = from;
	buffers[0] = ABI_ACCEPT_STRINGS;
	buffers[1] = bytes << ABI_STRING_LENGTH_SHIFT;
	buffers[2] = to;
}

static void check_overflow(L4_Word_t offset)
{
	CHECK_EQ(sent, XFER_ERROR(IN_SEND, ABI_IPCERR_OVERFLOW, offset));
	CHECK_EQ(received, XFER_ERROR(IN_RECEIVE, ABI_IPCERR_OVERFLOW, offset));
}

/* ---- alignment ------------------------------------------------------------------------------- */

static void copy_skewed(L4_Word_t from, L4_Word_t to, L4_Word_t bytes)
{
	memset((void *)(target + page_size - 96), 0xff, 192);
	one_string(from, to, bytes);
	transfer();
	CHECK_EQ(sent, 0);
	CHECK_EQ(received, 0);
	CHECK(!memcmp((void *)to, (void *)from, bytes));
	check_untouched(to - 8, 8);
	check_untouched(to + bytes, 8);
}

static void misaligned(void)
{
	static const L4_Word_t lengths[] = { 1, 3, 8, 31, 64 };

	REQUIRE(prepare());
	for (L4_Word_t from = 0; from < 8 && !test_has_failed(); from++)
		for (L4_Word_t to = 0; to < 8; to += 1 + (from & 1))
			copy_skewed(source + page_size - 33 + from, target + page_size - 28 + to,
				    lengths[(from + to) % 5]);
}

/* ---- places ---------------------------------------------------------------------------------- */

/* Nothing of the kernel's is read or written. */
static void outside(void)
{
	const L4_Word_t high = ~(page_size - 1), kernels = ABI_USER_AREA_END;

	REQUIRE(prepare());
	one_string(high, target, 64);
	transfer();
	check_overflow(0);
	one_string(source, high, 64);
	transfer();
	check_overflow(0);
	one_string(kernels, target, 64);
	transfer();
	check_overflow(0);
	one_string(source, ~(L4_Word_t)0 - 7, 64);
	transfer();
	check_overflow(0);
	check_untouched(target, 2 * page_size);
	/* the first string arrives, the second is the kernel's */
	one_string(source, target, 64);
	message[0] = make_tag(0x57, 0).raw | 4 << 6;
	message[3] = 64 << ABI_STRING_LENGTH_SHIFT;
	message[4] = high;
	buffers[1] |= ABI_ITEM_CONTINUED;
	buffers[3] = 64 << ABI_STRING_LENGTH_SHIFT;
	buffers[4] = target + 64;
	transfer();
	check_overflow(64);
	check_pattern(target, 64);
	check_untouched(target + 64, 64);
}

/* The kernel interface page may be sent but not written, however often its pager maps it. */
static void interface_page(void)
{
	REQUIRE(prepare());
	one_string((L4_Word_t)kip, target, 256);
	transfer();
	CHECK_EQ(sent, 0);
	CHECK_EQ(received, 0);
	CHECK(!memcmp((void *)target, kip, 256));
	one_string(source, (L4_Word_t)kip, 256);
	transfer();
	CHECK_EQ(sent, XFER_ERROR(IN_SEND, ABI_IPCERR_XFER_PARTNER, 0));
	CHECK_EQ(received, XFER_ERROR(IN_RECEIVE, ABI_IPCERR_XFER_OWN, 0));
	CHECK_EQ(*(L4_Word8_t *)kip, 'L');
}

static void write_protect(L4_Word_t address)
{
	L4_Flush(L4_FpageAddRights(L4_FpageLog2(address & ~(page_size - 1), page_order),
				   L4_Writable));
}

static void receive_protected(void)
{
	(void)*(volatile L4_Word_t *)target;
	write_protect(target);
	pager_at(target, SERVE);
	receive();
}

static void send_protected(void)
{
	(void)*(volatile L4_Word_t *)source;
	write_protect(source);
	send();
}

/* A page without the right to write is asked for again; to be read it is good enough. */
static void read_only(void)
{
	REQUIRE(prepare());
	one_string(source + 24, target + 40, 80);
	run(receive_protected, send_protected);
	CHECK_EQ(sent, 0);
	CHECK_EQ(received, 0);
	CHECK_EQ(pager_hits, 1);
	CHECK_EQ(pager_last_address, target + 40);
	CHECK_EQ(pager_last_tag >> 16 & 7 & L4_Writable, L4_Writable);
	CHECK_EQ(pager_last_ip, ~(L4_Word_t)0);
	CHECK(!memcmp((void *)(target + 40), (void *)(source + 24), 80));
}

/* ---- with other items ------------------------------------------------------------------------ */

static void two_strings_and_a_mapping(void)
{
	one_string(source, target, 100);
	message[0] = make_tag(0x57, 0).raw | 6 << 6;
	message[3] = WINDOW | ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT;
	message[4] = L4_FpageAddRights(L4_FpageLog2(source, page_order), L4_Readable).raw;
	message[5] = 50 << ABI_STRING_LENGTH_SHIFT;
	message[6] = source + 100;
	buffers[0] |= L4_FpageLog2(WINDOW, WINDOW_LOG2).raw;
	buffers[1] |= ABI_ITEM_CONTINUED;
	buffers[3] = 50 << ABI_STRING_LENGTH_SHIFT;
	buffers[4] = target + 100;
}

static volatile L4_Word_t mapped_word;

static void receive_and_look(void)
{
	receive();
	mapped_word = *(volatile L4_Word_t *)WINDOW;
}

static void look_at_mapping(void)
{
	mapped_word = 0;
	pager_at(WINDOW, IGNORE);
	run(receive_and_look, send);
	CHECK_EQ(mapped_word, *(L4_Word_t *)source);
}

/* Items are transferred in their order; what came before the one that fails stays. */
static void strings_and_mapping(void)
{
	REQUIRE(prepare());
	two_strings_and_a_mapping();
	look_at_mapping();
	CHECK_EQ(sent, 0);
	CHECK_EQ(received, 0);
	check_pattern(target, 150);
	CHECK_EQ(message[4], L4_FpageAddRights(L4_FpageLog2(source, page_order), L4_Readable).raw);

	REQUIRE(prepare());
	two_strings_and_a_mapping();
	buffers[3] = 49 << ABI_STRING_LENGTH_SHIFT;
	look_at_mapping();
	check_overflow(149);
	check_pattern(target, 149);

	REQUIRE(prepare());
	two_strings_and_a_mapping();
	buffers[0] = ABI_ACCEPT_STRINGS;
	transfer();
	check_overflow(100);
	check_pattern(target, 100);
	check_untouched(target + 100, 50);
}

/* ---- malformed messages ---------------------------------------------------------------------- */

static void malformed(void)
{
	REQUIRE(prepare());
	one_string(source, target, 64);
	message[0] = make_tag(0x57, 0).raw | 1 << 6;		/* cut off */
	transfer();
	check_overflow(0);
	one_string(source, target, 64);
	message[0] = make_tag(0x57, 60).raw | 4 << 6;		/* more than there are registers */
	transfer();
	check_overflow(0);
	one_string(source, target, 64);
	message[1] |= 7 << ABI_ITEM_TYPE_SHIFT;	/* no such item */
	transfer();
	check_overflow(0);
	one_string(source, target, 64);
	message[0] = make_tag(0x57, 0).raw | 4 << 6;		/* a map item where a descriptor belongs */
	message[1] |= ABI_STRING_COMPOUND;
	message[3] = ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT | 64 << ABI_STRING_LENGTH_SHIFT;
	message[4] = source;
	buffers[1] = 128 << ABI_STRING_LENGTH_SHIFT;
	transfer();
	check_overflow(64);
	check_pattern(target, 64);
}

static const struct test tests[] = {
	{ "misaligned", misaligned },
	{ "outside", outside },
	{ "interface-page", interface_page },
	{ "read-only", read_only },
	{ "strings-and-mapping", strings_and_mapping },
	{ "malformed", malformed },
	{ },
};

const struct group strings_more_group = {
	"strings-more", "String items at odd places", tests, false
};
