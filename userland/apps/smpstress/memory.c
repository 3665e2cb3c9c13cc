/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that threads of all processors share while it is taken away from them again and again.
 * Each data page holds its number, and a counter for each reader.
 */
#include <l4/space.h>
#include "smpstress.h"

#define MAGIC	0x5a5a0000

L4_Word_t string_base(void)
{
	return area + DATA_PAGES * page_size;
}

L4_Word_t buffer_base(unsigned server)
{
	return string_base() + (1 + server) * STRING_PAGES * page_size;
}

unsigned char pattern_at(L4_Word_t offset)
{
	return (unsigned char)(offset * 7 + offset / 256);
}

static volatile L4_Word_t *page_words(unsigned n)
{
	return (volatile L4_Word_t *)(area + n * page_size);
}

void area_init(void)
{
	unsigned char *string = (unsigned char *)string_base();

	for (unsigned n = 0; n < DATA_PAGES; n++)
		page_words(n)[0] = MAGIC + n;
	for (L4_Word_t i = 0; i < STRING_PAGES * page_size; i++)
		string[i] = pattern_at(i);
}

/* Nobody else writes its counter: it is what it was, whatever became of the page meanwhile. */
void read_pages(void)
{
	unsigned me = my_number(), at = 1 + (me - FIRST_READER) * 16;
	L4_Word_t counts[DATA_PAGES] = { 0 };

	while (!stopping) {
		unsigned n = random_below(DATA_PAGES);
		volatile L4_Word_t *page = page_words(n);

		EXPECT("a page's number", page[0], MAGIC + n);
		EXPECT("a reader's counter", page[at], counts[n]);
		page[at] = ++counts[n];
		threads[me].done++;
		relax(1);
	}
}

/* Takes some pages from everybody but the root task, or the right to write them. */
void take_pages(void)
{
	unsigned me = my_number();

	while (!stopping) {
		unsigned order = random_below(4), n = random_below(AREA_PAGES) >> order << order;
		L4_Word_t rights = random_below(2) ? L4_FullyAccessible : L4_Writable;
		L4_Fpage_t pages = L4_Fpage(area + n * page_size, page_size << order);

		L4_UnmapFpage(L4_FpageAddRights(pages, rights));
		threads[me].done++;
		L4_Sleep(some_microseconds(300));
	}
}
