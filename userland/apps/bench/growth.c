/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How costs grow: the same few operations beside more and more threads, spaces, mappings, ready
 * threads and pending timeouts.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "bench.h"

#define ROUNDS		64
#define HOST_UTCBS	0x80000000UL
#define HOST_LOG2	27
#define MANY		100000
#define MANY_SPACES	4000
#define WINDOW		((L4_Word_t)0x40000000)
#define WINDOW_LOG2	30
#define LOW_PRIORITY	10

static L4_ThreadId_t host, partner;
static L4_Word_t first_number;
static char page[4096] __attribute__((aligned(4096)));

static void answer(void)
{
	L4_ThreadId_t from;

	for (L4_Wait(&from);; L4_ReplyWait(from, &from))
		L4_Set_MsgTag(L4_Niltag);
}

/* ---- what is measured at each size ------------------------------------------------------------ */

static const char *keys_of(const char *what, L4_Word_t n, const char *op)
{
	static char text[96];

	snprintf(text, sizeof text, " by=%s n=%lu op=%s", what, n, op);
	return text;
}

static void call_partner(const char *by, L4_Word_t n)
{
	L4_Set_MsgTag(L4_Niltag);
	L4_Call(partner);
	stretch_begin();
	for (int i = 0; i < ROUNDS; i++) {
		L4_Set_MsgTag(L4_Niltag);
		L4_Call(partner);
	}
	stretch_end();
	report("growth", keys_of(by, n, "call"), ROUNDS);
}

/* A timeout is armed with each call, and taken back with the answer. */
static void call_in_time(const char *by, L4_Word_t n)
{
	L4_Time_t hour = L4_TimePeriod(3600000000UL);

	stretch_begin();
	for (int i = 0; i < ROUNDS; i++) {
		L4_Set_MsgTag(L4_Niltag);
		L4_Call_Timeouts(partner, L4_Never, hour);
	}
	stretch_end();
	report("growth", keys_of(by, n, "call-with-timeout"), ROUNDS);
}

static void make_and_unmake(const char *by, L4_Word_t n)
{
	L4_ThreadId_t id = unused_id();

	stretch_begin();
	for (int i = 0; i < ROUNDS; i++) {
		L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT));
		kill_thread(id);
	}
	stretch_end();
	report("growth", keys_of(by, n, "create-and-delete"), ROUNDS);
}

static void yield(const char *by, L4_Word_t n)
{
	stretch_begin();
	for (int i = 0; i < ROUNDS; i++)
		L4_ThreadSwitch(L4_nilthread);
	stretch_end();
	report("growth", keys_of(by, n, "thread-switch"), ROUNDS);
}

static void measure(const char *by, L4_Word_t n)
{
	call_partner(by, n);
	yield(by, n);
	make_and_unmake(by, n);
}

/* ---- threads: waiting, ready, or waiting with a timeout ---------------------------------------- */

static void wait_for_ever(void)
{
	for (;;)
		L4_Receive(pager_id);
}

static void wait_an_hour(void)
{
	for (;;)
		L4_Receive_Timeout(pager_id, L4_TimePeriod(3600000000UL));
}

static void never_runs(void)
{
	for (;;)
		L4_ThreadSwitch(L4_nilthread);
}

static bool make_host(void)
{
	host = unused_id();
	return L4_ThreadControl(host, host, main_id, L4_nilthread, UNCHANGED) &&
	       space_control(host, L4_FpageLog2(HOST_UTCBS, HOST_LOG2));
}

static bool make_thread(L4_Word_t n, void (*function)(void))
{
	L4_ThreadId_t id = L4_GlobalId(first_number + n, 1);
	void *utcb = (void *)(HOST_UTCBS + n * L4_UtcbSize(kip));

	if (!L4_ThreadControl(id, host, main_id, pager_id, utcb))
		return false;
	if (function == never_runs)
		L4_Set_Priority(id, LOW_PRIORITY);
	start_by_pager(id, function, spare_stack());
	return true;
}

static void kill_threads(L4_Word_t count)
{
	for (L4_Word_t n = 0; n < count; n++)
		kill_thread(L4_GlobalId(first_number + n, 1));
	kill_thread(host);
}

static void by_threads(const char *by, void (*function)(void), L4_Word_t most)
{
	L4_Word_t alive = 0;

	if (!make_host())
		complain("no space for many threads");
	for (L4_Word_t count = 10; count <= most; count *= 10) {
		for (; alive < count; alive++)
			if (!make_thread(alive, function))
				break;
		if (alive < count) {
			printf("bench: no memory for more than %lu threads\n", alive);
			break;
		}
		/* those that wait have gone to sleep when main has slept */
		if (function != never_runs)
			L4_Sleep(L4_TimePeriod(count * 20));
		measure(by, count);
		if (function == wait_an_hour)
			call_in_time(by, count);
	}
	kill_threads(alive);
}

/* ---- spaces ------------------------------------------------------------------------------------- */

static void by_spaces(void)
{
	L4_Word_t alive = 0;

	for (L4_Word_t count = 10; count <= MANY_SPACES; count *= count < 1000 ? 10 : 4) {
		for (; alive < count; alive++) {
			L4_ThreadId_t id = L4_GlobalId(first_number + alive, 1);

			if (!L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED) ||
			    !space_control(id, utcb_area()) ||
			    !L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(2)))
				break;
		}
		if (alive < count) {
			printf("bench: no memory for more than %lu spaces\n", alive);
			break;
		}
		measure("spaces", count);
	}
	for (L4_Word_t n = 0; n < alive; n++)
		kill_thread(L4_GlobalId(first_number + n, 1));
}

/* ---- mappings: of one page, to many places ------------------------------------------------------ */

static void accept_pages(void)
{
	L4_Accept(L4_MapGrantItems(L4_FpageLog2(WINDOW, WINDOW_LOG2)));
	answer();
}

static L4_Fpage_t whole_page(void)
{
	return L4_FpageAddRights(L4_Fpage((L4_Word_t)page, page_size), L4_FullyAccessible);
}

static void give(L4_ThreadId_t to, L4_Word_t place)
{
	L4_MapItem_t item = L4_MapItem(whole_page(), place * page_size);
	L4_MsgTag_t tag = L4_Niltag;

	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, 2, item.raw);
	L4_Call(to);
}

static void by_mappings(void)
{
	L4_ThreadId_t to = worker_start(NEW_SPACE, accept_pages);

	for (L4_Word_t count = 10; count <= MANY; count *= 10) {
		for (L4_Word_t n = 0; n < count; n++)
			give(to, n);
		call_partner("mappings", count);
		stretch_begin();
		for (L4_Word_t n = 0; n < ROUNDS; n++)
			give(to, count + n);
		stretch_end();
		report("growth", keys_of("mappings", count, "map"), ROUNDS);
		stretch_begin();
		L4_UnmapFpage(whole_page());
		stretch_end();
		report("growth", keys_of("mappings", count, "unmap-each"), count + ROUNDS);
	}
	worker_kill(to);
}

void bench_growth(void)
{
	first_number = L4_ThreadNo(unused_id()) + 1000;
	partner = worker_start(NEW_SPACE, answer);
	by_threads("threads", wait_for_ever, MANY);
	by_threads("ready", never_runs, MANY / 10);
	by_threads("timeouts", wait_an_hour, MANY / 10);
	by_spaces();
	by_mappings();
	worker_kill(partner);
}
