/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads for tests: making, starting, awaiting and killing them.  Called by the tests, in the main
 * thread.
 */
#include <l4lib/image.h>
#include <l4/schedule.h>
#include "test.h"

#define WORKERS		8
#define STACK_WORDS	1024
#define DONE_LABEL	0xd0e

void *kip;
L4_ThreadId_t main_id, pager_id;

static struct worker {
	L4_ThreadId_t id;		/* nil: free */
	void (*function)(void);
} workers[WORKERS];

static L4_Word_t stacks[1 + WORKERS + SPARE_STACKS][STACK_WORDS] __attribute__((aligned(16)));
static L4_Word_t next_number;

/* ---- parts --------------------------------------------------------------------------------- */

static L4_Word_t stack_top(int n)
{
	return (L4_Word_t)&stacks[n][STACK_WORDS - 4];
}

L4_Word_t stack_for(int n)
{
	return stack_top(1 + WORKERS + n);
}

L4_ThreadId_t unused_id(void)
{
	return L4_GlobalId(next_number++, 1);
}

/* The root task's UTCBs begin where its area does, with that of the main thread. */
void *utcb_slot(L4_Word_t n)
{
	return (void *)((L4_Word_t)__L4_Utcb() / L4_UtcbSize(kip) * L4_UtcbSize(kip) +
			n * L4_UtcbSize(kip));
}

L4_Fpage_t utcb_area(void)
{
	static L4_Word_t base;

	if (!base)
		base = (L4_Word_t)utcb_slot(0);
	return L4_Fpage(base, 256 * L4_UtcbSize(kip));
}

L4_Fpage_t kip_area(void)
{
	return L4_FpageLog2((L4_Word_t)kip, (int)L4_KipAreaSizeLog2(kip));
}

L4_MsgTag_t make_tag(L4_Word_t label, L4_Word_t u)
{
	L4_MsgTag_t tag = L4_Niltag;

	L4_Set_Label(&tag, label);
	tag.X.u = u & ABI_TAG_U_MASK;
	return tag;
}

void load_words(L4_Word_t label, L4_Word_t u, L4_Word_t first)
{
	L4_Set_MsgTag(make_tag(label, u));
	for (L4_Word_t i = 0; i < u; i++)
		L4_LoadMR((int)i + 1, first + i);
}

/* ---- workers ------------------------------------------------------------------------------- */

static struct worker *worker_of(L4_ThreadId_t id)
{
	for (int i = 0; i < WORKERS; i++)
		if (workers[i].id.raw == id.raw)
			return &workers[i];
	return NULL;
}

/* Where every worker begins; which one it is its id tells. */
static void begin(void)
{
	worker_of(L4_Myself())->function();
	for (;;) {
		L4_Set_MsgTag(make_tag(DONE_LABEL, 0));
		L4_Call(main_id);
	}
}

bool create_in_new_space(L4_ThreadId_t id, void *utcb)
{
	L4_Word_t control;

	return L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED) &&
	       L4_SpaceControl(id, 0, kip_area(), utcb_area(), L4_nilthread, &control) &&
	       L4_ThreadControl(id, id, main_id, pager_id, utcb);
}

bool threads_spread;

/* To the next processor in turn. */
static void spread(L4_ThreadId_t id)
{
	static L4_Word_t processor;

	processor = (processor + 1) % L4_NumProcessors(kip);
	if (!L4_Set_ProcessorNo(id, processor))
		test_failed_values(__FILE__, __LINE__, "error code of choosing a processor",
				   L4_ErrorCode(), 0);
}

/* In the space of `member`, or in a new one if that is nil. */
static L4_ThreadId_t create(L4_ThreadId_t member)
{
	struct worker *w = worker_of(L4_nilthread);
	void *utcb;
	bool ok;

	if (!w) {
		test_failed(__FILE__, __LINE__, "too many threads");
		return L4_nilthread;
	}
	w->id = unused_id();
	utcb = utcb_slot((L4_Word_t)(2 + (w - workers)));
	if (L4_IsNilThread(member))
		ok = create_in_new_space(w->id, utcb);
	else
		ok = L4_ThreadControl(w->id, member, main_id, pager_id, utcb);
	if (!ok)
		test_failed_values(__FILE__, __LINE__, "error code of creating a thread",
				   L4_ErrorCode(), 0);
	else if (threads_spread)
		spread(w->id);
	return w->id;
}

L4_ThreadId_t thread_new(enum where where)
{
	return create(where == SAME_SPACE ? main_id : L4_nilthread);
}

L4_ThreadId_t thread_beside(L4_ThreadId_t other)
{
	return create(other);
}

void thread_go(L4_ThreadId_t thread, void (*function)(void))
{
	struct worker *w = worker_of(thread);

	if (L4_IsNilThread(thread))	/* could not be made: the test has failed */
		return;
	w->function = function;
	pager_start_thread(thread, (L4_Word_t)begin, stack_top(1 + (int)(w - workers)));
}

L4_ThreadId_t thread_start(enum where where, void (*function)(void))
{
	L4_ThreadId_t thread = thread_new(where);

	thread_go(thread, function);
	return thread;
}

void thread_end(L4_ThreadId_t thread)
{
	L4_MsgTag_t tag = L4_Receive_Timeout(thread, MILLISECONDS(30000));

	if (L4_IpcFailed(tag))
		test_failed_values(__FILE__, __LINE__, "error of waiting for a thread's end",
				   L4_ErrorCode(), 0);
	else
		CHECK_EQ(L4_Label(tag), DONE_LABEL);
}

void thread_kill(L4_ThreadId_t thread)
{
	struct worker *w = worker_of(thread);

	CHECK(L4_ThreadControl(thread, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED));
	if (w)
		w->id = L4_nilthread;
}

void threads_kill_all(void)
{
	for (int i = 0; i < WORKERS; i++)
		if (!L4_IsNilThread(workers[i].id))
			thread_kill(workers[i].id);
}

/* The pager is started by ExchangeRegisters: its own pager is sigma0, which sends no messages. */
bool threads_init(void)
{
	kip = L4_GetKernelInterface();
	main_id = L4_Myself();
	next_number = L4_ThreadNo(main_id) + 1;
	page_order = (int)__L4_Lsb(L4_PageSizeMask(kip));
	page_size = (L4_Word_t)1 << page_order;
	touch_image();
	utcb_area();
	pager_id = unused_id();
	if (!L4_ThreadControl(pager_id, main_id, main_id, L4_Pager(), utcb_slot(1)))
		return false;
	L4_Start_SpIp(pager_id, stack_top(0), (L4_Word_t)pager);
	return true;
}
