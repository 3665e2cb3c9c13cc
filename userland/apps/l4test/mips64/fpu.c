/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floating point unit, which the kernel gives to whom uses it and takes away when another one
 * does: every thread keeps its registers, whoever used the unit meanwhile, and finds no others'.
 */
#include <l4/schedule.h>
#include "../test.h"

#define DOUBLES			32
#define STATUS_UX		0x00000020	/* 64-bit instructions, which programs are of */
#define STATUS_FR		0x04000000
#define STATUS_CU1		0x20000000
#define FLOATING_POINT		15		/* exception code */
#define CONTROL_ROUND_DOWN	3
#define CONTROL_CONDITION	0x00800000
#define CONTROL_INVALID		0x00010800	/* invalid operation: cause, and enabled */
#define CONTROL_UNIMPLEMENTED	0x00020000	/* a cause that is always enabled */
#define ROUNDS			20

struct fpu_values {
	L4_Word_t doubles[DOUBLES], control;
};

void fpu_load(const struct fpu_values *values, bool full);
void fpu_store(struct fpu_values *values, bool full);
L4_Word_t fpu_in_slot(L4_Word_t value);
void fpu_raise(L4_Word_t control);
extern const char fpu_raise_here[], fpu_raise_after[];

/* What the two threads of a test have in their registers, and how they see them. */
static struct user {
	L4_ThreadId_t id;
	bool full;			/* FR is set: 32 registers, else 16 */
	struct fpu_values mine, found;
} users[2];

static volatile bool stop;

static void set_flags(L4_ThreadId_t thread, L4_Word_t flags)
{
	L4_ExchangeRegisters(thread, ABI_EXREGS_FLAGS, 0, 0, STATUS_UX | flags, 0, L4_nilthread,
			     0, 0, 0, 0, 0, 0);
}

/* Who runs; it sees its registers as it is meant to. */
static struct user *me(void)
{
	struct user *u = &users[L4_SameThreads(L4_Myself(), users[1].id)];

	set_flags(L4_Myself(), u->full ? STATUS_FR : 0);
	return u;
}

static void fill(struct user *u)
{
	L4_Word_t seed = u == users ? 0x0123456789abcdef : 0xfedcba9876543210;

	for (L4_Word_t i = 0; i < DOUBLES; i++)
		u->mine.doubles[i] = seed + 0x0001000100010001 * i;
	u->mine.control = u == users ? CONTROL_ROUND_DOWN : CONTROL_CONDITION;
	fpu_load(&u->mine, u->full);
}

static void look(struct user *u, const struct fpu_values *wanted)
{
	fpu_store(&u->found, u->full);
	for (unsigned i = 0; i < DOUBLES; i += u->full ? 1 : 2)
		CHECK_EQ(u->found.doubles[i], wanted->doubles[i]);
	CHECK_EQ(u->found.control, wanted->control);
}

/* A thread that will see all registers or half of them; it runs when thread_go starts it. */
static void make(struct user *u, enum where where, bool full)
{
	u->full = full;
	u->id = thread_new(where);
}

/* ---- two threads ------------------------------------------------------------------------------ */

/* Runs the test for all kinds of pairs: where they are, and how many registers they see. */
static void for_pairs(void (*test)(void))
{
	for (unsigned kind = 0; kind < 16 && !test_has_failed(); kind++) {
		make(&users[0], kind & 1 ? NEW_SPACE : SAME_SPACE, kind & 4);
		make(&users[1], kind & 2 ? NEW_SPACE : SAME_SPACE, kind & 8);
		test();
		thread_kill(users[0].id);
		thread_kill(users[1].id);
	}
}

static void caller(void)
{
	struct user *u = me();

	fill(u);
	for (int i = 0; i < ROUNDS; i++) {
		L4_Set_MsgTag(make_tag(0, 0));
		CHECK(L4_IpcSucceeded(L4_Call(users[1].id)));
		look(u, &u->mine);
		if (i == ROUNDS / 2)
			fill(u);
	}
}

static void answerer(void)
{
	struct user *u = me();
	L4_ThreadId_t from;

	fill(u);
	L4_Wait(&from);
	for (;;) {
		look(u, &u->mine);
		L4_Set_MsgTag(make_tag(0, 0));
		L4_ReplyWait(from, &from);
	}
}

static void call_pair(void)
{
	thread_go(users[1].id, answerer);
	thread_go(users[0].id, caller);
	thread_end(users[0].id);
}

static void calls(void)
{
	for_pairs(call_pair);
}

/* Neither says when: the end of their time slices does. */
static void spinner(void)
{
	struct user *u = me();

	fill(u);
	while (!stop)
		look(u, &u->mine);
}

static void spin_pair(void)
{
	stop = false;
	for (int i = 0; i < 2; i++) {
		L4_Set_Timeslice(users[i].id, L4_TimePeriod(4000), L4_Never);
		thread_go(users[i].id, spinner);
	}
	pause_for(40);
	stop = true;
	thread_end(users[0].id);
	thread_end(users[1].id);
}

