/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ThreadControl, SpaceControl and ExchangeRegisters once more: a call that fails changes nothing,
 * steps may be taken in one call or one by one, defaults, registers, oneself as the subject.
 */
#include <l4/misc.h>
#include <l4/schedule.h>
#include <l4/space.h>
#include "test.h"

static L4_ThreadId_t subject;
static volatile L4_Word_t seen;

static void sleep_for_ever(void)
{
	seen++;
	for (;;)
		L4_Sleep(L4_Never);
}

/* ---- ThreadControl --------------------------------------------------------------------------- */

static void check_unchanged(void)
{
	L4_Word_t old;

	CHECK(!L4_IsNilThread(__L4_ExRegs(subject, 0, 0, L4_nilthread, 0, 0)));
	CHECK_EQ(L4_PagerOf(subject).raw, pager_id.raw);
	CHECK_EQ(L4_Schedule(subject, ~0UL, ~0UL, ~0UL, ~0UL, &old), L4_SCHEDRESULT_WAITING);
}

static void all_or_nothing(void)
{
	L4_ThreadId_t renamed;

	subject = thread_start(SAME_SPACE, sleep_for_ever);
	renamed = L4_GlobalId(L4_ThreadNo(subject), 9);
	pause_for(2);
	CHECK_EQ(L4_ThreadControl(renamed, unused_id(), main_id, main_id, UNCHANGED), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidSpace);
	check_unchanged();
	/* the location of an active thread's UTCB */
	CHECK_EQ(L4_ThreadControl(renamed, main_id, main_id, main_id, utcb_slot(FIRST_FREE_SLOT)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	check_unchanged();
	CHECK_EQ(L4_ThreadControl(renamed, main_id, L4_nilthread, L4_nilthread, UNCHANGED), 1);
	CHECK(L4_IsNilThread(__L4_ExRegs(subject, 0, 0, L4_nilthread, 0, 0)));
}

/* The location first, the areas then, the pager last; and the thread moved in between. */
static void step_by_step(void)
{
	L4_ThreadId_t id = unused_id(), host = thread_new(NEW_SPACE);
	L4_Word_t old;

	seen = 0;
	CHECK_EQ(L4_ThreadControl(id, id, main_id, L4_nilthread, utcb_slot(3)), 1);
	CHECK_EQ(L4_ThreadControl(id, id, main_id, pager_id, UNCHANGED), 0);	/* no areas yet */
	CHECK_EQ(L4_SpaceControl(id, 0, kip_area(), utcb_area(), L4_nilthread, &old), 1);
	CHECK_EQ(L4_ThreadControl(id, id, main_id, pager_id, UNCHANGED), 1);
	pager_start_thread(id, (L4_Word_t)sleep_for_ever, stack_for(0));
	pause_for(5);
	CHECK_EQ(seen, 1);
	thread_kill(id);

	id = unused_id();
	CHECK_EQ(L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED), 1);
	CHECK_EQ(L4_ThreadControl(id, host, L4_nilthread, L4_nilthread, UNCHANGED), 1);
	CHECK_EQ(L4_ThreadControl(id, host, L4_nilthread, pager_id, UNCHANGED), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_ThreadControl(id, host, L4_nilthread, pager_id, utcb_slot(FIRST_FREE_SLOT)), 1);
	pager_start_thread(id, (L4_Word_t)sleep_for_ever, stack_for(0));
	pause_for(5);
	CHECK_EQ(seen, 2);
	thread_kill(id);
}

/* Priority 100, slices of ten milliseconds, no end of them; caller's processor. */
static void defaults(void)
{
	L4_Time_t slice, quantum;

	subject = thread_new(SAME_SPACE);
	CHECK_EQ(L4_Timeslice(subject, &slice, &quantum), L4_SCHEDRESULT_WAITING);
	CHECK_EQ(slice.raw, L4_TimePeriod(10000).raw);
	CHECK_EQ(quantum.raw, L4_Never.raw);
	/* of two that are ready the one at 101 runs, the one at 99 doesn't */
	seen = 0;
	L4_Set_Priority(thread_start(SAME_SPACE, sleep_for_ever), 101);
	thread_go(subject, sleep_for_ever);
	pause_for(5);
	CHECK_EQ(seen, 2);
}

/* ---- SpaceControl ---------------------------------------------------------------------------- */

/* A space keeps the areas it has been given. */
static void areas_stay(void)
{
	L4_Word_t old = 1;

	seen = 0;
	subject = thread_new(NEW_SPACE);
	CHECK_EQ(L4_SpaceControl(subject, 0, L4_FpageLog2(0x10000000, 20),
				 L4_FpageLog2(0x20000000, 20), L4_nilthread, &old), 1);
	CHECK_EQ(old, 0);
	thread_go(subject, sleep_for_ever);
	pause_for(5);
	CHECK_EQ(seen, 1);
	CHECK_EQ(L4_SpaceControl(subject, 0, L4_Nilpage, L4_Nilpage, L4_nilthread, &old), 1);
}

static void processors(void)
{
	CHECK_EQ(L4_ProcessorControl(0, 0, 0, 0), 1);
	CHECK_EQ(L4_ProcessorControl(L4_NumProcessors(kip), 0, 0, 0), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidParam);
}

/* ---- ExchangeRegisters ----------------------------------------------------------------------- */

static L4_Word_t flags_of(L4_ThreadId_t t, L4_Word_t control, L4_Word_t flags)
{
	L4_Word_t old;

	CHECK(!L4_IsNilThread(L4_ExchangeRegisters(t, control, 0, 0, flags, 0, L4_nilthread, 0, 0,
						   0, &old, 0, 0)));
	return old;
}

/* Flags that are not the user's stay what they are. */
static void flags(void)
{
	L4_Word_t at_first, after_all, after_none;

	seen = 0;
	subject = thread_start(SAME_SPACE, sleep_for_ever);
	pause_for(2);
	at_first = flags_of(subject, ABI_EXREGS_FLAGS, ~(L4_Word_t)0);
	after_all = flags_of(subject, ABI_EXREGS_FLAGS, 0);
	after_none = flags_of(subject, ABI_EXREGS_FLAGS, at_first);
	CHECK(after_all != ~(L4_Word_t)0 || at_first == 0);
	CHECK_EQ(after_none & ~after_all, 0);
	CHECK_EQ(after_none & at_first, after_none);
	CHECK_EQ(flags_of(subject, 0, 0), at_first);
}

/* Everything in one call; what was there before is told even if it is not asked for. */
static void all_at_once(void)
{
	L4_Word_t control, sp, ip, f, handle, last_ip = (L4_Word_t)sleep_for_ever;
	L4_ThreadId_t pager;
	const L4_Word_t set = ABI_EXREGS_SP | ABI_EXREGS_IP | ABI_EXREGS_PAGER | ABI_EXREGS_HANDLE;

	seen = 0;
	subject = thread_start(SAME_SPACE, sleep_for_ever);
	pause_for(2);
	CHECK_EQ(L4_ExchangeRegisters(subject, set | __L4_EXREGS_ABORT, stack_for(1), last_ip, 0,
				      0x4321, main_id, &control, &sp, &ip, &f, &handle, &pager).raw,
		 L4_LocalIdOf(subject).raw);
	CHECK_EQ(control, ABI_EXREGS_WAS_RECEIVING);
	CHECK_EQ(pager.raw, pager_id.raw);
	CHECK_EQ(handle, 0);
	pause_for(2);
	CHECK_EQ(seen, 2);
	CHECK_EQ(L4_ExchangeRegisters(L4_LocalIdOf(subject), 0, 0, 0, 0, 0, L4_nilthread, &control,
				      &sp, &ip, &f, &handle, &pager).raw, subject.raw);
	CHECK(stack_for(1) - sp < 1024);
	CHECK_EQ(handle, 0x4321);
	CHECK_EQ(pager.raw, main_id.raw);
	L4_Set_PagerOf(subject, pager_id);
}

/* A thread may halt itself, and goes on behind that call when it is resumed. */
static void halt_myself(void)
{
	seen = 1;
	L4_Set_UserDefinedHandleOf(L4_Myself(), 77);
	CHECK_EQ(L4_Stop(L4_Myself()).raw, 0);
	seen = 2;
	CHECK_EQ(L4_UserDefinedHandle(), 77);
}

static void oneself(void)
{
	L4_Word_t old;

	subject = thread_start(SAME_SPACE, halt_myself);
	pause_for(5);
	CHECK_EQ(seen, 1);
	CHECK_EQ(L4_Schedule(subject, ~0UL, ~0UL, ~0UL, ~0UL, &old), L4_SCHEDRESULT_INACTIVE);
	L4_Start(subject);
	thread_end(subject);
	CHECK_EQ(seen, 2);
}

static const struct test tests[] = {
	{ "all-or-nothing", all_or_nothing },
	{ "step-by-step", step_by_step },
	{ "defaults", defaults },
	{ "areas-stay", areas_stay },
	{ "processors", processors },
	{ "flags", flags },
	{ "all-at-once", all_at_once },
	{ "oneself", oneself },
	{ },
};

const struct group control_group = { "control", "Control calls, once more", tests, false };
