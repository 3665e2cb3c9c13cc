/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Long work of the kernel's for one thread does not keep another, of higher priority, from waking:
 * main wakes at every tick of the clock while a lesser thread has the kernel map, unmap, copy and
 * delete a great deal.  A tick at which it comes later than usual shows how long it was kept.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "crowd.h"
#include "late.h"
#include "layout.h"
#include "mapping.h"
#include "ticks.h"

/* In instructions: what the kernel may do in one go, and what a tick and a wake-up themselves take. */
#define HELD_OFF	5000
#define WAKING		3000

#define CHUNK_LOG2	22
#define AREA_LOG2	29

static L4_ThreadId_t worker, taker;
static L4_Word_t memory;
static void (*work)(void);
static volatile bool done;

static void sleep_to_next_tick(void)
{
	L4_Sleep(L4_TimePeriod(1));
}

/* The length of a tick, in the counter's units. */
static L4_Word64_t tick_length(void)
{
	L4_Word64_t start;

	sleep_to_next_tick();
	start = ticks();
	for (int i = 0; i < 64; i++)
		sleep_to_next_tick();
	return (ticks() - start) / 64;
}

static void do_work(void)
{
	work();
	done = true;
	L4_Sleep(L4_Never);
}

/* Runs the function in a thread of the root task's, and watches. */
static void check_lateness(void (*function)(void))
{
	L4_Word64_t tick = tick_length(), before, after, worst = 0;
	L4_Word_t n = 0;

	work = function;
	done = false;
	worker = thread_new(SAME_SPACE);
	sleep_to_next_tick();
	thread_go(worker, do_work);
	sleep_to_next_tick();
	for (before = ticks(); !done && n < 100000; before = after, n++) {
		sleep_to_next_tick();
		after = ticks();
		if (after - before > worst)
			worst = after - before;
	}
	CHECK(done);
	thread_kill(worker);
	if (worst > tick + HELD_OFF + WAKING)
		test_failed_values(__FILE__, __LINE__, "lateness", (L4_Word_t)(worst - tick),
				   HELD_OFF);
}

/* ---- mappings -------------------------------------------------------------------------------- */

static void take_all(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(fpage(WINDOW, AREA_LOG2, 0)));
	for (;;)
		L4_Wait(&from);
}

/* Four megabytes, page by page in many places of another space. */
static void map_much(void)
{
	L4_Msg_t msg;

	for (L4_Word_t base = 0; base < (L4_Word_t)1 << AREA_LOG2;
	     base += (L4_Word_t)1 << CHUNK_LOG2) {
		L4_MsgClear(&msg);
		L4_MsgAppendMapItem(&msg, L4_MapItem(fpage(memory, CHUNK_LOG2, 7), base));
		L4_MsgLoad(&msg);
		CHECK(L4_IpcSucceeded(L4_Send(taker)));
	}
}

static void unmap_much(void)
{
	L4_UnmapFpage(fpage(memory, CHUNK_LOG2, 7));
}

static void delete_taker(void)
{
	CHECK(L4_ThreadControl(taker, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED));
}

static bool prepare(void)
{
	if (!memory)
		memory = scratch(CHUNK_LOG2);
	/* mapped page by page, however large a page it was at first */
	if (memory)
		L4_Flush(fpage(memory, CHUNK_LOG2, 7));
	for (L4_Word_t i = 0; memory && i < (L4_Word_t)1 << CHUNK_LOG2; i += page_size)
		fetch_page(memory + i);
	taker = thread_start(NEW_SPACE, take_all);
	L4_Sleep(MILLISECONDS(2));
	CHECK(memory);
	return memory;
}

static void mapping(void)
{
	REQUIRE(prepare());
	check_lateness(map_much);
	check_lateness(map_much);	/* over what is there */
}

static void unmapping(void)
{
	REQUIRE(prepare());
	check_lateness(map_much);
	check_lateness(unmap_much);
}

static void space_deletion(void)
{
	REQUIRE(prepare());
	check_lateness(map_much);
	check_lateness(delete_taker);
}

/* ---- strings --------------------------------------------------------------------------------- */

static L4_Word_t shift;

static void send_string(void)
{
	load_string(memory + shift, ((L4_Word_t)1 << CHUNK_LOG2) - page_size);
	CHECK(L4_IpcSucceeded(L4_Send(taker)));
}

/* The receiver has the pages it got as a taker. */
static void take_and_receive(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(fpage(WINDOW, CHUNK_LOG2, 0)));
	L4_Wait(&from);
	accept_string(WINDOW, ((L4_Word_t)1 << CHUNK_LOG2) - page_size);
	CHECK(L4_IpcSucceeded(L4_Wait(&from)));
	L4_Sleep(L4_Never);
}

static void give_pages(void)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_MsgAppendMapItem(&msg, L4_MapItem(fpage(memory, CHUNK_LOG2, 7), 0));
	L4_MsgLoad(&msg);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(taker, MILLISECONDS(100))));
}

/* The pages are the same on both sides: a string may lie across its own buffer. */
static void copy_shifted(L4_Word_t by)
{
	shift = by;
	REQUIRE(prepare());
	thread_kill(taker);
	taker = thread_start(NEW_SPACE, take_and_receive);
	give_pages();
	check_lateness(send_string);
	thread_kill(taker);
}

static void string_copy(void)
{
	copy_shifted(0);
	copy_shifted(page_size);
	copy_shifted(page_size - 3);
	copy_shifted(2);
	copy_shifted(64);
}

/* ---- threads --------------------------------------------------------------------------------- */

static void sleep_for_ever(void)
{
	L4_Sleep(L4_Never);
}

void late_senders(L4_Word_t n)
{
	taker = crowd_target = thread_start(NEW_SPACE, sleep_for_ever);
	REQUIRE(crowd_open());
	while (crowd_size() < n && crowd_add(crowd_send))
		;
	CHECK_EQ(crowd_size(), n);
	L4_Sleep(MILLISECONDS(30));
	check_lateness(delete_taker);
	for (int i = 0; i < 1000 && crowd_told < n; i++)
		L4_Sleep(MILLISECONDS(2));
	CHECK_EQ(crowd_told, n);
	check_lateness(crowd_close);
}

static void senders(void)
{
	late_senders(1000);
}

static const struct test tests[] = {
	{ "mapping", mapping },
	{ "unmapping", unmapping },
	{ "space-deletion", space_deletion },
	{ "string-copy", string_copy },
	{ "senders", senders },
	{ },
};

const struct group late_group = { "late", "Wake-ups during long work", tests, false };
