/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every system call with each parameter at its extremes, from a thread without privileges and from
 * one with.  Whatever the kernel answers, it must go on; where the interface names an error, it
 * must be that one.
 *
 * The calls are made by a helper that may fault, halt or block over them.  Main gives it a little
 * time, and if it is stuck puts another in its place, which goes on with the next call.
 */
#include <l4/misc.h>
#include <l4/schedule.h>
#include <l4/space.h>
#include "stuck.h"
#include "test.h"

#define BITS		L4_BITS_PER_WORD
#define TOP		((L4_Word_t)1 << (BITS - 1))
#define USER_END	((L4_Word_t)ABI_USER_AREA_END)

static const L4_Word_t values[] = {
	0, 1, ~(L4_Word_t)0, ~(L4_Word_t)ABI_ID_LOCAL_MASK, 2, 7, 0x10, 0x3f, 0x40, 0xffff, 0x1001,
	USER_END, USER_END - 1, USER_END - 0x1000, USER_END - 0x3c0, USER_END + 0x1000,
	/* halves of the word, signs, and the edges of the address space's lower part */
	TOP, TOP - 1, TOP >> 16, (TOP >> 16) - 1, (TOP >> 16) - 0x1000, ~(TOP >> 16),
	~(L4_Word_t)0 << (BITS / 2), ((L4_Word_t)1 << (BITS / 2)) + 1,
	/* fpages: everything, nearly everything, misaligned, tiny, huge */
	0x3f7, 0x3e7, ~(L4_Word_t)0 - 0xf, ~(L4_Word_t)0 << 10 | 0x2f7, 0x1230c7, 0xb7, TOP | 0x3f7,
};

#define VALUES		(sizeof(values) / sizeof(values[0]))
#define MAX_PARAMS	6

struct call {
	const char *name;
	unsigned params;
	bool privileged;		/* only privileged threads may */
	bool alone;			/* would unmap this very program if made in its space */
	L4_Word_t (*make)(const L4_Word_t *p);
};

static L4_ThreadId_t tid(L4_Word_t raw)
{
	return (L4_ThreadId_t){ raw };
}

/* ---- the calls, each with its parameters in an array; parameters that are not varied are tame  */

static L4_Word_t call_ipc(const L4_Word_t *p)
{
	L4_ThreadId_t from;

	L4_Set_MsgTag((L4_MsgTag_t){ p[3] });
	L4_LoadMR(1, p[4]);
	L4_LoadMR(2, p[5]);
	return L4_IpcSucceeded(L4_Ipc(tid(p[0]), tid(p[1]), p[2], &from));
}

static L4_Word_t call_exregs(const L4_Word_t *p)
{
	return !L4_IsNilThread(L4_ExchangeRegisters(tid(p[0]), p[1], p[2], p[3], p[4], 0,
						    tid(p[5]), 0, 0, 0, 0, 0, 0));
}

static L4_Word_t call_thread_control(const L4_Word_t *p)
{
	return L4_ThreadControl(tid(p[0]), tid(p[1]), tid(p[2]), tid(p[3]), (void *)p[4]);
}

static L4_Word_t call_space_control(const L4_Word_t *p)
{
	L4_Word_t old;

	return L4_SpaceControl(tid(p[0]), p[1], (L4_Fpage_t){ p[2] }, (L4_Fpage_t){ p[3] },
			       tid(p[4]), &old);
}

static L4_Word_t call_schedule(const L4_Word_t *p)
{
	L4_Word_t old;

	return L4_Schedule(tid(p[0]), p[1], p[2], p[3], p[4], &old);
}

static L4_Word_t call_thread_switch(const L4_Word_t *p)
{
	L4_ThreadSwitch(tid(p[0]));
	return 1;
}

static L4_Word_t call_unmap(const L4_Word_t *p)
{
	L4_LoadMR(0, p[1]);
	L4_LoadMR(1, p[2]);
	for (int i = 2; i < __L4_NUM_MRS; i++)
		L4_LoadMR(i, 0);
	L4_Unmap(p[0]);
	return 1;
}