static void time_slices(void)
{
	for_pairs(spin_pair);
}

/* ---- a thread that was not there before --------------------------------------------------------- */

static void dirty(void)
{
	fill(me());
}

static void fresh(void)
{
	static const struct fpu_values zeros;

	look(me(), &zeros);
}

/* The other thread is there, has just gone, or is the one whose control block is used again. */
static void check_fresh(enum where where, bool gone)
{
	make(&users[0], where, true);
	thread_go(users[0].id, dirty);
	thread_end(users[0].id);
	if (gone)
		thread_kill(users[0].id);
	for (int i = 0; i < 2; i++) {
		make(&users[1], i ? NEW_SPACE : SAME_SPACE, true);
		thread_go(users[1].id, fresh);
		thread_end(users[1].id);
		thread_kill(users[1].id);
	}
	if (!gone)
		thread_kill(users[0].id);
}

static void fresh_is_empty(void)
{
	check_fresh(SAME_SPACE, false);
	check_fresh(NEW_SPACE, false);
	check_fresh(SAME_SPACE, true);
	check_fresh(NEW_SPACE, true);
}

/* ---- who may use it ------------------------------------------------------------------------------ */

static L4_Word_t flags_of(L4_ThreadId_t thread)
{
	L4_Word_t flags = 0;

	L4_ExchangeRegisters(thread, 0, 0, 0, 0, 0, L4_nilthread, 0, 0, 0, &flags, 0, 0);
	return flags;
}

/* FLAGS shows who has the unit.  Asking for it there gives nobody another's registers. */
static void enabled_bit(void)
{
	make(&users[0], SAME_SPACE, true);
	make(&users[1], SAME_SPACE, true);
	CHECK_EQ(flags_of(users[0].id) & (STATUS_CU1 | STATUS_FR), 0);
	thread_go(users[0].id, dirty);
	thread_end(users[0].id);
	CHECK_EQ(flags_of(users[0].id) & (STATUS_CU1 | STATUS_FR), STATUS_CU1 | STATUS_FR);
	set_flags(users[1].id, STATUS_CU1 | STATUS_FR);
	CHECK_EQ(flags_of(users[1].id) & (STATUS_CU1 | STATUS_FR), STATUS_FR);
	thread_go(users[1].id, fresh);
	thread_end(users[1].id);
	CHECK_EQ(flags_of(users[0].id) & STATUS_CU1, 0);
	CHECK_EQ(flags_of(users[1].id) & STATUS_CU1, STATUS_CU1);
}

static void use_in_slot(void)
{
	CHECK_EQ(fpu_in_slot(0x1122334455667788), 0x1122334455667788);
}

static void delay_slot(void)
{
	for (int i = 0; i < 2; i++) {
		make(&users[i], i ? NEW_SPACE : SAME_SPACE, i);
		thread_go(users[i].id, use_in_slot);
		thread_end(users[i].id);
	}
}

/* ---- its own exceptions --------------------------------------------------------------------------- */

static L4_Word_t raised;

static void raise_and_go_on(void)
{
	struct user *u = me();

	L4_Set_ExceptionHandler(main_id);
	fill(u);
	fpu_raise(raised);
	fpu_store(&u->found, u->full);
	for (unsigned i = 0; i < DOUBLES; i++)
		CHECK_EQ(u->found.doubles[i], u->mine.doubles[i]);
}

/* The control register has a cause and its enable bit when the unit changes hands. */
static void check_raised(L4_Word_t control)
{
	L4_MsgTag_t tag;
	L4_Word_t code;

	raised = control;
	make(&users[0], NEW_SPACE, true);
	make(&users[1], NEW_SPACE, true);
	thread_go(users[0].id, raise_and_go_on);
	tag = L4_Receive_Timeout(users[0].id, MILLISECONDS(1000));
	CHECK_EQ(tag.raw, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_EXCEPTION) << 16 | 6);
	L4_StoreMR(4, &code);
	CHECK_EQ(code, FLOATING_POINT);
	thread_go(users[1].id, dirty);
	thread_end(users[1].id);
	L4_LoadMR(1, (L4_Word_t)fpu_raise_after);
	L4_Set_MsgTag(make_tag(0, 1));
	CHECK(L4_IpcSucceeded(L4_Reply(users[0].id)));
	thread_end(users[0].id);
	thread_kill(users[0].id);
	thread_kill(users[1].id);
}

static void exceptions(void)
{
	check_raised(CONTROL_INVALID);
	check_raised(CONTROL_UNIMPLEMENTED);
}

static const struct test tests[] = {
	{ "calls", calls },
	{ "time-slices", time_slices },
	{ "fresh-is-empty", fresh_is_empty },
	{ "enabled-bit", enabled_bit },
	{ "delay-slot", delay_slot },
	{ "exceptions", exceptions },
	{ },
};

const struct group fpu_group = { "fpu", "Floating point registers", tests, false };
