/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that threads of several processors use: faults, mappings and strings across processors,
 * and pages that are taken away while others use them.
 */
#include <l4/space.h>
#include "smp.h"
#include "layout.h"
#include "mapping.h"

#define ROUNDS		8
#define USERS		4
#define STRING		(3 * page_size + 17)

/* ---- strings -------------------------------------------------------------------------------------- */

static L4_Word_t source, target;

static void send_string(void)
{
	load_string(source + 9, STRING);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(t1, MILLISECONDS(5000))));
}

static void receive_string(void)
{
	L4_MsgTag_t tag;

	accept_string(target + 5, STRING);
	tag = L4_Receive_Timeout(t2, MILLISECONDS(5000));
	CHECK(L4_IpcSucceeded(tag));
	check_pattern(target + 5, STRING);
}

static void drop_all(L4_Word_t base)
{
	for (L4_Word_t at = 0; at <= STRING + 9; at += page_size)
		drop_page(base + at);
}

/* All pages are missing on both sides, and the pager is on a third processor, or on one of the two. */
static void strings(void)
{
	source = scratch((L4_Word_t)page_order + 2);
	target = scratch((L4_Word_t)page_order + 2);
	REQUIRE(source && target);
	for (L4_Word_t n = 0; n < 2 * cpus() && !test_has_failed(); n++) {
		move(pager_id, n / 2);
		for (L4_Word_t at = 0; at <= STRING + 9; at += page_size) {
			fetch_page(source + at);
			fetch_page(target + at);
		}
		fill_pattern(source + 9, STRING);
		if (n & 1) {
			drop_all(source);
			drop_all(target);
		}
		pair_at(1, 2, NEW_SPACE, receive_string, send_string);
		pair_at(0, 1, NEW_SPACE, receive_string, send_string);
	}
	move(pager_id, 0);
}

/* ---- faults and items -------------------------------------------------------------------------------- */

static L4_Word_t area, pages;

static void touch_area(void)
{
	for (L4_Word_t i = 0; i < pages; i++)
		CHECK_EQ(*(volatile L4_Word_t *)(area + i * page_size), 0x1000 + i);
}

/* Threads of all processors fault at once, in spaces of their own. */
static void faults(void)
{
	L4_ThreadId_t user[USERS];

	pages = 32;
	area = marked_memory(page_order + 5);
	REQUIRE(area);
	for (L4_Word_t cpu = 0; cpu < 2; cpu++) {
		move(pager_id, cpu);
		for (L4_Word_t i = 0; i < USERS; i++)
			user[i] = thread_at(i, NEW_SPACE, touch_area);
		for (L4_Word_t i = 0; i < USERS; i++)
			thread_end(user[i]);
		threads_kill_all();
	}
	move(pager_id, 0);
}

/* Main maps to one, which maps on to another, on a third processor; main takes it all back. */
static void items(void)
{
	L4_Word_t memory = marked_memory(page_order);
	L4_ThreadId_t a = new_partner(), b = new_partner();

	REQUIRE(memory);
	for (L4_Word_t n = 0; n < cpus(); n++) {
		L4_Fpage_t page = fpage(memory, page_order, L4_FullyAccessible);
		L4_Fpage_t passed = fpage(WINDOW, page_order, L4_FullyAccessible);

		move(a, n + 1);
		move(b, n + 2);
		accept_in(a, WINDOW, WINDOW_LOG2);
		accept_in(b, WINDOW, WINDOW_LOG2);
		CHECK(give(a, page, 0, false));
		CHECK_EQ(peek(a, WINDOW), 0x1000);
		CHECK_EQ(ask(a, PASS_ON, b.raw, passed.raw, 0), 1);
		CHECK_EQ(peek(b, WINDOW), 0x1000);
		CHECK_EQ(poke(b, WINDOW), 0x77);
		CHECK_EQ(*(volatile L4_Word_t *)memory, 0x77);
		*(volatile L4_Word_t *)memory = 0x1000;
		L4_UnmapFpage(page);
	}
	CHECK_EQ(peek(a, WINDOW), NO_ACCESS);
	CHECK_EQ(peek(b, WINDOW), NO_ACCESS);
}

/* A page that is granted to somebody elsewhere leaves here. */
static void grants(void)
{
	L4_Word_t memory = marked_memory(page_order);

	REQUIRE(memory);
	for (L4_Word_t cpu = 0; cpu < cpus(); cpu++) {
		L4_ThreadId_t a = new_partner();

		move(a, cpu);
		accept_in(a, WINDOW, WINDOW_LOG2);
		CHECK(give(a, fpage(memory, page_order, L4_FullyAccessible), 0, true));
		CHECK_EQ(peek(a, WINDOW), 0x1000);
		CHECK_EQ(poke(a, WINDOW), 0x77);
		fetch_page(memory);
		CHECK_EQ(*(volatile L4_Word_t *)memory, 0x77);
		*(volatile L4_Word_t *)memory = 0x1000;
		thread_kill(a);
	}
}

/* ---- pages taken away ---------------------------------------------------------------------------------- */

