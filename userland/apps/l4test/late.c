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

/* Below main's, and above all others': nobody has a turn in what is measured. */
#define WORKER_PRIORITY	200

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
	CHECK(L4_Set_Priority(worker, WORKER_PRIORITY));
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
	if (worst > tick + HELD_OFF + WAKING && !test_patiently)
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
static void map_up_to(L4_Word_t end)
{
	L4_Msg_t msg;

	for (L4_Word_t base = 0; base < end;
	     base += (L4_Word_t)1 << CHUNK_LOG2) {
		L4_MsgClear(&msg);
		L4_MsgAppendMapItem(&msg, L4_MapItem(fpage(memory, CHUNK_LOG2, 7), base));
		L4_MsgLoad(&msg);
		CHECK(L4_IpcSucceeded(L4_Send(taker)));
	}
}

static void map_much(void)
{
	map_up_to((L4_Word_t)1 << AREA_LOG2);
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
	pause_for(2);
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

static L4_Word_t large;

/* A small page out of each large one, which so becomes small ones. */
static void grant_pieces(void)
{
	L4_Msg_t msg;

	for (L4_Word_t at = 5 * page_size; at < (L4_Word_t)1 << CHUNK_LOG2; at += 0x100000) {
		L4_MsgClear(&msg);
		L4_MsgAppendGrantItem(&msg, L4_GrantItem(fpage(large + at, page_order, 7), at));
		L4_MsgLoad(&msg);
		CHECK(L4_IpcSucceeded(L4_Send(taker)));
	}
}

static void granting(void)
{
	/* as it comes: in pages as large as can be */
	large = scratch(CHUNK_LOG2);
	REQUIRE(large);
	taker = thread_start(NEW_SPACE, take_all);
	pause_for(2);
	check_lateness(grant_pieces);
	thread_kill(taker);
}

/* ---- each costs the same, however many there are -------------------------------------------- */

#define FEW_LOG2	26
#define TIMES		((L4_Word_t)1 << (AREA_LOG2 - FEW_LOG2))

static L4_Word64_t cost_of(void (*function)(void))
{
	L4_Word64_t start = ticks();

	function();
	return ticks() - start;
}

void late_check_growth(L4_Word64_t few, L4_Word64_t many, L4_Word_t times)
{
	if (many > few * times + few * times / 8 && !test_patiently)
		test_failed_values(__FILE__, __LINE__, "cost of many", (L4_Word_t)many,
				   (L4_Word_t)(few * times));
}

static void growth(void)
{
	L4_Word64_t unmap[2], delete[2];

	for (int many = 0; many < 2; many++) {
		L4_Word_t end = (L4_Word_t)1 << (many ? AREA_LOG2 : FEW_LOG2);

		REQUIRE(prepare());
		map_up_to(end);
		unmap[many] = cost_of(unmap_much);
		map_up_to(end);
		delete[many] = cost_of(delete_taker);
	}
	late_check_growth(unmap[0], unmap[1], TIMES);
	late_check_growth(delete[0], delete[1], TIMES);
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

/* So many send to a thread that does this. */
static bool prepare_senders(L4_Word_t n, void (*function)(void))
{
	taker = crowd_target = thread_start(NEW_SPACE, function);
	CHECK(crowd_open());
	while (crowd_size() < n && crowd_add(crowd_send))
		;
	CHECK_EQ(crowd_size(), n);
	pause_for(30 + n / 500);
	return crowd_size() == n;
}

static L4_Word64_t deletion_cost;

static void delete_at_a_cost(void)
{
	deletion_cost = cost_of(delete_taker);
}

L4_Word64_t late_senders(L4_Word_t n)
{
	if (!prepare_senders(n, sleep_for_ever))
		return 0;
	check_lateness(delete_at_a_cost);
	for (int i = 0; i < 1000 && crowd_told < n; i++)
		pause_for(2);
	CHECK_EQ(crowd_told, n);
	check_lateness(crowd_close);
	return deletion_cost;
}

/* A thread that others send to moves to a third space.  Then it looks for senders of that. */
static L4_ThreadId_t third;
static volatile L4_Word_t looked;

static void look_for_locals(void)
{
	for (;;) {
		L4_MsgTag_t tag;
		L4_ThreadId_t from;

		L4_Sleep(L4_Never);		/* until it is moved */
		tag = L4_Ipc(L4_nilthread, L4_anylocalthread, L4_Timeouts(L4_Never, L4_ZeroTime),
			     &from);
		looked = L4_IpcFailed(tag) ? L4_ErrorCode() : ~(L4_Word_t)0;
	}
}

static void move_taker(void)
{
	looked = 0;
	CHECK(L4_ThreadControl(taker, third, L4_nilthread, L4_nilthread, UNCHANGED));
	for (int i = 0; i < 1000 && !looked; i++)
		pause_for(1);
}

void late_moved(L4_Word_t n)
{
	REQUIRE(prepare_senders(n, look_for_locals));
	third = thread_new(NEW_SPACE);
	check_lateness(move_taker);
	CHECK_EQ(looked, IPC_ERROR(IN_RECEIVE, ABI_IPCERR_TIMEOUT));
	thread_kill(taker);
	thread_kill(third);
	crowd_close();
}

static void senders(void)
{
	late_senders(1000);
}

static void moved_thread(void)
{
	late_moved(1000);
}

static const struct test tests[] = {
	{ "mapping", mapping },
	{ "unmapping", unmapping },
	{ "space-deletion", space_deletion },
	{ "granting", granting },
	{ "growth", growth },
	{ "string-copy", string_copy },
	{ "senders", senders },
	{ "moved-thread", moved_thread },
	{ },
};

const struct group late_group = { "late", "Wake-ups during long work", tests, false };