static L4_Word_t call_processor_control(const L4_Word_t *p)
{
	return L4_ProcessorControl(p[0], p[1], p[2], p[3]);
}

static L4_Word_t call_memory_control(const L4_Word_t *p)
{
	L4_Word_t attributes[4] = { p[2], p[3], p[2], p[3] };

	L4_LoadMR(0, p[1]);
	return L4_MemoryControl(p[0], attributes);
}

/* What a map or grant item can say, to a partner who takes everything and throws it away. */
static L4_Word_t call_map(const L4_Word_t *p)
{
	L4_ThreadId_t from;

	L4_Accept(L4_MapGrantItems((L4_Fpage_t){ p[2] }));
	L4_Set_MsgTag((L4_MsgTag_t){ 2 << ABI_TAG_T_SHIFT });
	L4_LoadMR(1, p[0]);
	L4_LoadMR(2, p[1]);
	return L4_IpcSucceeded(L4_Ipc(tid(p[3]), L4_nilthread,
				      L4_Timeouts(L4_ZeroTime, L4_ZeroTime), &from));
}

static const struct call calls[] = {
	{ "Ipc", 6, false, false, call_ipc },
	{ "ExchangeRegisters", 6, false, false, call_exregs },
	{ "ThreadControl", 5, true, false, call_thread_control },
	{ "SpaceControl", 5, true, false, call_space_control },
	{ "Schedule", 5, false, false, call_schedule },
	{ "ThreadSwitch", 1, false, false, call_thread_switch },
	{ "Unmap", 3, false, true, call_unmap },
	{ "ProcessorControl", 4, true, false, call_processor_control },
	{ "MemoryControl", 4, true, true, call_memory_control },
	{ "Ipc with a map item", 4, false, true, call_map },
};

#define CALLS		(sizeof(calls) / sizeof(calls[0]))

/* ---- the helper ---------------------------------------------------------------------------- */

static bool privileged;
static L4_ThreadId_t victim;		/* an id for calls that want one: inactive, its own space */
static volatile L4_Word_t wrong_call, wrong_error;

/* Parameters that let a call get as far as possible. */
static void tame(unsigned call, L4_Word_t *p)
{
	static const L4_Word_t zero_times = ABI_TIME_ZERO << 16 | ABI_TIME_ZERO;

	for (unsigned i = 0; i < MAX_PARAMS; i++)
		p[i] = 0;
	switch (call) {
	case 0:
		p[0] = L4_ThreadIdUserBase(kip) == 0 ? 0 : main_id.raw;
		p[1] = pager_id.raw;
		p[2] = zero_times;
		break;
	case 1:
		p[0] = L4_Myself().raw;
		p[5] = pager_id.raw;
		break;
	case 2:
		p[0] = p[1] = victim.raw;
		p[4] = ~(L4_Word_t)0;
		break;
	case 3:
		p[0] = victim.raw;
		p[2] = kip_area().raw;
		p[3] = utcb_area().raw;
		break;
	case 4:
		p[0] = L4_Myself().raw;
		p[1] = p[2] = p[3] = p[4] = ~(L4_Word_t)0;
		break;
	case 9:
		p[0] = ABI_ITEM_MAP << ABI_ITEM_TYPE_SHIFT;
		p[1] = L4_FpageAddRights(L4_FpageLog2((L4_Word_t)values & ~(page_size - 1),
						      page_order), 7).raw;
		p[2] = ABI_FPAGE_COMPLETE;
		p[3] = main_id.raw;
		break;
	}
}

/* The n-th case, counted over all calls, parameters and values; false behind the last. */
static bool nth(L4_Word_t n, unsigned *call, L4_Word_t *p)
{
	for (*call = 0; *call < CALLS; ++*call) {
		const struct call *c = &calls[*call];
		L4_Word_t cases = c->params * VALUES;

		if (n < cases) {
			tame(*call, p);
			p[n / VALUES] = values[n % VALUES];
			return true;
		}
		n -= cases;
	}
	return false;
}

