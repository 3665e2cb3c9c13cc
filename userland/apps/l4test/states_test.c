/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may happen to a thread in whatever state: it is deleted, moved to another space, gets a new
 * version, is halted.  Whoever waits for it or sends to it learns what concerns him.
 */
#include <l4/schedule.h>
#include <l4lib/string.h>
#include "crowd.h"
#include "states.h"

#define NO_PARTNER(phase)	IPC_ERROR(phase, ABI_IPCERR_NOPARTNER)

static const struct state *state;
static L4_ThreadId_t victim, waiter, sender;
static volatile L4_Word_t waiter_result, sender_result;

static L4_Word_t result_of(L4_MsgTag_t tag)
{
	return L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
}

static void wait_for_victim(void)
{
	waiter_result = result_of(L4_Receive(victim));
}

static void send_to_victim(void)
{
	L4_Set_MsgTag(L4_Niltag);
	sender_result = result_of(L4_Send(victim));
}

/* The victim in its state, somebody who waits for it, somebody who wants to send to it. */
static void surround(enum where place)
{
	waiter_result = sender_result = NO_IPC;
	victim = state_enter(state, place);
	waiter = thread_start(SAME_SPACE, wait_for_victim);
	sender = thread_start(NEW_SPACE, send_to_victim);
	pause_for(4);
	CHECK_EQ(waiter_result, NO_IPC);
	CHECK_EQ(sender_result, NO_IPC);
}

/* Each state in each kind of space, until something fails. */
static void in_all_states(void (*check)(enum where place))
{
	for (state = states; state->name && !test_has_failed(); state++)
		for (int place = SAME_SPACE; place <= NEW_SPACE && !test_has_failed(); place++) {
			check((enum where)place);
			if (test_has_failed())
				printf("in state %s, %s\n", state->name,
				       place == SAME_SPACE ? "same space" : "new space");
			threads_kill_all();
			pager_at(0, SERVE);
		}
}

/* ---- deletion -------------------------------------------------------------------------------- */

static void delete_it(enum where place)
{
	surround(place);
	thread_kill(victim);
	thread_end(waiter);
	thread_end(sender);
	CHECK_EQ(waiter_result, NO_PARTNER(IN_RECEIVE));
	CHECK_EQ(sender_result, NO_PARTNER(IN_SEND));
	CHECK_EQ(state_of(victim), L4_SCHEDRESULT_ERROR);
}

static void deleted(void)
{
	in_all_states(delete_it);
}

/* The same for one that was never made active. */
static void inactive_deleted(void)
{
	waiter_result = sender_result = NO_IPC;
	victim = unused_id();
	REQUIRE(L4_ThreadControl(victim, victim, main_id, L4_nilthread, UNCHANGED));
	waiter = thread_start(SAME_SPACE, wait_for_victim);
	sender = thread_start(NEW_SPACE, send_to_victim);
	pause_for(4);
	CHECK_EQ(waiter_result, NO_IPC);
	CHECK_EQ(sender_result, NO_IPC);
	CHECK_EQ(state_of(victim), L4_SCHEDRESULT_DEAD);
	thread_kill(victim);
	thread_end(waiter);
	thread_end(sender);
	CHECK_EQ(waiter_result, NO_PARTNER(IN_RECEIVE));
	CHECK_EQ(sender_result, NO_PARTNER(IN_SEND));
}

/* ---- a thousand senders ---------------------------------------------------------------------- */

#define SENDERS		1000

static void sleep_for_ever(void)
{
	L4_Sleep(L4_Never);
}

static void thousand_senders(void)
{
	victim = crowd_target = thread_start(NEW_SPACE, sleep_for_ever);
	REQUIRE(crowd_open());
	while (crowd_size() < SENDERS && crowd_add(crowd_send))
		;
	CHECK_EQ(crowd_size(), SENDERS);
	pause_for(50);
	CHECK_EQ(crowd_told, 0);
	thread_kill(victim);
	pause_for(50);
	CHECK_EQ(crowd_told, SENDERS);
	crowd_close();
}

/* ... who are deleted while they stand there, and one who is let in. */
static void senders_deleted(void)
{
	crowd_target = main_id;
	REQUIRE(crowd_open());
	while (crowd_size() < 100 && crowd_add(crowd_send))
		;
	pause_for(20);
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(crowd_member(57), L4_ZeroTime)));
	crowd_close();
	CHECK_EQ(crowd_told, 0);
	L4_ThreadId_t from;

	CHECK(L4_IpcFailed(L4_Wait_Timeout(L4_ZeroTime, &from)));
}

/* ---- moving ---------------------------------------------------------------------------------- */