static volatile L4_Word_t *counters;	/* in the page: one for each user */
static volatile L4_Word_t next_user;

static void count_in_page(void)
{
	L4_Word_t mine = __atomic_fetch_add(&next_user, 1, __ATOMIC_RELAXED);

	for (;;) {
		counters[mine * 8]++;
		relax();
	}
}

/* When Unmap returns nobody writes any more, on no processor. */
static void unmap_once(L4_Fpage_t page)
{
	L4_Word_t seen[USERS];

	for (L4_Word_t i = 0; i < USERS; i++)
		await_progress(&counters[i * 8]);
	pager_at((L4_Word_t)counters, IGNORE);
	L4_UnmapFpage(page);
	for (L4_Word_t i = 0; i < USERS; i++)
		seen[i] = counters[i * 8];
	pause_for(2);
	for (L4_Word_t i = 0; i < USERS; i++)
		CHECK_EQ(counters[i * 8], seen[i]);
	pager_at(0, SERVE);
}

static void unmap_seen(enum where where, L4_Word_t rights)
{
	for (int round = 0; round < ROUNDS && !test_has_failed(); round++) {
		L4_ThreadId_t first = thread_new(NEW_SPACE);

		fetch_page((L4_Word_t)counters);
		next_user = 0;
		move(first, 1);
		for (L4_Word_t i = 1; i < USERS; i++) {
			L4_ThreadId_t t = where == SAME_SPACE ? thread_beside(first) :
					  thread_new(NEW_SPACE);

			move(t, i + 1);
			thread_go(t, count_in_page);
		}
		thread_go(first, count_in_page);
		unmap_once(fpage((L4_Word_t)counters, page_order, rights));
		threads_kill_all();
	}
}

static bool counter_page(void)
{
	counters = (volatile L4_Word_t *)scratch((L4_Word_t)page_order);
	return counters != NULL;
}

static void unmap(void)
{
	REQUIRE(counter_page());
	unmap_seen(SAME_SPACE, L4_FullyAccessible);
	unmap_seen(NEW_SPACE, L4_FullyAccessible);
}

static void write_protect(void)
{
	REQUIRE(counter_page());
	unmap_seen(SAME_SPACE, L4_Writable);
	unmap_seen(NEW_SPACE, L4_Writable);
}

/* A space whose threads run everywhere is deleted: nothing of it goes on. */
static void space_deleted(void)
{
	REQUIRE(counter_page());
	for (int round = 0; round < ROUNDS && !test_has_failed(); round++) {
		L4_ThreadId_t user[USERS];
		L4_Word_t seen[USERS];

		next_user = 0;
		user[0] = thread_of(1, NEW_SPACE);
		for (L4_Word_t i = 1; i < USERS; i++) {
			user[i] = thread_beside(user[0]);
			move(user[i], i + 1);
		}
		for (L4_Word_t i = 0; i < USERS; i++)
			thread_go(user[i], count_in_page);
		for (L4_Word_t i = 0; i < USERS; i++)
			await_progress(&counters[i * 8]);
		threads_kill_all();
		for (L4_Word_t i = 0; i < USERS; i++)
			seen[i] = counters[i * 8];
		pause_for(2);
		for (L4_Word_t i = 0; i < USERS; i++)
			CHECK_EQ(counters[i * 8], seen[i]);
	}
}

/* ---- memory of the kernel ------------------------------------------------------------------------ */

static L4_ThreadId_t nth_id(L4_Word_t first, L4_Word_t n)
{
	return L4_GlobalId(first + n, 3);
}

/* As many inactive threads as there is memory for, which are gone again. */
static L4_Word_t creatable(L4_Word_t first)
{
	L4_Word_t n;

	for (n = 0; L4_ThreadControl(nth_id(first, n), main_id, main_id, L4_nilthread, UNCHANGED); n++)
		;
	CHECK_EQ(L4_ErrorCode(), L4_ErrNoMem);
	for (L4_Word_t i = 0; i < n; i++)
		CHECK(L4_ThreadControl(nth_id(first, i), L4_nilthread, L4_nilthread, L4_nilthread,
				       UNCHANGED));
	return n;
}

/* The same again at once, while another processor is busy and may still look at the deleted ones. */
static void deleted_is_free(void)
{
	L4_Word_t first = L4_ThreadNo(unused_id()) + 1000, n;

	REQUIRE(counter_page());
	next_user = 0;
	thread_at(1, SAME_SPACE, count_in_page);
	await_progress(&counters[0]);
	n = creatable(first);
	for (int i = 0; i < 3; i++)
		CHECK(creatable(first) + n / 512 >= n);
}

static const struct test tests[] = {
	{ "strings", strings },
	{ "faults", faults },
	{ "items", items },
	{ "grants", grants },
	{ "unmap", unmap },
	{ "write-protect", write_protect },
	{ "space-deleted", space_deleted },
	{ "deleted-is-free", deleted_is_free },
	{ },
};

const struct group smp_memory_group = { "smp-memory", "Memory of several processors", tests, false };
