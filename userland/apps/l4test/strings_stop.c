/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String copies that stand still at a page fault, and what happens to sender, receiver and pager
 * meanwhile.  The pager of the fault is a thread of ours that answers when it is told, or main,
 * which lets the fault message wait at its door.
 */
#include <l4/schedule.h>
#include <l4lib/image.h>
#include "layout.h"

#define GO_LABEL	0x60
#define REFUSE_LABEL	0x61
#define UNFINISHED	(~(L4_Word_t)0)

static L4_ThreadId_t t1, t2, holder;
static L4_Word_t source, target;	/* two pages each; the copy stops at the second */
static volatile L4_ThreadId_t held;
static volatile L4_Word_t held_address, held_ip;
static volatile L4_Word_t sent, received;	/* how the IPCs ended: 0 or the error */

static struct {
	bool at_source;
	L4_ThreadId_t pager;
} x;

/* The pager: keeps a fault until it is told to answer, with a mapping or without. */
static void hold(void)
{
	for (;;) {
		L4_ThreadId_t from;
		L4_MsgTag_t tag = L4_Wait(&from);

		if (L4_IpcFailed(tag))
			continue;
		if (L4_Label(tag) != GO_LABEL && L4_Label(tag) != REFUSE_LABEL) {
			L4_Word_t w;

			L4_StoreMR(2, &w);
			held_ip = w;
			L4_StoreMR(1, &w);
			held_address = w;
			held = from;
			continue;
		}
		if (L4_Label(tag) == GO_LABEL) {
			fetch_page(held_address);
			load_map_item(L4_FpageLog2(held_address & ~(page_size - 1), page_order),
				      held_address);
		} else {
			L4_Set_MsgTag(L4_Niltag);
		}
		from = held;
		held = L4_nilthread;
		L4_Reply(from);
	}
}

static void tell_holder(L4_Word_t label)
{
	L4_Set_MsgTag(make_tag(label, 0));
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(holder, MILLISECONDS(1000))));
}

static L4_Word_t result_of(L4_MsgTag_t tag)
{
	return L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
}

/* After this none of our own pages is missing: the only fault is the copy's. */
static void change_pager(L4_ThreadId_t pager)
{
	touch_image();
	L4_Set_Pager(pager);
}

static void receive(void)
{
	L4_ThreadId_t from = t2;
	L4_MsgTag_t tag;

	for (L4_Word_t i = 0; i < 2 * page_size; i++)
		((volatile unsigned char *)target)[i] = 0xff;
	if (!x.at_source)
		drop_page(target + page_size);
	received = UNFINISHED;
	if (!x.at_source)
		change_pager(x.pager);
	accept_string(target, 2 * page_size);
	tag = L4_Receive(from);
	L4_Set_Pager(pager_id);
	received = result_of(tag);
}

static void send(void)
{
	L4_ThreadId_t to = t1;
	L4_MsgTag_t tag;

	fill_pattern(source, 2 * page_size);
	if (x.at_source)
		drop_page(source + page_size);
	sent = UNFINISHED;
	if (x.at_source)
		change_pager(x.pager);
	load_string(source, 2 * page_size);
	tag = L4_Send(to);
	L4_Set_Pager(pager_id);
	sent = result_of(tag);
}

/* Both at work until the fault, which `holder` or, with door, main's door holds. */
static bool begin(bool at_source, enum where receivers, enum where senders, bool door)
{
	threads_kill_all();
	if (!source) {
		source = scratch((L4_Word_t)page_order + 1);
		target = scratch((L4_Word_t)page_order + 1);
	}
	x.at_source = at_source;
	held = L4_nilthread;
	held_address = 0;
	sent = received = UNFINISHED;
	holder = thread_start(SAME_SPACE, hold);
	x.pager = door ? main_id : holder;
	t1 = thread_new(receivers);
	t2 = thread_new(senders);
	thread_go(t1, receive);
	thread_go(t2, send);
	pause_for(30);
	CHECK_EQ(sent, UNFINISHED);
	CHECK_EQ(received, UNFINISHED);
	if (!door) {
		CHECK_EQ(L4_SameThreads(held, at_source ? t2 : t1), 1);
		CHECK_EQ(held_address, (at_source ? source : target) + page_size);
		CHECK_EQ(held_ip == ~(L4_Word_t)0, !at_source);
	}
	return !test_has_failed();
}

