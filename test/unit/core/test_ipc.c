/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages, one rule of X.2 after the other (ipc sheet): tags, senders' names, errors, timeouts,
 * propagation, redirection, what becomes of partners of threads that go. */
#include <arch/clock.h>
#include "world.h"

static word_t seen_tag, seen_from, seen_error, seen_sender, seen_mr[64];
static unsigned seen;

static void note(word_t tag, word_t from)
{
	seen_tag = tag;
	seen_from = from;
	seen_error = user_error();
	seen_sender = user_tcr(ABI_UTCB_SENDER);
	for (unsigned n = 1; n < 64; n++)
		seen_mr[n] = user_mr(n);
	seen++;
}

/* Receives once, from whom it was told. */
static void receiver(word_t from)
{
	word_t sender, tag = user_receive(from, &sender);

	note(tag, sender);
}

static void sender(word_t to)
{
	user_set_mr(1, 71);
	note(user_send(to, 0x12340001), 0);
}

static void caller(word_t to)
{
	word_t from, tag = user_ipc(to, to, 0, 0x550000, &from);

	note(tag, from);
}

/* --- words and names --- */

static void words(void)
{
	word_t tag;

	spawn(0, receiver, ANYTHREAD, 100);
	spawn_space(1, receiver, ROOT_ID, 100);
	for (unsigned n = 1; n < 64; n++)
		user_set_mr(n, n * 0x01010101u);
	user_sleep(TIME_MS(2));
	seen = 0;
	tag = user_send(THREAD(1), 0x7e57f000 | 63 | ABI_TAG_OUT_FLAGS);
	check_is(tag, 0x7e570000 | 63); /* nobody to propagate for: p is dropped */
	user_sleep(TIME_MS(2));
	check_is(seen, 1);
	check_is(seen_tag, 0x7e570000 | 63);
	check_is(seen_from, ROOT_ID);
	for (unsigned n = 1; n < 64; n++)
		check_is(seen_mr[n], n * 0x01010101u);
	user_send(THREAD(0), 5);
	user_sleep(TIME_MS(2));
	check_is(seen, 2);
	check_is(seen_from, UTCB_AT(0) + ABI_UTCB_POINTER); /* a neighbour: by its local id */
	for (unsigned n = 0; n < 2; n++)
		destroy(n);
}

/* --- who can't be met --- */

static void no_partner(void)
{
	word_t from = 1;

	check_is(user_ipc(THREAD(9), NILTHREAD, 0, 3, &from), ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_NOPARTNER, SND));
	check_is(from, NILTHREAD);
	spawn_space(0, receiver, ROOT_ID, 100);
	check_is(user_ipc(THREAD_V(0, 2), NILTHREAD, 0, 3, &from), ABI_TAG_ERROR);
	check_is(user_receive(THREAD(9), &from), ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_NOPARTNER, RCV));
	user_sleep(TIME_MS(1));
	seen = 0;
	/* the send phase was fine; the receive phase is not */
	check_is(user_ipc(THREAD(0), THREAD(9), 0, 0, &from), ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_NOPARTNER, RCV));
	user_sleep(TIME_MS(1));
	check_is(seen, 1);
	check_is(user_ipc(NILTHREAD, NILTHREAD, 0, 0x1234, &from), 0x1234);
	check_is(from, NILTHREAD);
	destroy(0);
}

/* --- timeouts --- */

static void times(void)
{
	usec_t before = user_clock();

	check_is(user_ipc(NILTHREAD, ROOT_ID, TIMEOUTS(0, TIME_MS(20)), 0, NULL), ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_TIMEOUT, RCV));
	check(user_clock() - before >= 19000 && user_clock() - before < 26000);
	check_is(user_ipc(NILTHREAD, ANYTHREAD, ABI_TIME_ZERO, 0, NULL), ABI_TAG_ERROR);
	spawn_space(0, sender, THREAD(1), 100);		/* not there yet */
	user_sleep(TIME_MS(1));
	check_is(seen_error, ERROR_OF(ABI_IPCERR_NOPARTNER, SND));
	check_is(user_ipc(THREAD(0), NILTHREAD, TIMEOUTS(ABI_TIME_ZERO, 0), 9, NULL),
		 ABI_TAG_ERROR);
	check_is(user_error(), ERROR_OF(ABI_IPCERR_TIMEOUT, SND));
	before = user_clock();
	check_is(user_ipc(THREAD(0), NILTHREAD, TIMEOUTS(TIME_MS(8), 0), 0x70001, NULL),
		 0x70001 | ABI_TAG_ERROR);
	check(user_clock() - before >= 7900);
	/* a point: the next moment that ends in these bits */
	before = user_clock();
	user_sleep(ABI_TIME_POINT | (4 << 11) | ((before >> 14 & 1) ^ 1) << 10);
	check(user_clock() >= (before | 0x3fff) && user_clock() < (before | 0x3fff) + 5000);
	destroy(0);
}

