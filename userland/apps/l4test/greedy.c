/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel memory runs out: by threads, by spaces, by mappings.  Whoever wants more is refused, those
 * who need none go on, and all of it comes back when the greedy are deleted.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "crowd.h"
#include "mapping.h"

/* ---- others run on --------------------------------------------------------------------------- */

static L4_ThreadId_t server;

static void serve(void)
{
	L4_ThreadId_t from;
	L4_Word_t n = 0;

	L4_Wait(&from);
	for (;;) {
		load_words(1, 1, ++n);
		L4_ReplyWait(from, &from);
	}
}

static void begin(void)
{
	server = thread_start(NEW_SPACE, serve);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call_Timeouts(server, MILLISECONDS(100), MILLISECONDS(100))));
}

static void check_others(void)
{
	L4_Word_t before = 0, after = 0;

	for (int i = 0; i < 10; i++) {
		L4_Set_MsgTag(L4_Niltag);
		CHECK(L4_IpcSucceeded(L4_Call_Timeouts(server, MILLISECONDS(100),
						       MILLISECONDS(100))));
		L4_StoreMR(1, i ? &after : &before);
	}
	CHECK_EQ(after, before + 9);
}

/* ---- threads --------------------------------------------------------------------------------- */

/* As many threads as there can be; they are gone again afterwards. */
static L4_Word_t most_threads(void)
{
	L4_Word_t n;

	if (!crowd_open()) {
		test_failed_values(__FILE__, __LINE__, "error of making a space", L4_ErrorCode(),
				   0);
		return 0;
	}
	while (crowd_add_waiting())
		;
	CHECK_EQ(L4_ErrorCode(), L4_ErrNoMem);
	CHECK(!crowd_add_waiting());
	CHECK_EQ(L4_ErrorCode(), L4_ErrNoMem);
	n = crowd_size();
	check_others();
	crowd_close();
	return n;
}

static void threads(void)
{
	L4_Word_t first;

	begin();
	/* what stays for next time may cut a block of which a table needs the whole: once */
	CHECK(most_threads() > 100);
	first = most_threads();
	for (int i = 0; i < 3; i++)
		CHECK_EQ(most_threads(), first);
}

/* ---- spaces ---------------------------------------------------------------------------------- */

static L4_Word_t first_number;

static bool make_space(L4_ThreadId_t id)
{
	L4_Word_t control;

	if (!L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED))
		return false;
	if (L4_SpaceControl(id, 0, kip_area(), utcb_area(), L4_nilthread, &control) &&
	    L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(0)))
		return true;
	L4_Word_t error = L4_ErrorCode();

	thread_kill(id);
	CHECK_EQ(error, L4_ErrNoMem);
	return false;
}

static L4_Word_t most_spaces(void)
{
	L4_Word_t n = 0;

	while (make_space(L4_GlobalId(first_number + n, 1)))
		n++;
	CHECK_EQ(L4_ErrorCode(), L4_ErrNoMem);
	check_others();
	for (L4_Word_t i = 0; i < n; i++)
		thread_kill(L4_GlobalId(first_number + i, 1));
	return n;
}

static void spaces(void)
{
	L4_Word_t first;

	begin();
	first_number = L4_ThreadNo(unused_id()) + 1000;
	/* what stays for next time may cut a block of which a table needs the whole: once */
	first = most_spaces();
	CHECK(first > 10);
	first -= first - most_spaces() == 1;
	for (int i = 0; i < 3; i++)
		CHECK_EQ(most_spaces(), first);
}

/* ---- mappings -------------------------------------------------------------------------------- */

#define TAKERS		4
#define AREA_LOG2	29		/* from WINDOW on */
#define CHUNK_LOG2	22

static L4_ThreadId_t takers[TAKERS];
static L4_Word_t memory;
static volatile bool full;

