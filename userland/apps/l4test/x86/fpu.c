/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x87, SSE and AVX registers, which the kernel loads when a thread first uses them after a switch:
 * every thread keeps its own, whoever used them meanwhile, and finds nothing of others' in them.
 */
#include <l4/schedule.h>
#include <l4lib/string.h>
#include "../test.h"

#if L4_BITS_PER_WORD == 64
# define VECTORS		16
#else
# define VECTORS		8
#endif

#define INITIAL_CONTROL		0x37f
#define ALL_EMPTY		0xffff
#define INITIAL_MXCSR		0x1f80
#define MXCSR_ROUND_UP		0x4000
#define ROUNDS			20

struct fpu_values {
	L4_Word64_t x87[8];
	L4_Word32_t mxcsr;
	L4_Word32_t unused[7];
	L4_Word8_t vector[VECTORS][32];
};

/* What FNSAVE stores. */
struct x87_image {
	L4_Word32_t control, status, tags, pointers[4];
	L4_Word8_t registers[80];
};

void x87_load(const struct fpu_values *v);
void x87_store(struct fpu_values *v);
void x87_image(struct x87_image *image);
void sse_load(const struct fpu_values *v);
void sse_store(struct fpu_values *v);
void avx_load(const struct fpu_values *v);
void avx_store(struct fpu_values *v);

static enum { ONLY_X87, WITH_SSE, WITH_AVX } level;

/* The two threads of a test; they tell themselves apart by their ids. */
static struct user {
	L4_ThreadId_t id;
	struct fpu_values mine, found;
} users[2] __attribute__((aligned(32)));

static volatile bool stop;

/* What programs may use, as the processor tells them: AVX only if the kernel has enabled it. */
static void find_level(void)
{
	L4_Word32_t a = 1, b, c, d;

	level = ONLY_X87;
#if L4_BITS_PER_WORD == 32
	L4_Word32_t before, after;

	/* A 486 may not have CPUID; those that do can change the flag ID. */
	__asm__ volatile("pushfl; popl %0; movl %0, %1; xorl $0x200000, %1; pushl %1; popfl;"
			 "pushfl; popl %1" : "=&r" (before), "=&r" (after) : : "cc");
	if (before == after)
		return;
#endif
	__asm__ volatile("cpuid" : "+a" (a), "=b" (b), "=c" (c), "=d" (d));
	if (!(d & 1u << 25))
		return;
	level = WITH_SSE;
	if ((c & 3u << 27) == 3u << 27)
		level = WITH_AVX;
}

static struct user *me(void)
{
	return &users[L4_SameThreads(L4_Myself(), users[1].id)];
}

static void load(const struct fpu_values *v)
{
	x87_load(v);
	if (level == WITH_AVX)
		avx_load(v);
	else if (level == WITH_SSE)
		sse_load(v);
}

static void store(struct fpu_values *v)
{
	x87_store(v);
	if (level == WITH_AVX)
		avx_store(v);
	else if (level == WITH_SSE)
		sse_store(v);
}

static void fill(struct user *u)
{
	L4_Word64_t seed = u == users ? 0x0123456789abcdefULL : 0x123456789abcdef0ULL;

	for (unsigned i = 0; i < 8; i++)
		u->mine.x87[i] = seed + 0x0001000100010001ULL * i;
	u->mine.mxcsr = u == users ? INITIAL_MXCSR : INITIAL_MXCSR | MXCSR_ROUND_UP;
	for (unsigned i = 0; i < VECTORS; i++)
		for (unsigned k = 0; k < 32; k++)
			u->mine.vector[i][k] = (L4_Word8_t)(seed >> (k & 7) * 8) +
					       (L4_Word8_t)(16 * i + k);
	load(&u->mine);
}

static unsigned vector_bytes(void)
{
	return level == WITH_AVX ? 32 : level == WITH_SSE ? 16 : 0;
}

static void check_vectors(const struct fpu_values *found, const struct fpu_values *wanted)
{
	for (unsigned i = 0; i < VECTORS; i++)
		CHECK(memcmp(found->vector[i], wanted->vector[i], vector_bytes()) == 0);
	if (level != ONLY_X87)
		CHECK_EQ(found->mxcsr, wanted->mxcsr);
}

static void look(struct user *u)
{
	store(&u->found);
	for (unsigned i = 0; i < 8; i++)
		CHECK(u->found.x87[i] == u->mine.x87[i]);
	check_vectors(&u->found, &u->mine);
}

/* Runs the test for all kinds of pairs: both in the root task's space, apart, and together. */
static void for_pairs(void (*test)(void))
{
	find_level();
	for (unsigned kind = 0; kind < 4 && !test_has_failed(); kind++) {
		users[0].id = thread_new(kind & 1 ? NEW_SPACE : SAME_SPACE);
		users[1].id = kind == 3 ? thread_beside(users[0].id) :
			      thread_new(kind & 2 ? NEW_SPACE : SAME_SPACE);
		test();
		thread_kill(users[0].id);
		thread_kill(users[1].id);
	}
}

/* ---- messages ------------------------------------------------------------------------------ */

static void caller(void)
{
	struct user *u = me();

	fill(u);
	for (int i = 0; i < ROUNDS; i++) {
		L4_Set_MsgTag(L4_Niltag);
		CHECK(L4_IpcSucceeded(L4_Call(users[1].id)));
		look(u);
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
		look(u);
		L4_Set_MsgTag(L4_Niltag);
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

/* ---- the end of time slices ---------------------------------------------------------------- */

static void spinner(void)
{
	struct user *u = me();

	fill(u);
	while (!stop)
		look(u);
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

/* ---- a thread that was not there before ---------------------------------------------------- */

static void dirty(void)
{
	fill(me());
}

/* The vectors first: looking at x87 is the first use otherwise, and would hide nothing. */
static void fresh(void)
{
	static const struct fpu_values zeros = { .mxcsr = INITIAL_MXCSR };
	static const L4_Word8_t empty[80];
	struct user *u = me();
	struct x87_image image;

	if (level == WITH_AVX)
		avx_store(&u->found);
	else if (level == WITH_SSE)
		sse_store(&u->found);
	check_vectors(&u->found, &zeros);
	x87_image(&image);
	CHECK_EQ(image.control & 0xffff, INITIAL_CONTROL);
	CHECK_EQ(image.tags & 0xffff, ALL_EMPTY);
	CHECK(memcmp(image.registers, empty, sizeof(empty)) == 0);
}

/* The other thread is there, or has just gone, so that its memory may be used again. */
static void fresh_is_empty(void)
{
	find_level();
	for (unsigned kind = 0; kind < 8; kind++) {
		users[0].id = thread_start(kind & 1 ? NEW_SPACE : SAME_SPACE, dirty);
		thread_end(users[0].id);
		if (kind & 4)
			thread_kill(users[0].id);
		users[1].id = thread_start(kind & 2 ? NEW_SPACE : SAME_SPACE, fresh);
		thread_end(users[1].id);
		thread_kill(users[1].id);
		if (!(kind & 4))
			thread_kill(users[0].id);
	}
}

static const struct test tests[] = {
	{ "calls", calls },
	{ "time-slices", time_slices },
	{ "fresh-is-empty", fresh_is_empty },
	{ },
};

const struct group fpu_group = { "fpu", "x87, SSE and AVX registers", tests, false };
