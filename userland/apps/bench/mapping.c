/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Map, unmap and flush, by the number of pages and by the depth of the mapping tree, and page
 * faults.  The tables at the receiver's side are there (one page of the window stays mapped), the
 * place is empty.
 */
#include <l4/space.h>
#include "bench.h"

#define PAGES		512
#define ROUNDS		255
#define WINDOW		((L4_Word_t)0x40000000)
#define WINDOW_LOG2	24
#define MAX_DEPTH	64
#define FEW		32

/* What is mapped; comes with the image, page by page. */
static char pages[PAGES * 4096] __attribute__((aligned(PAGES * 4096)));
static char keeper[4096] __attribute__((aligned(4096)));
static volatile L4_Word_t to_flush, times;	/* so many bytes at once, so often */

static L4_Word_t page_at(L4_Word_t n)
{
	return (L4_Word_t)pages + n * page_size;
}

static L4_Fpage_t fpage_of(L4_Word_t base, L4_Word_t bytes)
{
	return L4_FpageAddRights(L4_Fpage(base, bytes), L4_FullyAccessible);
}

/* ---- the receiver --------------------------------------------------------------------------- */

static void receiver(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(L4_FpageLog2(WINDOW, WINDOW_LOG2)));
	L4_Wait(&from);
	for (;;) {
		L4_Set_MsgTag(L4_Niltag);
		L4_ReplyWait(from, &from);
	}
}

/* Maps `bytes` at `base` to this place in the receiver's window; one Call and its answer. */
L4_INLINE void give(L4_ThreadId_t to, L4_Fpage_t fpage, L4_Word_t place)
{
	L4_MapItem_t item = L4_MapItem(fpage, place);
	L4_MsgTag_t tag = L4_Niltag;

	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, 2, item.raw);
	L4_Call(to);
}

static void take_back(L4_Word_t base, L4_Word_t bytes)
{
	L4_UnmapFpage(fpage_of(base, bytes));
}

/* Behind the single pages, and behind all: a table has 256 entries or more. */
static void keep_tables(L4_ThreadId_t of)
{
	give(of, fpage_of((L4_Word_t)keeper, page_size), ROUNDS * page_size);
	give(of, fpage_of((L4_Word_t)keeper, page_size), (PAGES - 1) * page_size);
}

/* ---- single pages ----------------------------------------------------------------------------- */

static void single_pages(L4_ThreadId_t to)
{
	stretch_begin();
	for (L4_Word_t i = 0; i < ROUNDS; i++)
		give(to, fpage_of(page_at(i), page_size), i * page_size);
	stretch_end();
	report("map", " pages=1 each=single", ROUNDS);

	stretch_begin();
	for (L4_Word_t i = 0; i < ROUNDS; i++)
		take_back(page_at(i), page_size);
	stretch_end();
	report("unmap", " pages=1 each=single", ROUNDS);
}

/* The call without an item, to see what the mapping adds. */
static void call_alone(L4_ThreadId_t to)
{
	stretch_begin();
	for (L4_Word_t i = 0; i < ROUNDS; i++) {
		L4_Set_MsgTag(L4_Niltag);
		L4_Call(to);
	}
	stretch_end();
	report("call", "", ROUNDS);
}

/* ---- many at once --------------------------------------------------------------------------- */

/* Flushed by the one who has them, when asked to by an empty message. */
static void flush_all(void)
{
	stretch_begin();
	for (L4_Word_t i = 0; i < times; i++)
		L4_Flush(fpage_of(WINDOW + i * to_flush, to_flush));
	stretch_end();
}

static void flusher(void)
{
	L4_Accept(L4_MapGrantItems(L4_FpageLog2(WINDOW, WINDOW_LOG2)));
	for (;;) {
		if (L4_TypedWords(L4_Receive(main_id)) == 0) {
			L4_Accept(L4_UntypedWordsAcceptor);
			flush_all();
			L4_Accept(L4_MapGrantItems(L4_FpageLog2(WINDOW, WINDOW_LOG2)));
		}
		L4_Set_MsgTag(L4_Niltag);
		L4_Send(main_id);
	}
}

/* Many pages take the keeper's places, and their tables go with them.  Few are measured several times
 * side by side, because every so often a node comes with a page of memory for more. */
static void by_page_count(L4_ThreadId_t to, L4_ThreadId_t at_flusher)
{
	for (L4_Word_t n = 1; n <= PAGES; n *= 2) {
		L4_Word_t bytes = n * page_size, rounds = n < FEW ? FEW / n : 1;

		stretch_begin();
		for (L4_Word_t i = 0; i < rounds; i++)
			give(to, fpage_of(page_at(i * n), bytes), i * bytes);
		stretch_end();
		report("map", key("pages", n), rounds);
		stretch_begin();
		for (L4_Word_t i = 0; i < rounds; i++)
			take_back(page_at(i * n), bytes);
		stretch_end();
		report("unmap", key("pages", n), rounds);
		to_flush = bytes;
		times = rounds;
		for (L4_Word_t i = 0; i < rounds; i++)
			give(at_flusher, fpage_of(page_at(i * n), bytes), i * bytes);
		L4_Set_MsgTag(L4_Niltag);
		L4_Call(at_flusher);
		report("flush", key("pages", n), rounds);
	}
}

/* ---- deep trees -------------------------------------------------------------------------------- */

/* Page after page of the window of a thread of this very space, each derived from the last; the
 * stretch is that of the last. */
static void make_chain(L4_ThreadId_t to, L4_Word_t depth)
{
	L4_Word_t from = page_at(0);

	for (L4_Word_t i = 0; i < depth; i++) {
		if (i == depth - 1)
			stretch_begin();
		give(to, fpage_of(from, page_size), i * page_size);
		from = WINDOW + i * page_size;
	}
	stretch_end();
}

static void by_depth(void)
{
	L4_ThreadId_t to = worker_start(MY_SPACE, receiver);

	keep_tables(to);
	for (L4_Word_t depth = 1; depth <= MAX_DEPTH; depth *= 2) {
		make_chain(to, depth);
		report("map", key("depth", depth), 1);
		stretch_begin();
		take_back(page_at(0), page_size);
		stretch_end();
		report("unmap", key("depth", depth), 1);
		make_chain(to, depth);
		stretch_begin();
		L4_Flush(fpage_of(WINDOW, page_size));
		stretch_end();
		report("flush", key("depth", depth), 1);
	}
	worker_kill(to);
	take_back((L4_Word_t)keeper, page_size);
}

/* ---- page faults --------------------------------------------------------------------------------- */

/* Touches page after page; its pager answers each with one. */
static void toucher(void)
{
	(void)*(volatile char *)page_at(PAGES - 1);
	stretch_begin();
	for (L4_Word_t i = 0; i < ROUNDS; i++)
		(void)*(volatile char *)page_at(i);
	stretch_end();
	worker_done();
}

static void page_faults(void)
{
	L4_ThreadId_t t = worker_start(NEW_SPACE, toucher);

	worker_wait(t);
	report("page-fault", "", ROUNDS);
	worker_kill(t);
}

void bench_mapping(void)
{
	L4_ThreadId_t to = worker_start(NEW_SPACE, receiver);
	L4_ThreadId_t at_flusher = worker_start(NEW_SPACE, flusher);

	keep_tables(to);
	keep_tables(at_flusher);
	call_alone(to);
	single_pages(to);
	by_page_count(to, at_flusher);
	worker_kill(to);
	worker_kill(at_flusher);
	by_depth();
	page_faults();
}
