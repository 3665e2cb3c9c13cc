/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways of a TLB miss on MIPS64: programs in 32-bit addressing have a vector of their own, and what
 * the refill does leaves nothing of the page tables in the register that it works with (k1, which is
 * no user's).
 */
#include "../test.h"

#define ORDER		21
#define PAGES		((L4_Word_t)512)	/* more than the TLB holds */
#define WORDS		6
#define RESERVED	10
#define STATUS_UX	0x20
enum { IP = 1, SP, FLAGS, CODE, ERROR };

L4_Word_t add_in_32_bits(char *pages, L4_Word_t count, L4_Word_t size);
L4_Word_t k1_behind_loads(char *pages, L4_Word_t count, L4_Word_t size);
extern const char stays_32_bits[];

static char *pages;
static L4_Word_t sum;

static bool get_pages(void)
{
	pages = (char *)scratch(ORDER);
	CHECK(pages);
	for (L4_Word_t n = 0; pages && n < PAGES; n++)
		*(volatile int *)(pages + n * page_size) = (int)n;
	return pages;
}

static void add(void)
{
	L4_Set_ExceptionHandler(main_id);
	sum = add_in_32_bits(pages, PAGES, page_size);
}

/* Faults, refills and writes in 32-bit mode, in a space where nothing of it is mapped yet or in one
 * where all is; then a 64-bit instruction, which only a program in 64-bit addressing may use. */
static void add_in(enum where where)
{
	L4_ThreadId_t thread = thread_start(where, add);
	L4_Word_t message[WORDS + 1];

	sum = 0;
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(thread, MILLISECONDS(1000))));
	L4_StoreMRs(0, WORDS + 1, message);
	CHECK_EQ(message[IP], (L4_Word_t)stays_32_bits);
	CHECK_EQ(message[CODE], RESERVED);
	CHECK_EQ(message[ERROR], *(const volatile unsigned *)stays_32_bits);
	CHECK_EQ(message[FLAGS] & STATUS_UX, 0);
	message[FLAGS] |= STATUS_UX;
	L4_LoadMRs(1, WORDS, &message[1]);
	L4_Set_MsgTag(make_tag(0, WORDS));
	CHECK(L4_IpcSucceeded(L4_Reply(thread)));
	thread_end(thread);
	CHECK_EQ(sum, PAGES * (PAGES - 1) / 2);
	for (L4_Word_t n = 0; n < PAGES; n++)
		CHECK_EQ(*(volatile int *)(pages + n * page_size), 0);
}

static void addresses_of_32_bits(void)
{
	if (get_pages())
		add_in(NEW_SPACE);
	if (get_pages())
		add_in(SAME_SPACE);
}

/* The first time is faults, where nothing is mapped yet; the second is refills. */
static void look_at_k1(void)
{
	sum = k1_behind_loads(pages, PAGES, page_size);
	sum |= k1_behind_loads(pages, PAGES, page_size);
}

static void nothing_in_k1(void)
{
	if (!get_pages())
		return;
	look_at_k1();
	CHECK_EQ(sum, 0);
	thread_end(thread_start(NEW_SPACE, look_at_k1));
	CHECK_EQ(sum, 0);
}

static const struct test tests[] = {
	{ "addresses-of-32-bits", addresses_of_32_bits },
	{ "nothing-in-k1", nothing_in_k1 },
	{ },
};

const struct group segments_group = { "segments", "TLB misses in all segments", tests, false };
