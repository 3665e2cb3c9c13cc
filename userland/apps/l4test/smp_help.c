/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of machines with several processors share (smp.h).
 */
#include "smp.h"

#define PATIENCE	5000	/* milliseconds */
#define A_WHILE		3

L4_ThreadId_t t1, t2;

L4_Word_t cpus(void)
{
	return L4_NumProcessors(kip);
}

void move(L4_ThreadId_t thread, L4_Word_t cpu)
{
	if (!L4_Set_ProcessorNo(thread, cpu % cpus()))
		test_failed_values(__FILE__, __LINE__, "error code of choosing a processor",
				   L4_ErrorCode(), 0);
}

L4_ThreadId_t thread_of(L4_Word_t cpu, enum where where)
{
	L4_ThreadId_t thread = thread_new(where);

	move(thread, cpu);
	return thread;
}

L4_ThreadId_t thread_at(L4_Word_t cpu, enum where where, void (*function)(void))
{
	L4_ThreadId_t thread = thread_of(cpu, where);

	thread_go(thread, function);
	return thread;
}

void pair_at(L4_Word_t cpu1, L4_Word_t cpu2, enum where where, void (*first)(void),
	     void (*second)(void))
{
	t1 = thread_of(cpu1, where);
	t2 = thread_of(cpu2, where);
	thread_go(t1, first);
	thread_go(t2, second);
	thread_end(t1);
	thread_end(t2);
	thread_kill(t1);
	thread_kill(t2);
}

void check_words(L4_MsgTag_t tag, L4_Word_t label, L4_Word_t n, bool from_afar)
{
	L4_Word_t w;

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(tag.raw, make_tag(label, n).raw | (from_afar ? ABI_TAG_XCPU : 0));
	for (L4_Word_t i = 1; i <= n; i++) {
		L4_StoreMR((int)i, &w);
		CHECK_EQ(w, i);
	}
}

void check_failed(L4_MsgTag_t tag, L4_Word_t error)
{
	CHECK(L4_IpcFailed(tag));
	CHECK_EQ(L4_ErrorCode(), error);
}

void await_progress(const volatile L4_Word_t *counter)
{
	L4_Word_t before = *counter;

	for (int i = 0; i < PATIENCE && *counter == before; i++)
		L4_Sleep(MILLISECONDS(1));
	CHECK(*counter != before);
}

void check_still(const volatile L4_Word_t *counter)
{
	L4_Word_t before = *counter;

	pause_for(A_WHILE);
	CHECK_EQ(*counter, before);
}

L4_Time_t at_once(void)
{
	return test_patiently ? MILLISECONDS(PATIENCE) : L4_ZeroTime;
}

void await_value(const volatile L4_Word_t *place, L4_Word_t value)
{
	for (int i = 0; i < PATIENCE && *place != value; i++)
		L4_Sleep(MILLISECONDS(1));
	CHECK_EQ(*place, value);
}