static void check_aborted(bool senders, bool receivers)
{
	pause_for(30);
	if (senders)
		CHECK_EQ(sent, XFER_ERROR(IN_SEND, ABI_IPCERR_ABORTED, page_size));
	if (receivers)
		CHECK_EQ(received, XFER_ERROR(IN_RECEIVE, ABI_IPCERR_ABORTED, page_size));
}

static void check_copied(void)
{
	thread_end(t1);
	thread_end(t2);
	CHECK_EQ(sent, 0);
	CHECK_EQ(received, 0);
	fetch_page(target);
	fetch_page(target + page_size);
	check_pattern(target, 2 * page_size);
}

/* Runs a check for a fault of either side and for a message kept or waiting at the door. */
static void in_all_places(void (*check)(bool at_source, bool door))
{
	for (int i = 0; i < 4 && !test_has_failed(); i++)
		check(i & 1, i & 2);
}

/* ---- deletion -------------------------------------------------------------------------------- */

static void delete_sender(bool at_source, bool door)
{
	if (!begin(at_source, NEW_SPACE, NEW_SPACE, door))
		return;
	thread_kill(t2);
	check_aborted(false, true);
}

static void delete_receiver(bool at_source, bool door)
{
	if (!begin(at_source, NEW_SPACE, NEW_SPACE, door))
		return;
	thread_kill(t1);
	check_aborted(true, false);
}

static void sender_deleted(void)
{
	in_all_places(delete_sender);
}

static void receiver_deleted(void)
{
	in_all_places(delete_receiver);
}

static void pager_deleted(void)
{
	for (int at_source = 0; at_source < 2; at_source++) {
		if (!begin(at_source, NEW_SPACE, SAME_SPACE, false))
			return;
		thread_kill(holder);
		check_aborted(true, true);
	}
}

/* Everybody at once, in each order. */
static void all_deleted(void)
{
	for (int i = 0; i < 12; i++) {
		if (!begin(i & 1, i & 2 ? SAME_SPACE : NEW_SPACE, NEW_SPACE, i & 4))
			return;
		thread_kill(i < 4 ? t1 : i < 8 ? t2 : holder);
		thread_kill(i < 4 ? t2 : i < 8 ? holder : t1);
	}
}

/* ---- moving ---------------------------------------------------------------------------------- */

static void move_into(L4_ThreadId_t mover, L4_ThreadId_t host)
{
	CHECK(L4_ThreadControl(mover, host, L4_nilthread, L4_nilthread, UNCHANGED));
}

static void move_sender(bool at_source, bool door)
{
	if (!begin(at_source, NEW_SPACE, NEW_SPACE, door))
		return;
	move_into(t2, main_id);
	check_aborted(true, true);
}

static void move_receiver(bool at_source, bool door)
{
	if (!begin(at_source, NEW_SPACE, NEW_SPACE, door))
		return;
	move_into(t1, main_id);
	check_aborted(true, true);
}

static void sender_moved(void)
{
	in_all_places(move_sender);
}

static void receiver_moved(void)
{
	in_all_places(move_receiver);
}

/* ---- halting --------------------------------------------------------------------------------- */

static L4_Word_t state_of(L4_ThreadId_t t)
{
	L4_Word_t old;

	return L4_Schedule(t, ~0UL, ~0UL, ~0UL, ~0UL, &old);
}

