/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every system call made by its registers, as the sheet of the architecture says (abi-x86-x32 sheet
 * 4, abi-x86-x64 sheet 3): where results come back, what is left alone, and each error code in the
 * TCR with all results 0.  Ipc is in the architecture's folder.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "../crowd.h"
#include "calls.h"

#define POINT_IN_TIME		0x8001u		/* where only periods make sense */

L4_Word_t call_by_registers(enum call call, const L4_Word_t *parameters, L4_Word_t *results)
{
	const struct call_shape *shape = &call_shapes[call];
	L4_Word_t in[MAX_REGISTERS], out[MAX_REGISTERS];
	L4_Word_t changes = shape->destroyed;

	for (unsigned i = 0; i < call_registers; i++)
		out[i] = in[i] = 0x1010101 * (i + 1) + 1;
	for (unsigned i = 0; i < shape->parameters; i++) {
		out[shape->in[i]] = in[shape->in[i]] = parameters[i];
		if (shape->local_ids >> i & 1 && L4_IsLocalId((L4_ThreadId_t){ parameters[i] }))
			changes |= (L4_Word_t)1 << shape->in[i];
	}
	for (unsigned i = 0; i < shape->results; i++)
		if (shape->out[i] != NOWHERE)
			changes |= (L4_Word_t)1 << shape->out[i];
	CHECK_EQ(call_with_registers(call_routine(call), out), 0);
	for (unsigned i = 0; i < call_registers; i++)
		if (!(changes >> i & 1))
			CHECK_EQ(out[i], in[i]);
	for (unsigned i = 0; results && i < shape->results; i++)
		results[i] = shape->out[i] == NOWHERE ? 0 : out[shape->out[i]];
	return shape->results && shape->out[0] != NOWHERE ? out[shape->out[0]] : 0;
}

#define MAKE(call, results, ...) \
	call_by_registers(call, (const L4_Word_t[MAX_PARAMETERS]){ __VA_ARGS__ }, results)

/* A call that fails: all results are 0, and the error code is told. */
#define FAILS(call, error, ...)							\
	do {									\
		L4_Word_t results_[MAX_PARAMETERS] = { ALL_ONES };		\
		MAKE(call, results_, __VA_ARGS__);				\
		for (unsigned i_ = 0; i_ < call_shapes[call].results; i_++)	\
			CHECK_EQ(results_[i_], 0);				\
		CHECK_EQ(L4_ErrorCode(), error);				\
	} while (0)

#define ALL_ONES		(~(L4_Word_t)0)

/* ---- successes ----------------------------------------------------------------------------- */

static void exchange_registers(void)
{
	L4_Word_t me = L4_Myself().raw, local = L4_MyLocalId().raw, r[MAX_PARAMETERS];

	CHECK_EQ(MAKE(EXCHANGE_REGISTERS, r, me, ABI_EXREGS_HANDLE, 0, 0, 0, 0xabcd, 0), local);
	CHECK_EQ(r[6], L4_Pager().raw);
	CHECK_EQ(MAKE(EXCHANGE_REGISTERS, r, local, 0, 0, 0, 0, 0, 0), me);
	CHECK_EQ(r[1], 0);
	CHECK(r[2] - (L4_Word_t)r < 0x4000 || (L4_Word_t)r - r[2] < 0x4000);
	CHECK_EQ(r[5], 0xabcd);
}

/* By global ids, and by local ones wherever they are taken. */
static void thread_control(void)
{
	L4_Word_t me = L4_Myself().raw, local = L4_MyLocalId().raw, id = unused_id().raw;
	L4_Word_t utcb = (L4_Word_t)utcb_slot(FIRST_FREE_SLOT);

	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, me, me, pager_id.raw, utcb), 1);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, 0, 0, 0, ALL_ONES), 1);
	id = unused_id().raw;
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, local, local, local, utcb), 1);
	L4_Set_MsgTag(L4_Niltag);		/* the local id was understood: it waits for us */
	CHECK(L4_IpcSucceeded(L4_Send_Timeout((L4_ThreadId_t){ id }, L4_ZeroTime)));
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, 0, 0, 0, ALL_ONES), 1);
}

static void space_control(void)
{
	L4_Word_t id = unused_id().raw, me = L4_Myself().raw, r[2];

	REQUIRE(MAKE(THREAD_CONTROL, NULL, id, id, me, 0, ALL_ONES) == 1);
	CHECK_EQ(MAKE(SPACE_CONTROL, r, id, 0, kip_area().raw, utcb_area().raw,
		      L4_MyLocalId().raw), 1);
	CHECK_EQ(r[1], 0);
	CHECK_EQ(MAKE(SPACE_CONTROL, r, id, 0, 0, 0, L4_anythread.raw), 1);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, 0, 0, 0, ALL_ONES), 1);
}

