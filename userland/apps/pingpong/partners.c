/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making ping and pong, what they do, and unmaking them.  The same thread ids and UTCBs are used
 * for every measurement.
 */
#include <l4/kip.h>
#include <l4/schedule.h>
#include <l4/thread.h>
#include <l4io.h>
#include <l4lib/image.h>
#include "pingpong.h"

#define STACK_WORDS	1024
#define UTCB_AREA	0x80000000UL
#define UNCHANGED	((void *)~(L4_Word_t)0)
#define PATIENCE	100000000	/* microseconds */

struct result results[MAX_WORDS + 1];
L4_Word64_t loop_ticks;
L4_ThreadId_t main_id, pager_id, ping_id, pong_id;

static enum pairing pairing;
static L4_Word_t stacks[3][STACK_WORDS] __attribute__((aligned(16)));

static L4_Word_t stack_top(int n)
{
	return (L4_Word_t)&stacks[n][STACK_WORDS - 4];
}

/* ---- the two threads ---------------------------------------------------------------------- */

L4_MsgTag_t tag_of(L4_Word_t words)
{
	L4_MsgTag_t tag = L4_Niltag;

	tag.X.u = words & ABI_TAG_U_MASK;
	return tag;
}

static void exchange(struct result *result, L4_Word_t words)
{
	L4_Clock_t start = L4_SystemClock();
	L4_Word64_t ticks = read_ticks();
	L4_Word_t tags;

	/* Ping's id for pong is a global one: Lipc has to notice and do what Ipc does. */
	if (pairing == WITHIN_SPACE_LIPC)
		tags = lipc_loop(pong_id, tag_of(words), TURNS);
	else
		tags = call_loop(pong_id, tag_of(words), TURNS);
	result->ticks = read_ticks() - ticks;
	result->usec = L4_SystemClock().raw - start.raw;
	result->failed = (tags & ABI_TAG_ERROR) || ABI_TAG_UNTYPED(tags) != words;
}

static void ping(void)
{
	L4_Word64_t ticks;

	/* The first round brings both spaces' pages in. */
	exchange(&results[0], 0);
	for (L4_Word_t words = 0; words <= MAX_WORDS; words++)
		exchange(&results[words], words);
	empty_loop(1);
	ticks = read_ticks();
	empty_loop(TURNS);
	loop_ticks = read_ticks() - ticks;
	L4_Set_MsgTag(L4_Niltag);
	L4_Call(main_id);
}

static void pong(void)
{
	L4_MsgTag_t tag = L4_Receive(ping_id);

	/* Sends back what it gets; without end. */
	if (pairing == WITHIN_SPACE_LIPC)
		lipc_loop(L4_LocalIdOf(ping_id), tag, 0);
	else
		call_loop(ping_id, tag, 0);
}

/* ---- making and unmaking ------------------------------------------------------------------ */

bool check(L4_Word_t result, const char *what)
{
	if (!result)
		printf("pingpong: %s failed: %s\n", what, L4_ErrorCode_String(L4_ErrorCode()));
	return result;
}

/* The UTCB object of the running thread: its local id rounded down to where one may begin. */
static L4_Word_t my_utcb(void *kip)
{
	return L4_MyLocalId().raw & ~(((L4_Word_t)1 << L4_UtcbAlignmentLog2(kip)) - 1);
}

L4_ThreadId_t id_after_mine(L4_Word_t n, L4_Word_t version)
{
	return L4_GlobalId(L4_ThreadNo(main_id) + n, version);
}

bool partners_init(void)
{
	void *kip = L4_GetKernelInterface();

	main_id = L4_Myself();
	pager_id = id_after_mine(1, THREAD_VERSION);
	ping_id = id_after_mine(2, THREAD_VERSION);
	pong_id = id_after_mine(3, THREAD_VERSION);
	/* The pager's own pager is sigma0, which gives it shared memory, but nothing of main's. */
	touch_image();
	if (!check(L4_ThreadControl(pager_id, main_id, main_id, L4_Pager(),
				    (void *)(my_utcb(kip) + L4_UtcbSize(kip))),
		   "creating the pager"))
		return false;
	L4_Start_SpIp(pager_id, stack_top(0), (L4_Word_t)pager);
	return true;
}

/* Ping's space, and pong's if they are to have one each. */
static bool make_space(L4_ThreadId_t first)
{
	void *kip = L4_GetKernelInterface();
	L4_Fpage_t kip_area = L4_FpageLog2((L4_Word_t)kip, (int)L4_KipAreaSizeLog2(kip));
	L4_Fpage_t utcb_area = L4_FpageLog2(UTCB_AREA, (int)L4_UtcbAreaSizeLog2(kip) + 1);
	L4_Word_t control;

	return check(L4_SpaceControl(first, 0, kip_area, utcb_area, L4_nilthread, &control),
		     "setting up a space");
}

static bool make_thread(L4_ThreadId_t id, L4_ThreadId_t space, L4_Word_t slot)
{
	L4_Word_t size = L4_UtcbSize(L4_GetKernelInterface());

	return check(L4_ThreadControl(id, space, main_id, L4_nilthread,
				      (void *)(UTCB_AREA + slot * size)), "creating a thread");
}

static bool activate(L4_ThreadId_t id, L4_ThreadId_t space)
{
	return check(L4_ThreadControl(id, space, main_id, pager_id, UNCHANGED),
		     "activating a thread");
}

bool partners_make(L4_ThreadId_t first, L4_ThreadId_t second, bool two_spaces)
{
	L4_ThreadId_t pong_space = two_spaces ? second : first;

	return make_thread(first, first, 0) && make_space(first) &&
	       make_thread(second, pong_space, 1) &&
	       (!two_spaces || make_space(second)) &&
	       activate(first, first) && activate(second, pong_space);
}

void partners_unmake(L4_ThreadId_t first, L4_ThreadId_t second)
{
	check(L4_ThreadControl(second, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED),
	      "deleting pong");
	check(L4_ThreadControl(first, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED),
	      "deleting ping");
}

/* The startup message has to come from the thread's pager, which is told to send it. */
bool partner_start(L4_ThreadId_t id, void (*ip)(void), L4_Word_t sp)
{
	L4_Msg_t msg;

	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, START_LABEL);
	L4_MsgAppendWord(&msg, (L4_Word_t)ip);
	L4_MsgAppendWord(&msg, sp);
	L4_MsgAppendWord(&msg, id.raw);
	L4_MsgLoad(&msg);
	return L4_IpcSucceeded(L4_Call(pager_id));
}

/* Ping says when it has finished. */
bool partner_wait(L4_ThreadId_t ping)
{
	if (L4_IpcSucceeded(L4_Receive_Timeout(ping, L4_TimePeriod(PATIENCE))))
		return true;
	printf("pingpong: ping does not end (error %lx)\n", L4_ErrorCode());
	return false;
}

bool measure(enum pairing how)
{
	bool ok;

	pairing = how;
	ok = partners_make(ping_id, pong_id, how == BETWEEN_SPACES || how == BETWEEN_CPUS);
	if (ok && how == BETWEEN_CPUS)
		ok = check(L4_Set_ProcessorNo(pong_id, (L4_ProcessorNo() + 1) %
					      L4_NumProcessors(L4_GetKernelInterface())),
			   "moving pong");
	if (ok)
		ok = partner_start(pong_id, pong, stack_top(2)) &&
		     partner_start(ping_id, ping, stack_top(1)) && partner_wait(ping_id);
	partners_unmake(ping_id, pong_id);
	return ok;
}
