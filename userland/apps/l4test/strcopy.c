/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the copy of a long string costs: four megabytes from one space to another, all pages there.
 */
#include <l4/schedule.h>
#include "layout.h"
#include "ticks.h"

#define ORDER		22
/* In words of 32 bits a string can be one byte short of that; one word is left away. */
#define BYTES		(((L4_Word_t)1 << ORDER) - (L4_BITS_PER_WORD == 32) * sizeof(L4_Word_t))
#define WORDS		(BYTES / sizeof(L4_Word_t))

/* The limit: so many tenths of an instruction per byte, and this much besides. */
#define CONSTANT	20000

/* Where there is an instruction for it; others have a definition of their own. */
__attribute__((weak)) L4_Word_t copy_tenths = 2;

static L4_ThreadId_t t1, t2;
static L4_Word_t source, target;
static volatile L4_Word64_t took;

static L4_Word_t word(L4_Word_t i)
{
	return i * 0x9e3779b1UL + 1;
}

static void receive(void)
{
	volatile L4_Word_t *words = (volatile L4_Word_t *)target;

	for (L4_Word_t i = 0; i < WORDS; i++)
		words[i] = 0;
	accept_string(target, BYTES);
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(t2, MILLISECONDS(30000))));
	for (L4_Word_t i = 0; i < WORDS; i++)
		if (words[i] != word(i)) {
			test_failed_values(__FILE__, __LINE__, "word that is wrong", i, WORDS);
			return;
		}
}

static void send(void)
{
	volatile L4_Word_t *words = (volatile L4_Word_t *)source;
	L4_Word64_t start;

	for (L4_Word_t i = 0; i < WORDS; i++)
		words[i] = word(i);
	pause_for(100);
	load_string(source, BYTES);
	start = ticks();
	CHECK(L4_IpcSucceeded(L4_Send(t1)));
	took = ticks() - start;
}

static void copy(void)
{
	L4_Word_t thousandths;

	source = scratch(ORDER);
	target = scratch(ORDER);
	REQUIRE(source && target);
	t1 = thread_new(NEW_SPACE);
	t2 = thread_new(NEW_SPACE);
	thread_go(t1, receive);
	thread_go(t2, send);
	thread_end(t2);
	thread_end(t1);
	thousandths = (L4_Word_t)(took * 1000 / BYTES);
	printf("BENCH metric=strcopy bytes=%lu insns=%lu.%03lu\n", BYTES, thousandths / 1000,
	       thousandths % 1000);
	CHECK(took <= BYTES * copy_tenths / 10 + CONSTANT || test_patiently);
}

static const struct test tests[] = {
	{ "four-megabytes", copy },
	{ },
};

const struct group strcopy_group = { "strcopy", "Cost of long strings", tests, false };
