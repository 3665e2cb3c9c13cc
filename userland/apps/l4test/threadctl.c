/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ThreadControl and SpaceControl: making, changing and deleting threads.
 */
#include "test.h"

static volatile bool ran;
static volatile L4_Word_t own_result;

static void set_flag(void)
{
	ran = true;
}

static void delete_self(void)
{
	own_result = L4_ThreadControl(L4_Myself(), L4_nilthread, L4_nilthread, L4_nilthread,
				      UNCHANGED);
}

static bool delete(L4_ThreadId_t id)
{
	return L4_ThreadControl(id, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED);
}

static void run_a_thread(void)
{
	ran = false;
	thread_end(thread_start(SAME_SPACE, set_flag));
	CHECK(ran);
	ran = false;
	thread_end(thread_start(NEW_SPACE, set_flag));
	CHECK(ran);
}

static void sleep_for_ever(void)
{
	ran = true;
	L4_Sleep(L4_Never);
}

static void start_by_exregs(void)
{
	L4_ThreadId_t id = unused_id();

	ran = false;
	REQUIRE(L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(FIRST_FREE_SLOT)));
	L4_Start_SpIp(id, stack_for(0), (L4_Word_t)sleep_for_ever);
	pause_for(100);
	CHECK(ran);
	CHECK(delete(id));
}

static void self_deletion(void)
{
	own_result = 1;
	CHECK_EQ(delete(main_id), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidThread);
	thread_end(thread_start(SAME_SPACE, delete_self));
	CHECK_EQ(own_result, 0);
}

static void delete_unknown(void)
{
	CHECK_EQ(delete(unused_id()), 1);
}

/* Whatever the version given, the thread with the number goes. */
static void delete_any_version(void)
{
	L4_ThreadId_t id = thread_new(SAME_SPACE);

	CHECK_EQ(delete(L4_GlobalId(L4_ThreadNo(id), 55)), 1);
	CHECK(L4_IsNilThread(__L4_ExRegs(id, 0, 0, L4_nilthread, 0, 0)));
}

static void new_version(void)
{
	L4_ThreadId_t id = thread_new(SAME_SPACE);
	L4_ThreadId_t next = L4_GlobalId(L4_ThreadNo(id), 9);

	CHECK(L4_ThreadControl(next, main_id, L4_nilthread, L4_nilthread, UNCHANGED));
	CHECK(L4_IsNilThread(__L4_ExRegs(id, 0, 0, L4_nilthread, 0, 0)));
	CHECK(!L4_IsNilThread(__L4_ExRegs(next, 0, 0, L4_nilthread, 0, 0)));
	CHECK_EQ(L4_GlobalIdOf(L4_LocalIdOf(next)).raw, next.raw);
}

/* ---- startup --------------------------------------------------------------------------------- */

static volatile bool started;

static void start_here(void)
{
	started = true;
	L4_Sleep(L4_Never);
}

static bool start_message(L4_ThreadId_t t, L4_Word_t u)
{
	L4_Set_MsgTag(make_tag(0x77, u));
	L4_LoadMR(1, (L4_Word_t)start_here);
	L4_LoadMR(2, stack_for(0));
	return L4_IpcSucceeded(L4_Send_Timeout(t, MILLISECONDS(10)));
}

/* Main is the pager, first of none of these threads, then of them. */
static void startup(void)
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	started = false;
	CHECK(!start_message(t, 2));
	L4_Set_PagerOf(t, main_id);		/* too late: it waits for the one it had */
	CHECK(!start_message(t, 2));
	thread_kill(t);

	t = unused_id();
	REQUIRE(L4_ThreadControl(t, main_id, main_id, main_id, utcb_slot(FIRST_FREE_SLOT)));
	CHECK(start_message(t, 2));
	pause_for(2);
	CHECK(started);
	thread_kill(t);

	/* any other message starts it where its registers say */
	t = unused_id();
	started = false;
	REQUIRE(L4_ThreadControl(t, main_id, main_id, main_id, utcb_slot(FIRST_FREE_SLOT)));
	L4_ExchangeRegisters(t, ABI_EXREGS_SP | ABI_EXREGS_IP, stack_for(0),
			     (L4_Word_t)start_here, 0, 0, L4_nilthread, 0, 0, 0, 0, 0, 0);
	CHECK(start_message(t, 0));
	pause_for(2);
	CHECK(started);
	thread_kill(t);
}

/* ---- moving to another space --------------------------------------------------------------- */

static L4_ThreadId_t mover;

static void tell_id(void)
{
	for (;;) {
		L4_ThreadId_t from;

		L4_Wait(&from);
		L4_Set_MsgTag(make_tag(0, 2));
		L4_LoadMR(1, L4_UserDefinedHandle());
		L4_LoadMR(2, L4_MyGlobalId().raw);
		L4_Reply(from);
	}
}

