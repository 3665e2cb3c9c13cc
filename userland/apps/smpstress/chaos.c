/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who disturbs the others: threads are moved, broken off, stopped, deleted and made anew.
 */
#include "smpstress.h"

/* All but the victims may be moved at any time; these perhaps are just being made. */
void move_threads(void)
{
	unsigned me = my_number();

	while (!stopping) {
		unsigned n = random_below(FIRST_VICTIM);

		if (!L4_Set_ProcessorNo(threads[n].id, random_below((L4_Word32_t)cpus)))
			complain("error of moving a thread", L4_ErrorCode(), 0);
		threads[me].done++;
		L4_Sleep(some_microseconds(200));
	}
}

/* Clients of the root task's space are broken off, or stopped for a while; victims may be gone. */
void break_off(void)
{
	unsigned me = my_number();

	while (!stopping) {
		L4_ThreadId_t client = threads[FIRST_CLIENT + random_below(CLIENTS / 2) * 2].id;
		L4_Word_t control = __L4_EXREGS_ABORT;

		if (random_below(4) == 0) {
			L4_Stop(client);
			L4_Sleep(some_microseconds(200));
			control |= ABI_EXREGS_APPLY_HALT;
		}
		if (L4_IsNilThread(__L4_ExRegs(client, control, 0, L4_nilthread, 0, 0)))
			complain("error of breaking off", L4_ErrorCode(), 0);
		threads[me].done++;
		L4_Sleep(some_microseconds(1000));
	}
}

/* ---- victims ------------------------------------------------------------------------------- */

static void spin(void)
{
	for (;;) {
		threads[my_number()].done++;
		relax(1);
	}
}

/* Fails if that one is deleted, and then waits for another one. */
static void send_to_victim(void)
{
	for (;;) {
		L4_ThreadId_t to = threads[FIRST_VICTIM + random_below(VICTIMS)].id;

		L4_Set_MsgTag(L4_Niltag);
		if (random_below(2))
			L4_Send_Timeout(to, some_microseconds(500));
		else
			L4_Receive_Timeout(to, some_microseconds(500));
		threads[my_number()].done++;
		relax(16);
	}
}

/* Until they are deleted themselves, or their partner is. */
static void wait_for_victim(void)
{
	for (;;) {
		L4_Receive(threads[FIRST_VICTIM + random_below(VICTIMS)].id);
		threads[my_number()].done++;
		relax(16);
	}
}

static void call_server(void)
{
	for (;;) {
		L4_MsgTag_t tag = L4_Niltag;

		tag.X.u = 2;
		L4_Set_MsgTag(tag);
		L4_LoadMR(1, 1);
		L4_LoadMR(2, 2);
		L4_Call_Timeouts(threads[FIRST_SERVER].id, some_microseconds(1000), L4_Never);
		threads[my_number()].done++;
		relax(16);
	}
}

static void (*const fates[])(void) = { spin, send_to_victim, wait_for_victim, call_server, read_pages };

/* One of them dies, if it lives, and another one takes its place: elsewhere, doing something else. */
void victims_round(void)
{
	unsigned n = FIRST_VICTIM + random_below(VICTIMS), at = random_below(3);
	static unsigned alive, made;
	unsigned bit = 1u << (n - FIRST_VICTIM);
	L4_ThreadId_t second = threads[SECOND_PAGER].id, first = threads[PAGER].id;

	if (alive & bit)
		EXPECT("deleting a thread", thread_delete(n), 1);
	alive |= bit;
	if (!thread_make(n, at == 0 ? main_id : L4_nilthread, at == 2 ? second : first,
			 random_below((L4_Word32_t)cpus))) {
		alive &= ~bit;
		return;
	}
	threads[n].done = 0;
	if (random_below(8))		/* some are never started */
		thread_go(n, at == 2 ? second : first, fates[made++ % 4]);
}
