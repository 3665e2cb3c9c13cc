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

static const struct test tests[] = {
	{ "touch-pages", touch_pages },
	{ "shared-image", shared_image },
	{ },
};

const struct group memory_group = { "memory", "Memory on demand", tests, false };