static void ask(L4_Word_t handle)
{
	L4_Word_t w;

	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call_Timeouts(mover, MILLISECONDS(1000), MILLISECONDS(1000))));
	L4_StoreMR(1, &w);
	CHECK_EQ(w, handle);
	L4_StoreMR(2, &w);
	CHECK_EQ(w, mover.raw);
}

/* The thread takes its UTCB's contents along; its IPC ends with an error and it goes on waiting. */
static void migration(void)
{
	L4_ThreadId_t host = thread_new(NEW_SPACE);

	mover = thread_new(SAME_SPACE);
	L4_Set_UserDefinedHandleOf(mover, 0xbeef);
	thread_go(mover, tell_id);
	ask(0xbeef);
	CHECK(L4_ThreadControl(mover, host, L4_nilthread, L4_nilthread, UNCHANGED));
	ask(0xbeef);
	CHECK(L4_ThreadControl(mover, main_id, L4_nilthread, L4_nilthread, UNCHANGED));
	ask(0xbeef);
}

/* ---- spaces -------------------------------------------------------------------------------- */

/* A new space is not ready for active threads before it has its areas. */
static void space_without_areas(void)
{
	L4_ThreadId_t id = unused_id(), second = unused_id();

	CHECK(L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED));
	CHECK_EQ(L4_ThreadControl(second, id, main_id, pager_id, utcb_slot(3)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidSpace);
	CHECK(delete(id));
	CHECK_EQ(L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(3)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidSpace);
}

static void bad_areas(void)
{
	L4_ThreadId_t id = unused_id();
	L4_Word_t old;

	CHECK(L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED));
	/* UTCB area too small, complete, nil; then KIP area too small, overlapping, complete. */
	CHECK_EQ(L4_SpaceControl(id, 0, kip_area(), L4_FpageLog2((L4_Word_t)utcb_slot(0), 11),
				 L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_SpaceControl(id, 0, kip_area(), L4_CompleteAddressSpace,
				 L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_SpaceControl(id, 0, kip_area(), L4_Nilpage, L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_SpaceControl(id, 0, L4_FpageLog2((L4_Word_t)kip, 11), utcb_area(),
				 L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrKipArea);
	CHECK_EQ(L4_SpaceControl(id, 0, utcb_area(), utcb_area(), L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrKipArea);
	CHECK_EQ(L4_SpaceControl(id, 0, L4_CompleteAddressSpace, utcb_area(),
				 L4_nilthread, &old), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrKipArea);
	CHECK_EQ(L4_SpaceControl(id, 0, kip_area(), utcb_area(), L4_nilthread, &old), 1);
	CHECK(delete(id));
}

/* The KIP is where the space's creator put it, and can only be read. */
static volatile L4_Word_t kip_seen;
static L4_Fpage_t other_kip_area;

static void look_at_kip(void)
{
	kip_seen = (L4_Word_t)L4_GetKernelInterface();
	CHECK_EQ(*(L4_Word_t *)kip_seen, L4_MAGIC);
	sleep_for_ever();
}

static void kip_elsewhere(void)
{
	L4_ThreadId_t id = unused_id();
	L4_Word_t old;

	other_kip_area = L4_FpageLog2((L4_Word_t)kip - 16 * L4_KipAreaSize(kip),
				      (int)L4_KipAreaSizeLog2(kip));
	CHECK(L4_ThreadControl(id, id, main_id, L4_nilthread, UNCHANGED));
	CHECK(L4_SpaceControl(id, 0, other_kip_area, utcb_area(), L4_nilthread, &old));
	CHECK(L4_ThreadControl(id, id, main_id, pager_id, utcb_slot(3)));
	kip_seen = 0;
	pager_start_thread(id, (L4_Word_t)look_at_kip, stack_for(1));
	pause_for(100);
	CHECK_EQ(kip_seen, L4_Address(other_kip_area));
	CHECK(delete(id));
}

static void utcb_places(void)
{
	L4_ThreadId_t id = unused_id();
	char *slot = utcb_slot(FIRST_FREE_SLOT);

	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, pager_id, UNCHANGED), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, pager_id, slot + 8), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, pager_id,
				  (char *)utcb_slot(0) - L4_UtcbSize(kip)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, pager_id, utcb_slot(256)), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, pager_id, slot), 1);
	CHECK_EQ(L4_ThreadControl(id, main_id, main_id, L4_nilthread, slot), 0);
	CHECK_EQ(L4_ErrorCode(), L4_ErrUtcbArea);
	CHECK(delete(id));
}

static const struct test tests[] = {
	{ "run-a-thread", run_a_thread },
	{ "start-by-exregs", start_by_exregs },
	{ "self-deletion", self_deletion },
	{ "delete-unknown", delete_unknown },
	{ "delete-any-version", delete_any_version },
	{ "new-version", new_version },
	{ "startup", startup },
	{ "migration", migration },
	{ "space-without-areas", space_without_areas },
	{ "bad-areas", bad_areas },
	{ "kip-elsewhere", kip_elsewhere },
	{ "utcb-places", utcb_places },
	{ },
};

const struct group threads_group = { "threads", "ThreadControl and SpaceControl", tests, false };
