/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Redirection: what leaves a space with a redirector goes to that thread, which sees whom it was
 * meant for and can pass it on in the sender's name.
 */
#include <l4/schedule.h>
#include <l4/space.h>
#include "layout.h"

#define FORWARDS	100
#define UNFINISHED	(~(L4_Word_t)0)

static L4_ThreadId_t client, redirector, partner;
static volatile bool released;		/* the client may end, which it tells main */
static volatile L4_Word_t result;	/* of the client's IPC: 0 or the error */
static volatile L4_Word_t client_tag, client_word;

/* what the redirector saw last */
static volatile L4_Word_t seen, seen_tag, seen_from, seen_intended, seen_word;

static void set_redirector(L4_ThreadId_t member, L4_ThreadId_t to)
{
	L4_Word_t control;

	CHECK(L4_SpaceControl(member, 0, L4_Nilpage, L4_Nilpage, to, &control));
}

static void note(L4_MsgTag_t tag, L4_ThreadId_t from)
{
	L4_Word_t w;

	L4_StoreMR(1, &w);
	seen_word = w;
	seen_tag = tag.raw;
	seen_from = from.raw;
	seen_intended = L4_IntendedReceiver().raw;
	seen++;
}

static void only_look(void)
{
	L4_ThreadId_t from;

	for (;;) {
		L4_MsgTag_t tag = L4_Wait(&from);

		note(tag, from);
	}
}

/* Passes everything on, in the sender's name. */
static void forward(void)
{
	L4_ThreadId_t from;

	for (;;) {
		L4_MsgTag_t tag = L4_Wait(&from);

		note(tag, from);
		L4_Set_VirtualSender(from);
		L4_Set_Propagation(&tag);
		L4_Set_MsgTag(tag);
		CHECK(L4_IpcSucceeded(L4_Send_Timeout(L4_IntendedReceiver(), MILLISECONDS(500))));
	}
}

static void end_client(void)
{
	while (!released)
		pause_for(1);
}

static void note_result(L4_MsgTag_t tag)
{
	L4_Word_t w;

	L4_StoreMR(1, &w);
	client_word = w;
	client_tag = tag.raw;
	result = L4_IpcFailed(tag) ? L4_ErrorCode() : 0;
	end_client();
}

static void send_to_partner(void)
{
	load_words(0x4e, 3, 77);
	note_result(L4_Send_Timeout(partner, MILLISECONDS(200)));
}

static void send_at_once(void)
{
	load_words(0x4e, 3, 77);
	note_result(L4_Reply(partner));
}

static void call_partner(void)
{
	load_words(0x4e, 3, 77);
	note_result(L4_Call_Timeouts(partner, MILLISECONDS(200), MILLISECONDS(200)));
}

/* A client of its own space whose messages go to `function`; it begins to run later. */
static void begin(void (*function)(void), enum where where)
{
	released = false;
	seen = 0;
	seen_word = seen_tag = seen_intended = 0;
	result = UNFINISHED;
	partner = main_id;
	redirector = thread_start(where, function);
	client = thread_new(NEW_SPACE);
	set_redirector(client, redirector);
}

static void end(void)
{
	pause_for(10);
	set_redirector(client, L4_anythread);
	released = true;
	thread_end(client);
}

static void check_seen(L4_ThreadId_t from, L4_ThreadId_t intended)
{
	L4_MsgTag_t tag = { seen_tag };

	CHECK_EQ(seen, 1);
	CHECK(L4_IpcRedirected(tag));
	CHECK(!L4_IpcPropagated(tag));
	CHECK_EQ(L4_Label(tag), 0x4e);
	CHECK_EQ(L4_UntypedWords(tag), 3);
	CHECK_EQ(seen_word, 77);
	CHECK_EQ(seen_from, from.raw);
	CHECK_EQ(seen_intended, intended.raw);
}

static void redirected_to(enum where where)
{
	begin(only_look, where);
	thread_go(client, send_to_partner);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(client, MILLISECONDS(30))));
	CHECK_EQ(result, 0);
	CHECK(!L4_IpcRedirected((L4_MsgTag_t){ client_tag }));
	check_seen(client, main_id);
	end();
}

static void redirected(void)
{
	redirected_to(NEW_SPACE);
	redirected_to(SAME_SPACE);
}

/* The partner's answer reaches the client directly. */
static void forwarded_by(enum where where)
{
	L4_MsgTag_t tag;

	begin(forward, where);
	thread_go(client, call_partner);
	tag = L4_Receive_Timeout(client, MILLISECONDS(200));
	CHECK(L4_IpcSucceeded(tag));
	CHECK(L4_IpcPropagated(tag));
	CHECK_EQ(L4_ActualSender().raw, redirector.raw);
	CHECK_EQ(L4_Label(tag), 0x4e);
	check_seen(client, main_id);
	load_words(0x4f, 1, 99);
	CHECK(L4_IpcSucceeded(L4_Reply(client)));
	end();
	CHECK_EQ(result, 0);
	CHECK_EQ(client_word, 99);
	CHECK_EQ(seen, 1);
}