/* Its IPC is broken off; who waits for it goes on waiting. */
static void move_it(enum where place)
{
	L4_ThreadId_t host = thread_new(NEW_SPACE);
	L4_Word_t rounds;

	surround(place);
	CHECK(L4_ThreadControl(victim, host, L4_nilthread, L4_nilthread, UNCHANGED));
	rounds = state_rounds;
	pause_for(30);
	CHECK_EQ(waiter_result, NO_IPC);
	CHECK_EQ(sender_result, NO_IPC);
	CHECK_EQ(state_result, state->moved_result);
	CHECK_EQ(state_rounds == rounds, state->schedule_state != L4_SCHEDRESULT_RUNNING);
	if (state->schedule_state == L4_SCHEDRESULT_INACTIVE)
		CHECK_EQ(state_of(victim), L4_SCHEDRESULT_INACTIVE);
	thread_kill(victim);
	thread_end(waiter);
	thread_end(sender);
	CHECK_EQ(waiter_result, NO_PARTNER(IN_RECEIVE));
	CHECK_EQ(sender_result, NO_PARTNER(IN_SEND));
}

/* One that waits for its start would begin anywhere: it is left out. */
static void move_started(enum where place)
{
	if (state->enter)
		move_it(place);
}

static void moved(void)
{
	in_all_states(move_started);
}

/* ---- new versions ---------------------------------------------------------------------------- */

/* The thread goes on as it is; those who wait for its old version have lost it. */
static void rename_it(enum where place)
{
	L4_ThreadId_t old, next;

	surround(place);
	old = victim;
	next = L4_GlobalId(L4_ThreadNo(old), 5);
	CHECK(L4_ThreadControl(next, old, L4_nilthread, L4_nilthread, UNCHANGED));
	pause_for(4);
	CHECK_EQ(waiter_result, NO_PARTNER(IN_RECEIVE));
	CHECK_EQ(state_of(old), L4_SCHEDRESULT_ERROR);
	CHECK_EQ(state_of(next), state->schedule_state);
	/* who sleeps waits for himself: for a version that is gone, too */
	CHECK_EQ(state_result, strcmp(state->name, "sleeping") ? NO_IPC : NO_PARTNER(IN_RECEIVE));
	thread_kill(old);
	thread_end(sender);
	CHECK_EQ(sender_result, NO_PARTNER(IN_SEND));
	CHECK_EQ(state_of(next), L4_SCHEDRESULT_ERROR);
}

static void renamed(void)
{
	in_all_states(rename_it);
}

/* ---- halting --------------------------------------------------------------------------------- */

static bool is_in_ipc(void)
{
	return state->exregs_state & (ABI_EXREGS_WAS_RECEIVING | ABI_EXREGS_WAS_SENDING);
}

static void resume(void)
{
	__L4_ExRegs(victim, ABI_EXREGS_APPLY_HALT, 0, L4_nilthread, 0, 0);
}

/* IPC goes on with a halt pending, which may be taken back; what runs stands at once. */
static void halt_it(enum where place)
{
	L4_Word_t rounds;

	if (place != SAME_SPACE)
		return;
	victim = state_enter(state, place);
	CHECK_EQ(L4_Stop(victim).raw, state->exregs_state);
	CHECK_EQ(L4_Stop(victim).raw, state->exregs_state | ABI_EXREGS_WAS_HALTED);
	rounds = state_rounds;
	pause_for(20);
	CHECK_EQ(state_rounds, rounds);
	CHECK_EQ(state_of(victim), is_in_ipc() ? state->schedule_state : L4_SCHEDRESULT_INACTIVE);
	resume();
	pause_for(20);
	CHECK_EQ(state_rounds == rounds, state->schedule_state != L4_SCHEDRESULT_RUNNING);
	if (state->schedule_state == L4_SCHEDRESULT_INACTIVE)
		CHECK_EQ(state_result, 0);
	else
		CHECK_EQ(state_of(victim), state->schedule_state);
	/* once more, and the IPC ended meanwhile */
	if (!is_in_ipc())
		return;
	L4_Stop(victim);
	__L4_ExRegs(victim, __L4_EXREGS_ABORT, 0, L4_nilthread, 0, 0);
	pause_for(4);
	CHECK_EQ(state_of(victim), L4_SCHEDRESULT_INACTIVE);
	CHECK_EQ(state_result, NO_IPC);
	if (!state->enter)
		return;
	resume();
	pause_for(4);
	CHECK_EQ(state_result, state->moved_result);
}

static void halted(void)
{
	in_all_states(halt_it);
}

static const struct test tests[] = {
	{ "deleted", deleted },
	{ "inactive-deleted", inactive_deleted },
	{ "thousand-senders", thousand_senders },
	{ "senders-deleted", senders_deleted },
	{ "moved", moved },
	{ "renamed", renamed },
	{ "halted", halted },
	{ },
};

const struct group states_group = { "states", "Threads in every state", tests, false };
