/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways out of the fast path of IPC into the C path: each is driven by a test of its name, which
 * looks whether the message comes out as the interface has it (docs/fastpath.md lists them).  The
 * same must hold without a fast path.
 */
#include "fastpath.h"

#define SENDER_PRIO	50
#define HIGHER_PRIO	60

volatile L4_Word_t echo_tag, echo_count;

static L4_ThreadId_t partner, other;
static volatile bool sent;

/* ---- parts --------------------------------------------------------------------------------- */

void let_others_wait(void)
{
	pause_for(20);
}

void load_message(void)
{
	load_words(LABEL, WORDS, FIRST);
}

void check_message(L4_MsgTag_t tag)
{
	L4_Word_t w[WORDS];

	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(L4_Label(tag), LABEL);
	CHECK_EQ(L4_UntypedWords(tag), WORDS);
	L4_StoreMRs(1, WORDS, w);
	for (L4_Word_t i = 0; i < WORDS; i++)
		CHECK_EQ(w[i], FIRST + i);
}

static void echo_for(L4_Time_t timeout)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	L4_Accept(L4_MapGrantItems(L4_CompleteAddressSpace));
	tag = L4_Wait_Timeout(timeout, &from);
	for (;;) {
		echo_tag = tag.raw;
		echo_count++;
		L4_Set_MsgTag(tag);
		tag = L4_Ipc(from, L4_anythread, L4_Timeouts(L4_Never, L4_Never), &from);
	}
}

void echo(void)
{
	echo_for(L4_Never);
}

static void impatient_echo(void)
{
	echo_for(MILLISECONDS(10000));
}

L4_ThreadId_t echo_new(enum where where, L4_Word_t prio)
{
	L4_ThreadId_t t = thread_new(where);

	echo_tag = echo_count = 0;
	CHECK(L4_Set_Priority(t, prio) != L4_SCHEDRESULT_ERROR);
	thread_go(t, echo);
	let_others_wait();
	return t;
}

static void send_to_main(void)
{
	load_message();
	CHECK(L4_IpcSucceeded(L4_Send(main_id)));
}

/* ---- Call and ReplyWait -------------------------------------------------------------------- */