static void forwarded(void)
{
	forwarded_by(NEW_SPACE);
	threads_kill_all();
	forwarded_by(SAME_SPACE);
}

/* ---- what is not redirected ------------------------------------------------------------------ */

static void answer_once(void)
{
	L4_ThreadId_t from;
	L4_MsgTag_t tag = L4_Wait_Timeout(MILLISECONDS(500), &from);

	CHECK(L4_IpcSucceeded(tag));
	CHECK(!L4_IpcRedirected(tag));
	load_words(0x50, 1, 55);
	CHECK(L4_IpcSucceeded(L4_Reply(from)));
	end_client();
}

/* Threads of the space among themselves. */
static void local_traffic(void)
{
	begin(only_look, NEW_SPACE);
	partner = thread_beside(client);
	thread_go(partner, answer_once);
	thread_go(client, call_partner);
	pause_for(10);
	CHECK_EQ(result, 0);
	CHECK_EQ(client_word, 55);
	CHECK_EQ(seen, 0);
	end();
}

/* What is meant for the redirector anyway. */
static void to_redirector(void)
{
	begin(answer_once, NEW_SPACE);
	partner = redirector;
	thread_go(client, call_partner);
	pause_for(10);
	CHECK_EQ(result, 0);
	CHECK_EQ(client_word, 55);
	end();
}

/* Messages into the space. */
static void receive_from_main(void)
{
	note_result(L4_Receive_Timeout(main_id, MILLISECONDS(200)));
}

static void inbound(void)
{
	begin(only_look, NEW_SPACE);
	thread_go(client, receive_from_main);
	load_words(0x51, 1, 44);
	CHECK(L4_IpcSucceeded(L4_Send_Timeout(client, MILLISECONDS(200))));
	pause_for(5);
	CHECK_EQ(result, 0);
	CHECK_EQ(client_word, 44);
	CHECK(!L4_IpcRedirected((L4_MsgTag_t){ client_tag }));
	CHECK_EQ(seen, 0);
	end();
}

/* ---- setting it ------------------------------------------------------------------------------ */

static void redirector_gone(void)
{
	begin(only_look, NEW_SPACE);
	thread_kill(redirector);
	thread_go(client, send_to_partner);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(client, MILLISECONDS(30))));
	CHECK_EQ(result, IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	end();
}

/* The timeout is for the redirector's readiness. */
static void redirector_busy(void)
{
	begin(end_client, NEW_SPACE);
	thread_go(client, send_at_once);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(client, MILLISECONDS(30))));
	CHECK_EQ(result, IPC_ERROR(IN_SEND, ABI_IPCERR_TIMEOUT));
	end();
	threads_kill_all();
	begin(end_client, NEW_SPACE);
	thread_go(client, send_to_partner);
	pause_for(50);
	thread_kill(redirector);
	pause_for(10);
	CHECK_EQ(result, IPC_ERROR(IN_SEND, ABI_IPCERR_NOPARTNER));
	end();
}

static void switched_off(void)
{
	begin(only_look, NEW_SPACE);
	set_redirector(client, L4_anythread);
	set_redirector(client, L4_nilthread);		/* as it is */
	thread_go(client, send_to_partner);
	CHECK(L4_IpcSucceeded(L4_Receive_Timeout(client, MILLISECONDS(100))));
	end();
	CHECK_EQ(result, 0);
	CHECK_EQ(seen, 0);
}

static void left_as_it_is(void)
{
	begin(only_look, NEW_SPACE);
	set_redirector(client, L4_nilthread);
	thread_go(client, send_to_partner);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(client, MILLISECONDS(30))));
	check_seen(client, main_id);
	end();
}

/* Who joins the space is redirected, who leaves it is not any more. */
static void joining_and_leaving(void)
{
	L4_ThreadId_t host = thread_new(NEW_SPACE), joins, leaves;

	begin(only_look, NEW_SPACE);
	leaves = thread_beside(client);
	joins = thread_beside(host);
	thread_go(leaves, end_client);
	thread_go(joins, end_client);
	pause_for(5);
	CHECK(L4_ThreadControl(leaves, host, L4_nilthread, L4_nilthread, UNCHANGED));
	CHECK(L4_ThreadControl(joins, client, L4_nilthread, L4_nilthread, UNCHANGED));
	released = true;		/* both tell main */
	thread_end(leaves);
	CHECK(L4_IpcFailed(L4_Receive_Timeout(joins, MILLISECONDS(20))));
	CHECK_EQ(seen, 1);
	CHECK_EQ(seen_from, joins.raw);
	CHECK_EQ(seen_intended, main_id.raw);
}

static const struct test tests[] = {
	{ "redirected", redirected },
	{ "forwarded", forwarded },
	{ "local-traffic", local_traffic },
	{ "to-redirector", to_redirector },
	{ "inbound", inbound },
	{ "redirector-gone", redirector_gone },
	{ "redirector-busy", redirector_busy },
	{ "switched-off", switched_off },
	{ "left-as-it-is", left_as_it_is },
	{ "joining-and-leaving", joining_and_leaving },
	{ },
};

const struct group redirect_group = { "redirect", "Redirection", tests, false };
