/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attempts that may leave a thread stuck (stuck.h).
 */
#include "stuck.h"

static bool (*attempt)(L4_Word_t n);
static volatile L4_Word_t next;
static volatile bool finished;

static void go_through(void)
{
	while (!finished) {
		L4_Word_t n = next;

		next = n + 1;
		if (!attempt(n))
			finished = true;
	}
}

/* The thread's end, or the time when it has not moved on. */
static bool wait_while_it_moves(L4_ThreadId_t thread, L4_Word_t milliseconds)
{
	for (;;) {
		L4_Word_t before = next;

		if (L4_IpcSucceeded(L4_Receive_Timeout(thread, MILLISECONDS(milliseconds))))
			return true;
		if (next == before)
			return false;
	}
}

L4_Word_t stuck_run(enum where where, bool (*what)(L4_Word_t n), L4_Word_t milliseconds)
{
	L4_Word_t times = 0;

	attempt = what;
	next = 0;
	finished = false;
	pager_image_only = true;
	while (!finished) {
		L4_ThreadId_t thread = thread_start(where, go_through);

		if (test_has_failed())
			break;
		if (!wait_while_it_moves(thread, milliseconds))
			times++;
		thread_kill(thread);
	}
	pager_image_only = false;
	return times;
}