static void stale_id(void)
{
	L4_ThreadId_t wrong = L4_GlobalId(L4_ThreadNo(pager_id), 77), from;
	L4_Word_t error;

	load_message();
	mark();
	CHECK(L4_IpcFailed(L4_Call(unused_id())));
	error = L4_ErrorCode();
	CHECK(L4_IpcFailed(L4_ReplyWait(wrong, &from)));
	mark();
	CHECK_EQ(error, IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	CHECK_EQ(L4_ErrorCode(), IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
}

/* A bit in the sender's flags: its space has a redirector, which happens to be the receiver. */
static void call_redirected(void)
{
	load_message();
	check_message(L4_Call(partner));
	sent = true;
	L4_Sleep(L4_Never);
}

/* A receive timeout; something unusual about the receiver; about the sender. */
static void unusual(void)
{
	L4_ThreadId_t from, impatient, client = thread_new(NEW_SPACE);
	L4_MsgTag_t tag;
	L4_Word_t control;

	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	impatient = thread_start(SAME_SPACE, impatient_echo);
	let_others_wait();
	sent = false;
	CHECK(L4_SpaceControl(client, 0, L4_Nilpage, L4_Nilpage, partner, &control));
	load_message();
	mark();
	tag = L4_Ipc(partner, partner, L4_Timeouts(L4_Never, MILLISECONDS(1000)), &from);
	check_message(tag);
	load_message();
	check_message(L4_Call(impatient));
	thread_go(client, call_redirected);
	let_others_wait();
	mark();
	CHECK(sent);
	CHECK_EQ(from.raw, partner.raw);
}

/* Typed items: a page that is none. */
static void tag(void)
{
	L4_MsgTag_t tag = make_tag(LABEL, 0);
	L4_MapItem_t item = L4_MapItem(L4_Nilpage, 0);

	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	tag.X.t = ABI_ITEM_MAP_WORDS;
	L4_Set_MsgTag(tag);
	L4_LoadMRs(1, ABI_ITEM_MAP_WORDS, item.raw);
	L4_Accept(L4_MapGrantItems(L4_CompleteAddressSpace));
	mark();
	tag = L4_Call(partner);
	mark();
	CHECK(L4_IpcSucceeded(tag));
	CHECK_EQ(L4_Label(tag), LABEL);
	CHECK_EQ(L4_TypedWords(tag), ABI_ITEM_MAP_WORDS);
	CHECK_EQ(L4_Label((L4_MsgTag_t){ .raw = echo_tag }), LABEL);
}

/* The receive phase is for somebody else. */
static void closed_wait(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	other = thread_start(NEW_SPACE, send_to_main);
	let_others_wait();
	load_words(LABEL + 1, 0, 0);
	mark();
	tag = L4_Ipc(partner, other, L4_Timeouts(L4_Never, L4_Never), &from);
	mark();
	check_message(tag);
	CHECK_EQ(from.raw, other.raw);
	CHECK_EQ(L4_Label(L4_Receive(partner)), LABEL + 1);
}

/* ReplyWait, and somebody stands at the door. */
static void senders(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	other = thread_start(NEW_SPACE, send_to_main);
	let_others_wait();
	load_words(LABEL + 1, 0, 0);
	mark();
	tag = L4_ReplyWait(partner, &from);
	mark();
	check_message(tag);
	CHECK_EQ(from.raw, other.raw);
	CHECK_EQ(L4_Label(L4_Receive(partner)), LABEL + 1);
}

/* The receiver waits, but for another thread: the send phase takes until that has come. */
static void wait_for_other_first(void)
{
	check_message(L4_Receive(other));
	echo();
}

static void send_later(void)
{
	pause_for(50);
	load_message();
	CHECK(L4_IpcSucceeded(L4_Send(partner)));
}

static void busy_partner(void)
{
	partner = thread_new(NEW_SPACE);
	other = thread_start(NEW_SPACE, send_later);
	thread_go(partner, wait_for_other_first);
	let_others_wait();
	load_message();
}

static void not_waiting(void)
{
	L4_MsgTag_t tag;

	busy_partner();
	mark();
	tag = L4_Call(partner);
	mark();
	check_message(tag);
}

/* ---- Send ---------------------------------------------------------------------------------- */

static void send_not_waiting(void)
{
	L4_MsgTag_t tag;

	busy_partner();
	echo_tag = 0;
	mark();
	tag = L4_Send(partner);
	mark();
	CHECK(L4_IpcSucceeded(tag));
	check_message(L4_Receive(partner));
	CHECK_EQ(L4_Label((L4_MsgTag_t){ .raw = echo_tag }), LABEL);
}

/* A sender that might object to being preempted by the receiver. */
static void send_between_marks(void)
{
	load_message();
	mark();
	CHECK(L4_IpcSucceeded(L4_Send(partner)));
	CHECK_EQ(echo_count, 1);
	check_message(L4_Receive(partner));
	mark();
}

static void send_upwards(L4_Word_t max_delay)
{
	L4_ThreadId_t sender = thread_new(SAME_SPACE);

	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	CHECK(L4_Set_Priority(sender, SENDER_PRIO) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_PreemptionDelay(sender, SENDER_PRIO, max_delay) != L4_SCHEDRESULT_ERROR);
	thread_go(sender, send_between_marks);
	thread_end(sender);
}

static void delay(void)
{
	send_upwards(1000);
}

/* ---- Wait ---------------------------------------------------------------------------------- */

static void receive_closed(void)
{
	L4_MsgTag_t tag;

	other = thread_start(NEW_SPACE, send_to_main);
	mark();
	tag = L4_Receive(other);
	mark();
	check_message(tag);
}

/* Neither a send phase nor one to receive. */
static void nothing(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	load_message();
	mark();
	tag = L4_Ipc(L4_nilthread, L4_nilthread, L4_Timeouts(L4_Never, L4_Never), &from);
	mark();
	check_message(tag);
	CHECK_EQ(from.raw, L4_nilthread.raw);
}

/* With a timeout; with somebody at the door. */
static void wait_unusual(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag;

	other = thread_start(NEW_SPACE, send_to_main);
	mark();
	tag = L4_Wait_Timeout(MILLISECONDS(1000), &from);
	check_message(tag);
	CHECK_EQ(from.raw, other.raw);
	thread_end(other);
	other = thread_start(NEW_SPACE, send_to_main);
	let_others_wait();
	tag = L4_Wait(&from);
	mark();
	check_message(tag);
	CHECK_EQ(from.raw, other.raw);
}

/* ---- what is no exit ----------------------------------------------------------------------- */

/* Another system call, at the same door on some machines. */
static void other_call(void)
{
	mark();
	L4_ThreadSwitch(L4_nilthread);
	mark();
}

/* Nothing in the way: who runs first after a Send and a Wait. */
static volatile L4_Word_t order, sender_at, peer_at;

static void send_and_note(void)
{
	load_message();
	CHECK(L4_IpcSucceeded(L4_Send(partner)));
	CHECK_EQ(echo_count, 1);	/* a higher one ran at once */
	sender_at = ++order;
	check_message(L4_Receive(partner));
	load_message();
	CHECK(L4_IpcSucceeded(L4_Send(other)));
	CHECK_EQ(echo_count, 1);	/* an equal one did not */
	check_message(L4_Receive(other));
	CHECK_EQ(echo_count, 2);
}

static void note_peer(void)
{
	peer_at = ++order;
}

static void in_order(void)
{
	L4_ThreadId_t sender = thread_new(SAME_SPACE), peer = thread_new(SAME_SPACE);

	other = echo_new(SAME_SPACE, SENDER_PRIO);
	partner = echo_new(NEW_SPACE, HIGHER_PRIO);
	order = sender_at = peer_at = 0;
	CHECK(L4_Set_Priority(sender, SENDER_PRIO) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Priority(peer, SENDER_PRIO) != L4_SCHEDRESULT_ERROR);
	mark();
	thread_go(sender, send_and_note);
	thread_go(peer, note_peer);
	thread_end(sender);
	thread_end(peer);
	mark();
	CHECK_EQ(sender_at, 1);
	CHECK_EQ(peer_at, 2);
}

/* A Send that answers a Call: the server goes on before its client, on whose time slice it runs. */
static void answer_and_note(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait(&from);

	L4_Set_MsgTag(tag);
	CHECK(L4_IpcSucceeded(L4_Send(from)));
	peer_at = ++order;
}

static void call_and_note(void)
{
	load_message();
	check_message(L4_Call(partner));
	sender_at = ++order;
}

static void answer_by_send(void)
{
	L4_ThreadId_t client = thread_new(SAME_SPACE);

	partner = thread_new(NEW_SPACE);
	order = sender_at = peer_at = 0;
	CHECK(L4_Set_Priority(partner, HIGHER_PRIO) != L4_SCHEDRESULT_ERROR);
	CHECK(L4_Set_Priority(client, SENDER_PRIO) != L4_SCHEDRESULT_ERROR);
	thread_go(partner, answer_and_note);
	let_others_wait();
	mark();
	thread_go(client, call_and_note);
	thread_end(partner);
	thread_end(client);
	mark();
	CHECK_EQ(peer_at, 1);
	CHECK_EQ(sender_at, 2);
}

static const struct test tests[] = {
	{ "stale-id", stale_id },
	{ "unusual", unusual },
	{ "tag", tag },
	{ "closed-wait", closed_wait },
	{ "senders", senders },
	{ "not-waiting", not_waiting },
	{ "send-not-waiting", send_not_waiting },
	{ "delay", delay },
	{ "receive-closed", receive_closed },
	{ "nothing", nothing },
	{ "wait-unusual", wait_unusual },
	{ "other-call", other_call },
	{ "in-order", in_order },
	{ "answer-by-send", answer_by_send },
	{ },
};

const struct group fastpath_group = { "fastpath", "Ways out of the fast path", tests, false };