/* --- canceled --- */

static void cancel(void)
{
	struct exregs r = { .dest = THREAD(0), .control = ABI_EXREGS_ABORT_SEND };

	spawn(0, receiver, ROOT_ID, 100);
	spawn(1, sender, THREAD(2), 100);
	user_sleep(TIME_MS(1));
	seen = 0;
	user_exchange_registers(&r);			/* receives: not meant */
	check_is(r.control, ABI_EXREGS_WAS_RECEIVING);
	check_is(seen, 0);
	r = (struct exregs){ .dest = THREAD(0), .control = ABI_EXREGS_ABORT_RECEIVE };
	user_exchange_registers(&r);
	user_sleep(TIME_MS(1));
	check_is(seen_tag, ABI_TAG_ERROR);
	check_is(seen_error, ERROR_OF(ABI_IPCERR_CANCELED, RCV));
	spawn(2, receiver, THREAD(5), 100);
	destroy(1);
	spawn(1, sender, THREAD(2), 100);
	user_sleep(TIME_MS(1));
	seen = 0;
	r = (struct exregs){ .dest = THREAD(1), .control = ABI_EXREGS_ABORT_SEND };
	user_exchange_registers(&r);
	check_is(r.control, ABI_EXREGS_WAS_SENDING);
	user_sleep(TIME_MS(1));
	check_is(seen_tag, 0x12340001 | ABI_TAG_ERROR);
	check_is(seen_error, ERROR_OF(ABI_IPCERR_CANCELED, SND));
	for (unsigned n = 0; n < 3; n++)
		destroy(n);
}

/* --- partners that go --- */

static void partners_go(void)
{
	for (unsigned n = 0; n < 3; n++)
		spawn_space(n, receiver, n ? THREAD(0) : ROOT_ID, 100);
	spawn_space(3, sender, THREAD(0), 100);
	spawn_space(4, caller, THREAD(0), 100);
	user_sleep(TIME_MS(2));
	seen = 0;
	destroy(0);
	user_sleep(TIME_MS(2));
	check_is(seen, 4);
	for (unsigned n = 1; n < 5; n++)
		destroy(n);
	/* a new version is another thread */
	spawn_space(0, receiver, ROOT_ID, 100);
	spawn_space(1, receiver, THREAD(0), 100);
	spawn_space(2, sender, THREAD(0), 100);
	user_sleep(TIME_MS(2));
	seen = 0;
	check_is(user_thread_control(THREAD_V(0, 2), THREAD(0), NILTHREAD, NILTHREAD, -1), 1);
	user_sleep(TIME_MS(2));
	check_is(seen, 1);
	check_is(seen_error, ERROR_OF(ABI_IPCERR_NOPARTNER, RCV));
	destroy(1);
	destroy(2);
	check_is(user_thread_control(THREAD_V(0, 9), NILTHREAD, 0, 0, -1), 1);
}

static word_t as_seen_by_receiver[4];

static void curious(word_t from)
{
	word_t name, tag = user_receive(from, &name);

	as_seen_by_receiver[0] = tag;
	as_seen_by_receiver[1] = name;
	as_seen_by_receiver[2] = user_tcr(ABI_UTCB_SENDER);
	as_seen_by_receiver[3] = user_tcr(ABI_UTCB_RECEIVER);
}

/* --- propagation --- */

static void deceit(word_t to)
{
	user_set_tcr(ABI_UTCB_SENDER, THREAD(2));
	note(user_send(to, ABI_TAG_PROPAGATED | 0x20000), 0);
}

static void propagation(void)
{
	spawn_space(0, receiver, THREAD(2), 100); /* waits for whom it will be deceived about */
	spawn_space(2, caller, THREAD(1), 100);
	spawn_in(1, THREAD(2), idle_for_ever, 0, 100);
	user_sleep(TIME_MS(2));
	/* 1 has got 2's call and passes it on: the answer goes to 2 */
	spawn_in(3, THREAD(2), deceit, THREAD(0), 100);
	seen = 0;
	user_sleep(TIME_MS(4));
	check_is(seen, 2);
	destroy(3);
	/* from a space that has nothing to do with either: in its own name */
	spawn_space(4, curious, ANYTHREAD, 100);
	spawn_space(5, deceit, THREAD(4), 99);
	user_sleep(TIME_MS(4));
	check_is(as_seen_by_receiver[0], 0x20000);
	check_is(as_seen_by_receiver[1], THREAD(5));
	for (unsigned n = 0; n < 6; n++)
		destroy(n);
}

static void propagated_words(void)
{
	spawn_space(0, receiver, THREAD(2), 100);
	spawn_space(2, receiver, THREAD(3), 100);	/* waits for the one who speaks for it */
	spawn_in(3, THREAD(2), deceit, THREAD(0), 99);
	user_sleep(TIME_MS(4));
	check_is(thread_find(THREAD(2))->wait_from, THREAD(0));	/* the reply is for it */
	destroy(3);
	destroy(2);
	destroy(0);
}

