/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping and unmapping on all processors at once: on each a thread that gives pages to another and
 * takes them back, in two spaces of their own and from a large page of its own.  What each processor
 * executes only an emulator can tell: the lines say which stretch between marks of which processor
 * is meant, and have no figure.
 */
#include <l4/schedule.h>
#include <l4/sigma0.h>
#include <l4/space.h>
#include "bench.h"

#define MOST		8
#define PAGES		64
#define REPEAT		96	/* some ticks long, so that all are at it at once */
#define LARGE_LOG2	22
#define WINDOW		((L4_Word_t)0x40000000)
#define STACK_WORDS	512

static L4_Word_t stacks[2 * MOST][STACK_WORDS] __attribute__((aligned(64)));
static L4_Word_t memory[MOST];		/* a large page for each */
static L4_ThreadId_t mappers[MOST], receivers[MOST];
static unsigned working, arrived;
static unsigned stretches[MOST] = { 1 };	/* of each processor; main has had one */

static void receiver(void)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems(L4_FpageLog2(WINDOW, LARGE_LOG2)));
	L4_Wait(&from);
	for (;;) {
		L4_Set_MsgTag(L4_Niltag);
		L4_ReplyWait(from, &from);
	}
}

static L4_Fpage_t page_at(L4_Word_t base, L4_Word_t n)
{
	return L4_FpageAddRights(L4_Fpage(base + n * page_size, page_size), L4_FullyAccessible);
}

static void give(L4_ThreadId_t to, L4_Word_t base, L4_Word_t n)
{
	L4_MapItem_t item = L4_MapItem(page_at(base, n), n * page_size);
	L4_MsgTag_t tag = L4_Niltag;

	tag.X.t = 2;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, 2, item.raw);
	L4_Call(to);
}

/* Page PAGES stays mapped, and the tables with it. */
static void map_and_unmap(L4_ThreadId_t to, L4_Word_t base, unsigned times)
{
	give(to, base, PAGES);
	for (unsigned i = 0; i < times; i++) {
		for (L4_Word_t n = 0; n < PAGES; n++)
			give(to, base, n);
		for (L4_Word_t n = 0; n < PAGES; n++)
			L4_UnmapFpage(page_at(base, n));
	}
}

/* Until `all` are there.  Those who sleep leave the emulator to the others. */
static void meet(unsigned all)
{
	__atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < all)
		L4_Sleep(L4_TimePeriod(1000));
}

static unsigned my_number(void)
{
	unsigned n = 0;

	while (n < MOST - 1 && L4_ThreadNo(mappers[n]) != L4_ThreadNo(L4_Myself()))
		n++;
	return n;
}

/*
 * Nobody tells main, on the first processor, before the last has finished there.  The stretch before
 * is for the pages to come in; later the pager would have to wait for who is at work beside it.
 */
static void mapper(void)
{
	unsigned me = my_number();
	L4_Word_t base = memory[me];

	for (L4_Word_t n = 0; n <= PAGES; n++)
		(void)*(volatile char *)(base + n * page_size);
	(void)read_ticks();
	map_and_unmap(receivers[me], base, 2);
	(void)read_ticks();
	L4_Sleep(L4_TimePeriod(1000));
	meet(working);
	(void)read_ticks();
	map_and_unmap(receivers[me], base, REPEAT);
	(void)read_ticks();
	meet(2 * working);
	worker_done();
}

static bool start(L4_ThreadId_t id, unsigned cpu, void (*function)(void), unsigned stack)
{
	bool ok = L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED) &&
		  space_control(id, utcb_area()) &&
		  L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(2)) &&
		  L4_Set_ProcessorNo(id, cpu);

	if (ok)
		start_by_pager(id, function, (L4_Word_t)&stacks[stack][STACK_WORDS - 4]);
	else
		complain("making a thread on another processor");
	return ok;
}

static bool get_memory(unsigned n)
{
	L4_Fpage_t f;

	if (memory[n])
		return true;
	f = L4_Sigma0_GetAny(L4_nilthread, LARGE_LOG2, L4_CompleteAddressSpace);
	memory[n] = L4_Address(f);
	if (L4_IsNilFpage(f))
		complain("no memory");
	return !L4_IsNilFpage(f);
}

static void on_cpus(unsigned count)
{
	bool ok = true;

	working = count;
	arrived = 0;
	for (unsigned i = 0; i < count; i++) {
		mappers[i] = unused_id();
		receivers[i] = unused_id();
		ok = ok && get_memory(i) && start(receivers[i], i, receiver, 2 * i);
	}
	for (unsigned i = 0; i < count; i++)
		ok = ok && start(mappers[i], i, mapper, 2 * i + 1);
	for (unsigned i = 0; ok && i < count; i++)
		worker_wait(mappers[i]);
	for (unsigned i = 0; ok && i < count; i++) {
		kill_thread(mappers[i]);
		kill_thread(receivers[i]);
		printf("BENCH metric=map-and-unmap-beside working=%u cpu=%u rounds=%u stretch=%u\n",
		       count, i, PAGES * REPEAT, stretches[i] + 1);
		stretches[i] += 2;
	}
}

void bench_cpus(void)
{
	L4_Word_t cpus = L4_NumProcessors(kip);

	for (unsigned n = 1; n <= cpus && n <= MOST; n *= 2)
		on_cpus(n);
}