/* The halt takes effect when the IPC is over, and the transfer is not disturbed by it. */
static void halt_one(bool at_source, bool sender)
{
	L4_ThreadId_t who;
	L4_ThreadState_t state;

	if (!begin(at_source, sender ? NEW_SPACE : SAME_SPACE, sender ? SAME_SPACE : NEW_SPACE,
		   false))
		return;
	who = sender ? t2 : t1;
	CHECK_EQ(state_of(t2), L4_SCHEDRESULT_SENDING);
	CHECK_EQ(state_of(t1), L4_SCHEDRESULT_RECEIVING);
	state = L4_Stop(who);
	CHECK_EQ(state.raw, sender ? ABI_EXREGS_WAS_SENDING : ABI_EXREGS_WAS_RECEIVING);
	pause_for(5);
	CHECK_EQ(state_of(who), sender ? L4_SCHEDRESULT_SENDING : L4_SCHEDRESULT_RECEIVING);
	tell_holder(GO_LABEL);
	pause_for(5);
	CHECK_EQ(state_of(who), L4_SCHEDRESULT_INACTIVE);
	CHECK_EQ(sender ? received : sent, 0);
	CHECK_EQ(sender ? sent : received, UNFINISHED);
	__L4_ExRegs(who, ABI_EXREGS_APPLY_HALT, 0, L4_nilthread, 0, 0);
	check_copied();
}

static void halted_meanwhile(void)
{
	for (int i = 0; i < 4 && !test_has_failed(); i++)
		halt_one(i & 1, i & 2);
}

/* A halt taken back before the IPC is over has no effect. */
static void halt_taken_back(void)
{
	if (!begin(true, NEW_SPACE, SAME_SPACE, false))
		return;
	L4_Stop(t2);
	__L4_ExRegs(t2, ABI_EXREGS_APPLY_HALT, 0, L4_nilthread, 0, 0);
	tell_holder(GO_LABEL);
	check_copied();
}

/* Ended and halted in one call. */
static void ended_and_halted(void)
{
	if (!begin(true, NEW_SPACE, SAME_SPACE, false))
		return;
	CHECK_EQ(L4_AbortIpc_and_stop(t2).raw, ABI_EXREGS_WAS_SENDING);
	check_aborted(false, true);
	CHECK_EQ(sent, UNFINISHED);
	CHECK_EQ(state_of(t2), L4_SCHEDRESULT_INACTIVE);
	__L4_ExRegs(t2, ABI_EXREGS_APPLY_HALT, 0, L4_nilthread, 0, 0);
	check_aborted(true, true);
}

/* ---- the wrong bits, and answers without a mapping ------------------------------------------ */

/* Who sends is not concerned by the end of receiving, and the other way round. */
static void other_abort(void)
{
	for (int at_source = 0; at_source < 2; at_source++) {
		if (!begin(at_source, at_source ? NEW_SPACE : SAME_SPACE,
			   at_source ? SAME_SPACE : NEW_SPACE, false))
			return;
		__L4_ExRegs(at_source ? t2 : t1, at_source ? ABI_EXREGS_ABORT_RECEIVE :
			    ABI_EXREGS_ABORT_SEND, 0, L4_nilthread, 0, 0);
		pause_for(5);
		CHECK_EQ(sent, UNFINISHED);
		CHECK_EQ(received, UNFINISHED);
		tell_holder(GO_LABEL);
		check_copied();
	}
}

static void no_mapping_at_first(void)
{
	for (int at_source = 0; at_source < 2; at_source++) {
		if (!begin(at_source, NEW_SPACE, NEW_SPACE, false))
			return;
		for (int i = 0; i < 5; i++) {
			tell_holder(REFUSE_LABEL);
			pause_for(2);
			CHECK_EQ(L4_SameThreads(held, at_source ? t2 : t1), 1);
		}
		tell_holder(GO_LABEL);
		check_copied();
	}
}

static const struct test tests[] = {
	{ "sender-deleted", sender_deleted },
	{ "receiver-deleted", receiver_deleted },
	{ "pager-deleted", pager_deleted },
	{ "all-deleted", all_deleted },
	{ "sender-moved", sender_moved },
	{ "receiver-moved", receiver_moved },
	{ "halted-meanwhile", halted_meanwhile },
	{ "halt-taken-back", halt_taken_back },
	{ "ended-and-halted", ended_and_halted },
	{ "other-abort", other_abort },
	{ "no-mapping-at-first", no_mapping_at_first },
	{ },
};

const struct group strings_stop_group = {
	"strings-stop", "String items that are interrupted", tests, false
};