/* Maps its four megabytes to all takers at all places. */
static void give_all(void)
{
	L4_Msg_t msg;

	for (int i = 0; i < TAKERS; i++)
		for (L4_Word_t base = 0; base < (L4_Word_t)1 << AREA_LOG2;
		     base += (L4_Word_t)1 << CHUNK_LOG2) {
			L4_MsgClear(&msg);
			L4_MsgAppendMapItem(&msg, L4_MapItem(fpage(memory, CHUNK_LOG2, 7), base));
			L4_MsgLoad(&msg);
			CHECK(L4_IpcSucceeded(L4_Send(takers[i])));
		}
	full = true;
	for (;;)
		L4_Sleep(L4_Never);
}

static void touch_and_give(void)
{
	for (L4_Word_t i = 0; i < (L4_Word_t)1 << CHUNK_LOG2; i += page_size)
		(void)*(volatile char *)(memory + i);
	give_all();
}

static void take_all(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(fpage(WINDOW, AREA_LOG2, 0)));
	for (;;)
		L4_Wait(&from);
}

static volatile L4_Word_t ran;

static void run_once(void)
{
	ran++;
}

/* What an unprivileged task can use up leaves the root task enough to go on and to end it. */
static void use_up_by_mappings(void)
{
	L4_ThreadId_t giver, other;

	full = false;
	ran = 0;
	for (int i = 0; i < TAKERS; i++)
		takers[i] = thread_start(NEW_SPACE, take_all);
	giver = thread_start(NEW_SPACE, touch_and_give);
	for (int i = 0; i < 10000 && !full; i++)
		pause_for(1);
	CHECK(full);
	check_others();
	other = thread_start(SAME_SPACE, run_once);
	thread_end(other);
	thread_kill(other);
	CHECK_EQ(ran, 1);
	thread_kill(giver);
	for (int i = 0; i < TAKERS; i++)
		thread_kill(takers[i]);
}

/* What did not fit is not there; it is the last taker's last page that is looked for. */
static volatile L4_Word_t last_word;

static void take_and_look(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(fpage(WINDOW, AREA_LOG2, 0)));
	while (!full)
		L4_Wait_Timeout(MILLISECONDS(10), &from);
	last_word = *(volatile L4_Word_t *)(WINDOW + ((L4_Word_t)1 << AREA_LOG2) - page_size);
}

static void mappings(void)
{
	L4_Word_t threads_before, threads_after;

	begin();
	memory = scratch(CHUNK_LOG2);
	REQUIRE(memory);
	/* afterwards the root task has all its pages, which cost memory as well, and nodes that stay
	 * lie among others */
	for (int i = 0; i < 2; i++)
		use_up_by_mappings();
	threads_before = most_threads();
	use_up_by_mappings();
	threads_after = most_threads();
	CHECK_EQ(threads_after, threads_before);
}

static void nil_mapping(void)
{
	begin();
	memory = scratch(CHUNK_LOG2);
	REQUIRE(memory);
	*(volatile L4_Word_t *)(memory + ((L4_Word_t)1 << CHUNK_LOG2) - page_size) = 0x1357;
	full = false;
	last_word = 0;
	pager_at(WINDOW + ((L4_Word_t)1 << AREA_LOG2) - page_size, IGNORE);
	for (int i = 0; i < TAKERS; i++)
		takers[i] = thread_start(NEW_SPACE, i + 1 < TAKERS ? take_all : take_and_look);
	thread_start(NEW_SPACE, touch_and_give);
	for (int i = 0; i < 10000 && !full; i++)
		pause_for(1);
	pause_for(20);
	CHECK(full);
	CHECK_EQ(pager_hits, 1);
	CHECK_EQ(last_word, 0);
	check_others();
}

static const struct test tests[] = {
	{ "threads", threads },
	{ "spaces", spaces },
	{ "mappings", mappings },
	{ "nil-mapping", nil_mapping },
	{ },
};

const struct group greedy_group = {
	"greedy", "Kernel memory runs out", tests, true
};