static void schedule(void)
{
	L4_Word_t ids[] = { L4_Myself().raw, L4_MyLocalId().raw }, r[2];

	for (unsigned i = 0; i < 2; i++) {
		CHECK_EQ(MAKE(SCHEDULE, r, ids[i], ALL_ONES, ALL_ONES, ALL_ONES, ALL_ONES),
			 L4_SCHEDRESULT_RUNNING);
		CHECK_EQ(r[1] & 0xffff, 0);		/* the quantum is without end */
		CHECK(r[1] >> 16 != 0);
		CHECK_EQ(L4_ErrorCode(), L4_ErrOk);
	}
}

static void others(void)
{
	L4_Clock_t before = L4_SystemClock(), clock;
	L4_Word_t r[2];

	MAKE(THREAD_SWITCH, NULL, 0);
	MAKE(THREAD_SWITCH, NULL, L4_MyLocalId().raw);
	CHECK_EQ(MAKE(PROCESSOR_CONTROL, NULL, 0, 0, 0, 0), 1);
	clock.raw = MAKE(SYSTEM_CLOCK, r, 0);
	if (call_shapes[SYSTEM_CLOCK].results == 2)
		clock.raw |= (L4_Word64_t)r[1] << 32;
	CHECK(!L4_IsClockEarlier(clock, before));
	CHECK(!L4_IsClockLater(clock, L4_SystemClock()));
}

/* Flush without rights asks how the page was used; the fpage is in MR0, in its register. */
static void memory(void)
{
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb(), r[3];
	L4_Word_t page = scratch((L4_Word_t)page_order);
	L4_Word_t f = L4_FpageLog2(page, page_order).raw;

	*(volatile L4_Word_t *)page = 1;
	MAKE(UNMAP, r, ABI_UNMAP_FLUSH, f, (L4_Word_t)mr);
	CHECK_EQ(r[1] & ~(L4_Word_t)ABI_RIGHTS_MASK, f);
	CHECK_EQ(r[1] & ABI_STATUS_WRITTEN, ABI_STATUS_WRITTEN);
	CHECK_EQ(r[2], (L4_Word_t)mr);
	mr[0] = f;
	CHECK_EQ(MAKE(MEMORY_CONTROL, NULL, 0, 0, 0, 0, 0, (L4_Word_t)mr, f), 1);
}

/* ---- errors -------------------------------------------------------------------------------- */

static void thread_errors(void)
{
	L4_Word_t me = L4_Myself().raw, none = unused_id().raw, fresh = unused_id().raw;
	L4_Word_t base = L4_ThreadIdUserBase(kip), outside = (L4_Word_t)kip;
	L4_Word_t kernels = L4_GlobalId(base - 1, 1).raw;

	FAILS(EXCHANGE_REGISTERS, L4_ErrInvalidThread, none, 0, 1, 2, 3, 4, 5);
	FAILS(EXCHANGE_REGISTERS, L4_ErrInvalidThread, 0, 0, 1, 2, 3, 4, 5);
	if (!L4_HasFeature("ctrlxfer"))		/* with it privileged threads may */
		FAILS(EXCHANGE_REGISTERS, L4_ErrInvalidThread, L4_GlobalId(base, 1).raw, 0, 1, 2, 3, 4,
		      5);
	FAILS(THREAD_CONTROL, L4_ErrInvalidSpace, L4_MyLocalId().raw, me, me, me, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrInvalidThread, kernels, me, me, me, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrInvalidThread, me, 0, 0, 0, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrInvalidThread, fresh, me, 0, me, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrInvalidSpace, fresh, none, me, me, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrUtcbArea, fresh, me, me, me, ALL_ONES);
	FAILS(THREAD_CONTROL, L4_ErrUtcbArea, fresh, me, me, me, outside);
	FAILS(SCHEDULE, L4_ErrInvalidThread, none, ALL_ONES, ALL_ONES, ALL_ONES, ALL_ONES);
	FAILS(SCHEDULE, L4_ErrInvalidThread, me, POINT_IN_TIME, ALL_ONES, ALL_ONES, ALL_ONES);
	FAILS(SCHEDULE, L4_ErrInvalidParam, me, ALL_ONES, 0x1234, ALL_ONES, ALL_ONES);
}

