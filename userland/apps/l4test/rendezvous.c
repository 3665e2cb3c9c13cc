/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who runs when a message has been handed over (ipc sheet 11).  Threads of one space and different
 * priorities leave marks; the main thread, above them all, reads the order.
 */
#include <l4/schedule.h>
#include <l4lib/string.h>
#include "test.h"

#define LOW	40
#define MIDDLE	50
#define HIGH	60

static char marks[8];
static volatile unsigned mark_count;
static L4_ThreadId_t server, client, other;

static void mark(char who)
{
	if (mark_count < sizeof(marks) - 1)
		marks[mark_count++] = who;
}

static void check_order(const char *wanted)
{
	marks[mark_count] = 0;
	if (strcmp(marks, wanted))
		test_failed(__FILE__, __LINE__, marks);
}

static L4_ThreadId_t start(L4_Word_t prio, void (*function)(void))
{
	L4_ThreadId_t t = thread_new(SAME_SPACE);

	L4_Set_Priority(t, prio);
	thread_go(t, function);
	return t;
}

static void send_empty(L4_ThreadId_t to)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(to, MILLISECONDS(100))));
}

static void await_main(void)
{
	CHECK(L4_IpcSucceeded(L4_Receive(main_id)));
}

/* Lets all of them come to where they wait, then the one named go, and then everybody. */
static void let_go(L4_ThreadId_t who)
{
	pause_for(5);
	mark_count = 0;
	send_empty(who);
	pause_for(20);
}

/* ---- send ---------------------------------------------------------------------------------- */

static void receive_and_mark(void)
{
	CHECK(L4_IpcSucceeded(L4_Receive(client)));
	mark('r');
}

static void send_and_mark(void)
{
	await_main();
	send_empty(server);
	mark('s');
}

static void send_between(L4_Word_t sender, L4_Word_t receiver, const char *order)
{
	client = thread_new(SAME_SPACE);
	server = start(receiver, receive_and_mark);
	L4_Set_Priority(client, sender);
	thread_go(client, send_and_mark);
	let_go(client);
	check_order(order);
	thread_kill(client);
	thread_kill(server);
}

/* Only a receiver of higher priority runs at once. */
static void send(void)
{
	send_between(MIDDLE, HIGH, "rs");
	send_between(MIDDLE, MIDDLE, "sr");
	send_between(MIDDLE, LOW, "sr");
}

/* ---- call ---------------------------------------------------------------------------------- */

static void serve_and_mark(void)
{
	L4_ThreadId_t from;

	L4_Wait(&from);
	for (;;) {
		mark('s');
		L4_Set_MsgTag(L4_Niltag);
		L4_ReplyWait(from, &from);
	}
}

static void call_and_mark(void)
{
	await_main();
	send_empty(other);		/* ready from now on, and above the server */
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call(server)));
	mark('c');
}

/* Who calls, or answers and waits, hands the processor over with the message. */
static void call(void)
{
	server = start(LOW, serve_and_mark);
	client = thread_new(SAME_SPACE);
	other = start(MIDDLE, receive_and_mark);
	L4_Set_Priority(client, HIGH);
	thread_go(client, call_and_mark);
	let_go(client);
	check_order("scr");
}

/* ---- answers with somebody at the door --------------------------------------------------------- */

/* The first to call is let in; the second comes while the server sleeps, and waits at the door. */
static void serve_two(void)
{
	L4_ThreadId_t from;

	L4_Wait(&from);
	pause_for(10);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_ReplyWait(from, &from)));
	mark('2');
	L4_Set_MsgTag(L4_Niltag);
	L4_Reply(from);
}

static void call_first(void)
{
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call(server)));
	mark('1');
}

static void call_second(void)
{
	pause_for(5);
	L4_Set_MsgTag(L4_Niltag);
	CHECK(L4_IpcSucceeded(L4_Call(server)));
}

static void answer_with(L4_Word_t first, L4_Word_t second, const char *order)
{
	mark_count = 0;
	server = start(MIDDLE, serve_two);
	client = start(first, call_first);
	other = start(second, call_second);
	pause_for(30);
	check_order(order);
	threads_kill_all();
}

static void reply_wait(void)
{
	answer_with(HIGH, LOW, "12");
	answer_with(LOW, HIGH, "21");
	answer_with(HIGH, HIGH, "21");
}

static const struct test tests[] = {
	{ "send", send },
	{ "call", call },
	{ "reply-wait", reply_wait },
	{ },
};

const struct group rendezvous_group = { "rendezvous", "Who runs after a message", tests, false };