static bool make_call(L4_Word_t n)
{
	L4_Word_t p[MAX_PARAMS];
	unsigned call;
	L4_Word_t result;

	if (!nth(n, &call, p))
		return false;
	if (privileged && calls[call].alone)
		return true;
	result = calls[call].make(p);
	if (!privileged && calls[call].privileged &&
	    (result != 0 || L4_ErrorCode() != L4_ErrNoPrivilege)) {
		wrong_call = n + 1;
		wrong_error = L4_ErrorCode();
	}
	if (privileged && calls[call].privileged) {
		L4_ThreadControl(victim, L4_nilthread, L4_nilthread, L4_nilthread, UNCHANGED);
		L4_ThreadControl(victim, victim, main_id, L4_nilthread, UNCHANGED);
	}
	return true;
}

static void at_extremes(bool with_privilege)
{
	L4_Word_t p[MAX_PARAMS];
	unsigned call;

	privileged = with_privilege;
	victim = unused_id();
	wrong_call = 0;
	REQUIRE(L4_ThreadControl(victim, victim, main_id, L4_nilthread, UNCHANGED));
	stuck_run(with_privilege ? SAME_SPACE : NEW_SPACE, make_call, 20);
	if (wrong_call && nth(wrong_call - 1, &call, p))
		test_failed_values(__FILE__, __LINE__, calls[call].name, wrong_error,
				   L4_ErrNoPrivilege);
	thread_kill(victim);
}

static void unprivileged_extremes(void)
{
	at_extremes(false);
}

static void privileged_extremes(void)
{
	at_extremes(true);
}

/* ---- errors the interface names, one by one ------------------------------------------------ */

#define ERROR_OF(call, code)					\
	do {							\
		CHECK_EQ(call, 0);				\
		CHECK_EQ(L4_ErrorCode(), code);			\
	} while (0)

static void named_errors(void)
{
	static const L4_Word_t attributes[4];
	L4_ThreadId_t fresh = unused_id(), kernel = L4_GlobalId(L4_ThreadIdSystemBase(kip), 1);
	L4_Word_t old;

	ERROR_OF(L4_ThreadControl(L4_MyLocalId(), main_id, main_id, pager_id, utcb_slot(20)),
		 L4_ErrInvalidSpace);
	ERROR_OF(L4_ThreadControl(kernel, main_id, main_id, pager_id, utcb_slot(20)),
		 L4_ErrInvalidThread);
	ERROR_OF(L4_ThreadControl(fresh, main_id, L4_nilthread, pager_id, utcb_slot(20)),
		 L4_ErrInvalidThread);
	ERROR_OF(L4_ThreadControl(fresh, unused_id(), main_id, pager_id, utcb_slot(20)),
		 L4_ErrInvalidSpace);
	ERROR_OF(L4_SpaceControl(L4_MyLocalId(), 0, L4_Nilpage, L4_Nilpage, L4_anythread, &old),
		 L4_ErrInvalidSpace);
	ERROR_OF(L4_SpaceControl(fresh, 0, L4_Nilpage, L4_Nilpage, L4_anythread, &old),
		 L4_ErrInvalidSpace);
	ERROR_OF(L4_MemoryControl(64, attributes), L4_ErrInvalidParam);
	CHECK_EQ(L4_SpaceControl(main_id, 0, L4_Nilpage, L4_Nilpage, L4_nilthread, &old), 1);
	CHECK_EQ(L4_ProcessorControl(0, 0, 0, 0), 1);
}

static const struct test tests[] = {
	{ "named-errors", named_errors },
	{ "unprivileged-extremes", unprivileged_extremes },
	{ "privileged-extremes", privileged_extremes },
	{ },
};

const struct group errors_group = { "errors", "Parameters at their extremes", tests, false };
