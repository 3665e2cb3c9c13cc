/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory comes when it is touched.
 */
#include <l4/sigma0.h>
#include <l4/space.h>
#include <l4lib/string.h>
#include "test.h"

#define PAGES	1000

/* Pages the main thread owns, at their addresses but not mapped: each touch is a fault. */
static void touch_pages(void)
{
	L4_Word_t order = __L4_Msb(PAGES * page_size) + 1;
	L4_Fpage_t f = L4_Sigma0_GetAny(L4_nilthread, order, L4_CompleteAddressSpace);
	L4_Word_t base;

	L4_Accept(L4_UntypedWordsAcceptor);
	REQUIRE(!L4_IsNilFpage(f));
	base = L4_Address(f);
	L4_Flush(L4_FpageAddRights(f, L4_FullyAccessible));
	for (L4_Word_t i = 0; i < PAGES; i++)
		memset((void *)(base + i * page_size), 0x37, page_size);
	for (L4_Word_t i = 0; i < PAGES * page_size; i += sizeof(L4_Word_t))
		if (*(L4_Word_t *)(base + i) != ~(L4_Word_t)0 / 255 * 0x37)
			test_failed_values(__FILE__, __LINE__, "content", i, 0);
}

static volatile int written_by_other;

static void write_shared(void)
{
	written_by_other = 5;
}

/* The pager gives other spaces the root task's pages: this whole program depends on it. */
static void shared_image(void)
{
	written_by_other = 0;
	thread_end(thread_start(NEW_SPACE, write_shared));
	CHECK_EQ(written_by_other, 5);
}

/* ---- the library's stack ------------------------------------------------------------------- */

#define PAINT		0x5ca1ab1e
#define STACK_WORDS	512
#define SHALLOW		512	/* bytes */

static volatile bool printed;

static void print_and_stop(void)
{
	static char text[64];

	snprintf(text, sizeof(text), "%t %lu %p %s", pager_id, ~(L4_Word_t)0, (void *)text, "end");
	printed = strlen(text) > 30;
	for (;;)
		L4_Sleep(L4_Never);
}

/* Programs begin with stacks of 1 KB, and print from them. */
static void printing_is_shallow(void)
{
	L4_Word_t *top = (L4_Word_t *)stack_for(0), *lowest = top - STACK_WORDS;
	L4_ThreadId_t id = unused_id();

	for (int i = 1; i <= STACK_WORDS; i++)
		top[-i] = PAINT;
	printed = false;
	REQUIRE(L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT)));
	L4_Start_SpIp(id, (L4_Word_t)top, (L4_Word_t)print_and_stop);
	pause_for(10);
	CHECK(printed);
	while (lowest < top && *lowest == PAINT)
		lowest++;
	CHECK((L4_Word_t)top - (L4_Word_t)lowest < SHALLOW);
	thread_kill(id);
}

static const struct test tests[] = {
	{ "touch-pages", touch_pages },
	{ "shared-image", shared_image },
	{ "printing-is-shallow", printing_is_shallow },
	{ },
};

const struct group memory_group = { "memory", "Memory on demand", tests, false };
