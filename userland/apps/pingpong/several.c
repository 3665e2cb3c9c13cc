/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several processors: ping on one and pong on another; and many pairs, each on a processor of its
 * own.  What each processor executes only an emulator can tell: the lines say which stretch between
 * marks of which processor is meant, and have no figure.
 */
#include <l4/kip.h>
#include <l4/schedule.h>
#include <l4/thread.h>
#include <l4io.h>
#include "pingpong.h"

#define MAX_PAIRS	8
#define STACK_WORDS	512
#define PAIRS_TURNS	4000	/* some ticks long, so that all are at it at once */
#define ACROSS_TURNS	16
#define WARM_UP_TURNS	2

/* Each begins a cache line of its own, and holds whole ones. */
static L4_Word_t stacks[2 * MAX_PAIRS][STACK_WORDS] __attribute__((aligned(64)));
static const unsigned sizes[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 63 };
#define SIZES		(sizeof sizes / sizeof sizes[0])

static unsigned pairs, arrived;
static unsigned stretches[MAX_PAIRS];	/* of each processor */
static L4_Word_t tags[SIZES];		/* of all messages of a size */

static L4_Word_t stack_of(unsigned n)
{
	return (L4_Word_t)&stacks[n][STACK_WORDS - 4];
}

static L4_ThreadId_t ping_of(unsigned pair)
{
	return id_after_mine(2 + 2 * pair, THREAD_VERSION);
}

static L4_ThreadId_t pong_of(unsigned pair)
{
	return id_after_mine(3 + 2 * pair, THREAD_VERSION);
}

static unsigned my_pair(void)
{
	return (unsigned)(L4_ThreadNo(L4_Myself()) - L4_ThreadNo(main_id) - 2) / 2;
}

/* Sends back what it gets; without end. */
static void pong(void)
{
	L4_ThreadId_t ping = ping_of(my_pair());

	call_loop(ping, L4_Receive(ping), 0);
}

static bool place(unsigned pair, L4_Word_t ping_cpu, L4_Word_t pong_cpu)
{
	return partners_make(ping_of(pair), pong_of(pair), true) &&
	       check(L4_Set_ProcessorNo(ping_of(pair), ping_cpu), "moving ping") &&
	       check(L4_Set_ProcessorNo(pong_of(pair), pong_cpu), "moving pong");
}

static bool start(unsigned pair, void (*ping)(void))
{
	return partner_start(pong_of(pair), pong, stack_of(2 * pair + 1)) &&
	       partner_start(ping_of(pair), ping, stack_of(2 * pair));
}

static void done(void)
{
	L4_Set_MsgTag(L4_Niltag);
	L4_Call(main_id);
}

/* ---- from one processor to the other ----------------------------------------------------------- */

static void ping_across(void)
{
	for (unsigned i = 0; i < SIZES; i++) {
		call_loop(pong_of(0), tag_of(sizes[i]), WARM_UP_TURNS);
		read_ticks();
		tags[i] = call_loop(pong_of(0), tag_of(sizes[i]), ACROSS_TURNS);
		read_ticks();
	}
	done();
}

static bool across(void)
{
	bool ok = place(0, 0, 1) && start(0, ping_across) && partner_wait(ping_of(0));

	partners_unmake(ping_of(0), pong_of(0));
	for (unsigned i = 0; ok && i < SIZES; i++) {
		if ((tags[i] & ABI_TAG_ERROR) || ABI_TAG_UNTYPED(tags[i]) != sizes[i])
			return check(0, "a message between processors");
		printf("BENCH metric=ipc spaces=inter cpus=2 abi=%s words=%u cpu=0 rounds=%u "
		       "stretch=%u\n", abi_name, sizes[i], 2 * ACROSS_TURNS * CALLS_PER_TURN,
		       stretches[0]++);
	}
	return ok;
}

/* ---- pairs side by side -------------------------------------------------------------------------- */

/* Until `all` are there.  Those who sleep leave the emulator to the others. */
static void meet(unsigned all)
{
	__atomic_add_fetch(&arrived, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < all)
		L4_Sleep(L4_TimePeriod(1000));
}

/*
 * Nobody tells main, on the first processor, before the last has finished there.  The stretch before
 * is for the pages to come in; later the pager would have to wait for the first processor's pair.
 */
static void ping_beside(void)
{
	L4_ThreadId_t partner = pong_of(my_pair());

	read_ticks();
	call_loop(partner, tag_of(0), WARM_UP_TURNS);
	read_ticks();
	L4_Sleep(L4_TimePeriod(1000));
	meet(pairs);
	read_ticks();
	call_loop(partner, tag_of(0), PAIRS_TURNS);
	read_ticks();
	meet(2 * pairs);
	done();
}

static bool side_by_side(unsigned n)
{
	bool ok = true;

	pairs = n;
	arrived = 0;
	for (unsigned i = 0; i < n; i++)
		ok = ok && place(i, i, i);
	for (unsigned i = 0; i < n; i++)
		ok = ok && start(i, ping_beside);
	for (unsigned i = 0; i < n; i++)
		ok = ok && partner_wait(ping_of(i));
	for (unsigned i = 0; i < n; i++)
		partners_unmake(ping_of(i), pong_of(i));
	for (unsigned i = 0; ok && i < n; i++) {
		printf("BENCH metric=ipc-beside spaces=inter pairs=%u abi=%s words=0 cpu=%u rounds=%u "
		       "stretch=%u\n", n, abi_name, i, 2 * PAIRS_TURNS * CALLS_PER_TURN,
		       stretches[i] + 1);
		stretches[i] += 2;
	}
	return ok;
}

bool measure_several(void)
{
	L4_Word_t cpus = L4_NumProcessors(L4_GetKernelInterface());
	bool ok = cpus > 1 && across();

	for (unsigned n = 1; n <= cpus && n <= MAX_PAIRS; n *= 2)
		ok = ok && side_by_side(n);
	printf("pingpong: %s\n", ok ? "done" : "FAILED");
	return ok;
}
