/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads of smpstress: making and deleting them, by the main thread.
 */
#include "smpstress.h"

#define STACK_WORDS	1024
#define UNCHANGED	((void *)~(L4_Word_t)0)

struct thread threads[THREADS];
static L4_Word_t stacks[THREADS][STACK_WORDS] __attribute__((aligned(16)));
static void (*functions[THREADS])(void);
static L4_Word_t version = 1;

/* Ids are numbers of threads from main's on. */
unsigned my_number(void)
{
	return (unsigned)(L4_ThreadNo(L4_Myself()) - L4_ThreadNo(main_id) - 1);
}

L4_Word32_t random_below(L4_Word32_t limit)
{
	static L4_Word32_t mains = 77;
	unsigned n = my_number();
	L4_Word32_t *state = n < THREADS ? &threads[n].random : &mains;

	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state % limit;
}

/* An emulator turns to another processor when one relaxes, but takes its time for that. */
void relax(unsigned work)
{
	static unsigned done;

	done += work;
	if (done < 1024)
		return;
	done = 0;
#if defined(__i386__) || defined(__x86_64__)
	__asm__ __volatile__("pause" ::: "memory");
#endif
}

L4_Time_t some_microseconds(L4_Word32_t limit)
{
	return L4_TimePeriod(random_below(limit) + 1);
}

static void begin(void)
{
	functions[my_number()]();
	for (;;)
		L4_Sleep(L4_Never);
}

static L4_Word_t utcb_size(void)
{
	return L4_UtcbSize(kip);
}

static void *utcb_slot(unsigned n)
{
	L4_Word_t base = L4_MyLocalId().raw / utcb_size() * utcb_size();

	return (void *)(base + (n + 1) * utcb_size());
}

static bool set_up_space(L4_ThreadId_t id)
{
	L4_Fpage_t kip_area = L4_FpageLog2((L4_Word_t)kip, (int)L4_KipAreaSizeLog2(kip));
	L4_Word_t base = (L4_Word_t)utcb_slot(0) - utcb_size(), control;

	return L4_SpaceControl(id, 0, kip_area, L4_Fpage(base, 64 * utcb_size()), L4_nilthread,
			       &control);
}

static bool make(unsigned n, L4_ThreadId_t space, L4_ThreadId_t its_pager)
{
	L4_ThreadId_t id = threads[n].id;

	if (!L4_IsNilThread(space))
		return L4_ThreadControl(id, space, main_id, its_pager, utcb_slot(n));
	return L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED) && set_up_space(id) &&
	       L4_ThreadControl(id, id, main_id, its_pager, utcb_slot(n));
}

bool thread_make(unsigned n, L4_ThreadId_t space, L4_ThreadId_t its_pager, L4_Word_t cpu)
{
	/* the low six bits of a version are never all zero */
	version = version % 63 + 1;
	threads[n].id = L4_GlobalId(L4_ThreadNo(main_id) + 1 + n, version);
	if (!make(n, space, its_pager)) {
		complain("error of making a thread", L4_ErrorCode(), 0);
		return false;
	}
	EXPECT("choosing a processor", L4_Set_ProcessorNo(threads[n].id, cpu % cpus) != 0, 1);
	return true;
}

void thread_go(unsigned n, L4_ThreadId_t its_pager, void (*function)(void))
{
	L4_Word_t sp = (L4_Word_t)&stacks[n][STACK_WORDS - 4];
	L4_Msg_t msg;

	functions[n] = function;
	if (n == PAGER) {
		L4_Start_SpIp(threads[n].id, sp, (L4_Word_t)begin);
		return;
	}
	L4_MsgClear(&msg);
	L4_Set_MsgLabel(&msg, START_LABEL);
	L4_MsgAppendWord(&msg, threads[n].id.raw);
	L4_MsgAppendWord(&msg, (L4_Word_t)begin);
	L4_MsgAppendWord(&msg, sp);
	L4_MsgLoad(&msg);
	EXPECT("starting a thread", L4_IpcSucceeded(L4_Call(its_pager)), 1);
}

bool thread_delete(unsigned n)
{
	return L4_ThreadControl(threads[n].id, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED);
}

void threads_init(L4_Word32_t seed)
{
	for (unsigned n = 0; n < THREADS; n++)
		threads[n].random = (seed + n) * 2654435761u | 1;
}