static void space_errors(void)
{
	L4_Word_t me = L4_Myself().raw, id = unused_id().raw, none = unused_id().raw;
	L4_Word_t utcbs = utcb_area().raw, page = kip_area().raw;

	FAILS(SPACE_CONTROL, L4_ErrInvalidSpace, none, 0, page, utcbs, 0);
	FAILS(SPACE_CONTROL, L4_ErrInvalidSpace, L4_MyLocalId().raw, 0, page, utcbs, 0);
	REQUIRE(MAKE(THREAD_CONTROL, NULL, id, id, me, 0, ALL_ONES) == 1);
	FAILS(SPACE_CONTROL, L4_ErrUtcbArea, id, 0, page, 0, 0);
	FAILS(SPACE_CONTROL, L4_ErrKipArea, id, 0, 0, utcbs, 0);
	FAILS(SPACE_CONTROL, L4_ErrKipArea, id, 0, utcbs, utcbs, 0);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, 0, 0, 0, ALL_ONES), 1);
	FAILS(PROCESSOR_CONTROL, L4_ErrInvalidParam, 0x1234, 0, 0, 0);
	FAILS(MEMORY_CONTROL, L4_ErrInvalidParam, 64, 0, 0, 0, 0, (L4_Word_t)__L4_Utcb(), 0);
}

/* Kernel memory has run out: error 8, where threads, spaces and their page tables are made. */
static void out_of_memory(void)
{
	L4_Word_t me = L4_Myself().raw, id = unused_id().raw, none = unused_id().raw;
	L4_Word_t first = (L4_Word_t)utcb_slot(0), error = L4_ErrNoMem;

	REQUIRE(MAKE(THREAD_CONTROL, NULL, id, id, me, 0, ALL_ONES) == 1);
	REQUIRE(crowd_open());
	while (crowd_add_waiting())
		;
	FAILS(THREAD_CONTROL, error, none, none, me, 0, ALL_ONES);
	FAILS(SPACE_CONTROL, error, id, 0, kip_area().raw, utcb_area().raw, 0);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, none, 0, 0, 0, ALL_ONES), 1);
	crowd_close();
	REQUIRE(MAKE(SPACE_CONTROL, NULL, id, 0, kip_area().raw, utcb_area().raw, 0) == 1);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, id, me, me, first), 1);
	CHECK_EQ(MAKE(THREAD_CONTROL, NULL, id, 0, 0, 0, ALL_ONES), 1);
}

/* Attribute 6 is none; each of the four places of attributes is looked at. */
static void attribute_errors(void)
{
	L4_Word_t page = L4_FpageLog2(scratch((L4_Word_t)page_order), page_order).raw;
	L4_Word_t *mr = (L4_Word_t *)__L4_Utcb();

	for (unsigned slot = 0; slot < 4; slot++) {
		L4_Word_t p[] = { 0, 0, 0, 0, 0, (L4_Word_t)mr, page | slot };

		mr[0] = page | slot;
		p[1 + slot] = 6;
		CHECK_EQ(call_by_registers(MEMORY_CONTROL, p, NULL), 0);
		CHECK_EQ(L4_ErrorCode(), L4_ErrInvalidParam);
		mr[0] = page | slot;
		p[1 + slot] = 1;
		for (unsigned other = 0; other < 4; other++)
			if (other != slot)
				p[1 + other] = 6;
		CHECK_EQ(call_by_registers(MEMORY_CONTROL, p, NULL), 1);
	}
}

static void without_privileges(void)
{
	L4_Word_t me = L4_Myself().raw, no = L4_ErrNoPrivilege, root = main_id.raw;

	FAILS(THREAD_CONTROL, no, root, me, me, me, ALL_ONES);
	FAILS(SPACE_CONTROL, no, me, 0, 0, 0, 0);
	FAILS(SCHEDULE, no, root, ALL_ONES, ALL_ONES, ALL_ONES, ALL_ONES);
	FAILS(PROCESSOR_CONTROL, no, 0, 0, 0, 0);
	FAILS(MEMORY_CONTROL, no, 0, 0, 0, 0, 0, (L4_Word_t)__L4_Utcb(), 0);
	FAILS(EXCHANGE_REGISTERS, L4_ErrInvalidThread, root, 0, 1, 2, 3, 4, 5);
}

static void unprivileged(void)
{
	thread_end(thread_start(NEW_SPACE, without_privileges));
}

static const struct test tests[] = {
	{ "exchange-registers", exchange_registers },
	{ "thread-control", thread_control },
	{ "space-control", space_control },
	{ "schedule", schedule },
	{ "others", others },
	{ "memory", memory },
	{ "thread-errors", thread_errors },
	{ "space-errors", space_errors },
	{ "out-of-memory", out_of_memory },
	{ "attribute-errors", attribute_errors },
	{ "unprivileged", unprivileged },
	{ },
};

const struct group calls_group = { "calls", "System calls by their registers", tests, false };