static void propagated_names(void)
{
	spawn_space(2, idle_for_ever, 0, 100);
	spawn_space(0, curious, THREAD(2), 100);
	spawn_in(3, THREAD(2), deceit, THREAD(0), 99);
	user_sleep(TIME_MS(4));
	check_is(as_seen_by_receiver[0], ABI_TAG_PROPAGATED | 0x20000);
	check_is(as_seen_by_receiver[1], THREAD(2));
	check_is(as_seen_by_receiver[2], THREAD(3));
	destroy(3);
	destroy(0);
	/* found in the queue of senders: the same */
	spawn_in(3, THREAD(2), deceit, THREAD(0), 99);	/* fails: there is nobody */
	spawn_space(0, idle_for_ever, 0, 100);
	destroy(3);
	spawn_in(3, THREAD(2), deceit, THREAD(0), 99);
	user_sleep(TIME_MS(2));
	user_start(THREAD(3), 0, 0);		/* another space: nothing happens */
	check_is(user_error(), ABI_ERR_INVALID_THREAD);
	for (unsigned n = 0; n < 4; n++)
		destroy(n);
}

/* --- redirection --- */

static void redirection(void)
{
	spawn_space(0, curious, ANYTHREAD, 100);	/* the redirector */
	spawn_space(1, receiver, ANYTHREAD, 100);
	spawn_space(2, idle_for_ever, 0, 100);
	check_is(user_space_control(THREAD(2), 0, 0, 0, THREAD(0)), 1);
	spawn_in(3, THREAD(2), sender, THREAD(1), 99);
	seen = 0;
	user_sleep(TIME_MS(4));
	check_is(seen, 1);				/* the sender, that is */
	check_is(as_seen_by_receiver[0], ABI_TAG_REDIRECTED | 0x12340001);
	check_is(as_seen_by_receiver[1], THREAD(3));
	check_is(as_seen_by_receiver[3], THREAD(1));
	/* within the space nothing is redirected; the redirector gone, nothing arrives */
	destroy(3);
	spawn_in(4, THREAD(2), receiver, ANYTHREAD, 100);
	spawn_in(3, THREAD(2), sender, THREAD(4), 99);
	seen = 0;
	user_sleep(TIME_MS(4));
	check_is(seen, 2);
	destroy(0);
	destroy(3);
	spawn_in(3, THREAD(2), sender, THREAD(1), 99);
	user_sleep(TIME_MS(4));
	check_is(seen_error, ERROR_OF(ABI_IPCERR_NOPARTNER, SND));
	check_is(user_space_control(THREAD(2), 0, 0, 0, ANYTHREAD), 1);
	destroy(3);
	spawn_in(3, THREAD(2), sender, THREAD(1), 99);
	user_sleep(TIME_MS(4));
	check_is(thread_find(THREAD(1))->state, THREAD_WAITING);
	for (unsigned n = 1; n < 5; n++)
		destroy(n);
}

/* --- priorities --- */

static word_t order[8];
static unsigned ordered;

static void two_at_the_door(word_t sp)
{
	word_t from;

	(void)user_receive(ROOT_ID, NULL);
	for (unsigned i = 0; i < 2; i++) {
		(void)user_receive(ANYTHREAD, &from);
		order[ordered++] = from;
	}
	(void)user_receive(ANYLOCALTHREAD, &from);
	order[ordered++] = from;
	(void)sp;
}

static void doors(void)
{
	spawn_space(0, two_at_the_door, 0, 100);
	spawn_in(1, THREAD(0), sender, THREAD(0), 90);
	user_sleep(TIME_MS(2));
	spawn_space(2, sender, THREAD(0), 120);
	spawn_in(3, THREAD(0), sender, THREAD(0), 91);
	user_sleep(TIME_MS(2));
	user_send(THREAD(0), 0);
	user_sleep(TIME_MS(5));
	check_is(ordered, 3);
	check_is(order[0], UTCB_AT(2) + ABI_UTCB_POINTER);	/* who has waited longest */
	check_is(order[1], THREAD(2));
	check_is(order[2], UTCB_AT(4) + ABI_UTCB_POINTER);
	for (unsigned n = 0; n < 4; n++)
		destroy(n);
}

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 7); }
WORLD(words)
WORLD(no_partner)
WORLD(times)
WORLD(cancel)
WORLD(partners_go)
WORLD(propagation)
WORLD(propagated_words)
WORLD(propagated_names)
WORLD(redirection)
WORLD(doors)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_no_partner),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_partners_go),
		cmocka_unit_test(test_propagation),
		cmocka_unit_test(test_propagated_words),
		cmocka_unit_test(test_propagated_names),
		cmocka_unit_test(test_redirection),
		cmocka_unit_test(test_doors),
	};

	return cmocka_run_group_tests_name("ipc", tests, NULL, NULL);
}
