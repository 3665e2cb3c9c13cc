/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smpstress, a root task: threads of all processors exchange messages, share memory that is taken
 * away from them, move, are broken off, deleted and made anew, all at once.  What a user can see must
 * hold: contents of messages and of memory, and that everybody gets on.
 *
 *	smpstress auto [seed=<n>] [ms=<n>]
 *
 * runs for so many milliseconds (2000) and ends the machine with a status.
 */
#include <l4lib/cmdline.h>
#include <l4lib/end.h>
#include <l4lib/image.h>
#include <l4lib/string.h>
#include "smpstress.h"

#define ROUND		1000	/* microseconds, or a tick of the clock if that is longer */
#define PATIENCE	4000	/* rounds in which a thread may do nothing */

void *kip;
L4_ThreadId_t main_id;
L4_Word_t page_size, cpus;
volatile bool stopping;

/* ---- what is wrong ---------------------------------------------------------------------------- */

static volatile bool failed;
static const char *volatile what_failed;
static volatile L4_Word_t failed_got, failed_wanted, failed_thread;

void complain(const char *what, L4_Word_t got, L4_Word_t wanted)
{
	if (__atomic_exchange_n(&failed, true, __ATOMIC_ACQ_REL))
		return;
	failed_thread = my_number();
	failed_got = got;
	failed_wanted = wanted;
	what_failed = what;
}

/* ---- everybody -------------------------------------------------------------------------------- */

static const struct role {
	unsigned first, count;
	void (*function)(void);
	bool in_root;		/* in the root task's space; else every second one is behind the ... */
	const char *name;	/* ... second pager */
} roles[] = {
	{ FIRST_RING, RING, ring, false, "ring" },
	{ FIRST_SERVER, SERVERS, serve, false, "servers" },
	{ FIRST_CLIENT, CLIENTS, call, true, "clients" },
	{ FIRST_READER, READERS, read_pages, false, "readers" },
	{ MOVER, 1, move_threads, true, "moves" },
	{ TAKER, 1, take_pages, true, "unmaps" },
	{ BREAKER, 1, break_off, true, "breaks" },
};

#define ROLES	(sizeof(roles) / sizeof(roles[0]))

static L4_ThreadId_t pager_of(const struct role *role, unsigned i)
{
	return threads[!role->in_root && (i & 1) ? SECOND_PAGER : PAGER].id;
}

static bool make_role(const struct role *role)
{
	for (unsigned i = 0; i < role->count; i++) {
		/* every second client is in a space of its own, where nobody breaks it off */
		bool in_root = role->in_root && (role->count == 1 || !(i & 1));

		if (!thread_make(role->first + i, in_root ? main_id : L4_nilthread,
				 pager_of(role, i), role->first + i))
			return false;
	}
	return true;
}

static void start_role(const struct role *role)
{
	for (unsigned i = 0; i < role->count; i++)
		thread_go(role->first + i, pager_of(role, i), role->function);
}

static bool start_pagers(void)
{
	if (!thread_make(PAGER, main_id, L4_Pager(), 0))
		return false;
	thread_go(PAGER, L4_nilthread, pager);
	if (!thread_make(SECOND_PAGER, L4_nilthread, threads[PAGER].id, 1))
		return false;
	thread_go(SECOND_PAGER, threads[PAGER].id, pager);
	return true;
}

static bool get_area(void)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, AREA_LABEL);
	L4_MsgAppendWord(&msg, (L4_Word_t)__L4_Lsb(page_size) + 5);
	L4_MsgLoad(&msg);
	if (L4_IpcFailed(L4_Call(threads[PAGER].id)) || !area)
		return false;
	area_init();
	return true;
}

/* Nobody starts before all exist: some move or break off others. */
static bool start_all(void)
{
	if (!start_pagers() || !get_area())
		return false;
	for (unsigned i = 0; i < ROLES; i++)
		if (!make_role(&roles[i]))
			return false;
	for (unsigned i = 0; i < ROLES; i++)
		start_role(&roles[i]);
	return true;
}

/* ---- the watchdog -------------------------------------------------------------------------------- */

static void watch(void)
{
	static L4_Word_t seen[FIRST_VICTIM], still[FIRST_VICTIM];

	for (unsigned n = FIRST_RING; n < FIRST_VICTIM; n++) {
		still[n] = threads[n].done == seen[n] ? still[n] + 1 : 0;
		seen[n] = threads[n].done;
		if (still[n] > PATIENCE)
			complain("rounds in which a thread did nothing", still[n], n);
	}
}

static void report(L4_Word_t ms)
{
	for (unsigned i = 0; i < ROLES; i++) {
		L4_Word_t sum = 0;

		for (unsigned k = 0; k < roles[i].count; k++)
			sum += threads[roles[i].first + k].done;
		printf("smpstress: %s %lu\n", roles[i].name, sum);
	}
	printf("smpstress: faults %lu and %lu\n", threads[PAGER].done, threads[SECOND_PAGER].done);
	if (failed)
		printf("TEST smpstress/all: FAILED thread %lu: %s is 0x%lx, not 0x%lx\n",
		       failed_thread, what_failed ? what_failed : "?", failed_got, failed_wanted);
	else
		printf("TEST smpstress/all: OK\n");
	printf("TESTS DONE %u ok %u failed\n", !failed, failed);
	printf("smpstress: %lu milliseconds on %lu processors\n", ms, cpus);
}

static L4_Word_t number_after(const char *line, const char *name, L4_Word_t otherwise)
{
	size_t length, skip = strlen(name);
	const char *word;

	for (unsigned n = 0; (word = cmdline_word(line, n, &length)) != NULL; n++) {
		L4_Word_t value = 0;

		if (length <= skip || strncmp(word, name, skip))
			continue;
		for (size_t i = skip; i < length; i++)
			value = value * 10 + (L4_Word_t)(word[i] - '0');
		return value;
	}
	return otherwise;
}

static L4_Word_t milliseconds_since(L4_Clock_t start)
{
	return (L4_Word_t)((L4_SystemClock().raw - start.raw) / 1000);
}

int main(void)
{
	const char *line = root_cmdline();
	L4_Word_t ms = number_after(line, "ms=", 2000), seed = number_after(line, "seed=", 1);
	L4_Clock_t start = L4_SystemClock();

	kip = L4_GetKernelInterface();
	main_id = L4_Myself();
	page_size = L4_PageSizeMask(kip) & -L4_PageSizeMask(kip);
	cpus = L4_NumProcessors(kip);
	printf("smpstress started, seed %lu\n", seed);
	touch_image();
	threads_init((L4_Word32_t)seed);
	if (!start_all())
		complain("starting", 0, 1);
	while (milliseconds_since(start) < ms && !failed) {
		L4_Sleep(L4_TimePeriod(ROUND));
		watch();
		victims_round();
	}
	report(milliseconds_since(start));
	end_machine(failed);
}
