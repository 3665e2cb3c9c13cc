/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that are missing on either side of a string copy (X.2: string items; ipc sheet 5, 6):
 * asking pagers, xfer timeouts, transfers broken off, the offsets that both sides are told.  With
 * many CPUs in several placements of those who take part (kernel/ipc_afar.c).
 */
#include <arch/clock.h>
#include "world.h"

#define A	((word_t)0x400000)	/* in the sender's space */
#define B	((word_t)0x800000)	/* in the receiver's */
#define PAGE	((word_t)0x1000)
#define LENGTH	((word_t)0x3000)
#define STRING(bytes)	((word_t)(bytes) << ABI_STRING_LENGTH_SHIFT)

enum { RECEIVER, PAGER, SENDER, BREAKER, THREADS };

static const uint8_t placements[][THREADS] = {
	{ 0, 0, 0, 0 },
	{ 0, 1, 0, 0 },		/* their pager is at another CPU */
	{ 1, 1, 2, 3 },		/* at the receiver's */
	{ 1, 2, 2, 1 },		/* at the sender's */
};
static const uint8_t *placement = placements[0];

static word_t seen_tag, seen_error, sent_tag, sent_error, xfer_times;
static unsigned seen;		/* a bit for each that has come to its end */
#define BOTH	(1u << SENDER | 1u << RECEIVER)

static void put(unsigned n)
{
	place(THREAD(n), placement[n]);
}

static void pager_program(word_t delay)
{
	word_t from, tag;

	user_set_tcr(ABI_UTCB_PAGER, SIGMA0_ID);
	tag = user_receive(ANYTHREAD, &from);
	for (;;) {
		word_t page = user_mr(1) & ~(PAGE - 1);

		if (delay)
			user_sleep(delay);
		(void)user_load(page);
		user_set_mr(1, page | 8);
		user_set_mr(2, FPAGE(page, 12, 7));
		tag = user_ipc(from, ANYTHREAD, TIMEOUTS(ABI_TIME_ZERO, 0), 2 << 6, &from);
		if (tag & ABI_TAG_ERROR)
			tag = user_receive(ANYTHREAD, &from);
	}
}

static void offer_string(word_t label)
{
	user_set_mr(1, STRING(LENGTH));
	user_set_mr(2, A + 0x10);
	sent_tag = user_send(THREAD(RECEIVER), label << ABI_TAG_LABEL_SHIFT | 2 << 6);
	sent_error = user_error();
}

static void take_string(void)
{
	user_set_br(0, ABI_ACCEPT_STRINGS);
	user_set_br(1, STRING(LENGTH + PAGE));
	user_set_br(2, B + 0x20);
	seen_tag = user_receive(ANYTHREAD, NULL) & ~(word_t)ABI_TAG_XCPU;
	seen_error = user_error();
}

static void sender(word_t pages)
{
	user_set_tcr(ABI_UTCB_PAGER, THREAD(PAGER));
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff0000u);
	for (word_t p = 0; p < pages; p++)
		(void)user_load(A + p * PAGE);
	offer_string(0);
	seen |= 1u << SENDER;
	(void)user_call(ROOT_ID, 0x990000);
}

static void receiver(word_t pages)
{
	user_set_tcr(ABI_UTCB_PAGER, THREAD(PAGER));
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff);
	for (word_t p = 0; p < pages; p++)
		user_store(B + p * PAGE, 0);
	take_string();
	seen |= 1u << RECEIVER;
	(void)user_call(ROOT_ID, 0x990000);
}

/* Begin it; so many pages of either are there. */
static void transfer(word_t delay, word_t source_pages, word_t place_pages, word_t times)
{
	seen = 0;
	xfer_times = times;
	spawn_space(PAGER, pager_program, delay, 120);
	set_prio(ROOT_ID, 150);
	spawn_space(RECEIVER, receiver, place_pages, 100);
	spawn_space(SENDER, sender, source_pages, 100);
	for (unsigned n = 0; n < BREAKER; n++)
		put(n);
}

/* The page of one of them is being asked for. */
static void wait_for_fault(unsigned whose)
{
	const struct tcb *t = thread_find(THREAD(whose));

	wait_for(t->flags & TCB_TUNNEL &&
		 thread_find(THREAD(PAGER))->wait_from != ANYTHREAD);
}

static void both_sides_fault(void)
{
	transfer(0, 0, 0, 0);
	wait_for(seen == BOTH);
	check_is(sent_tag, 2 << 6);
	check_is(seen_tag, 2 << 6);
	check(inside_mapping(thread_find(THREAD(RECEIVER))->space, B + LENGTH) != NULL);
	destroy_all(3);
}

static void expect_error(unsigned sender_code, unsigned receiver_code, word_t offset)
{
	wait_for(seen == BOTH);
	check_is(sent_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(seen_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(sent_error, offset << 4 | ERROR_OF(sender_code, SND));
	check_is(seen_error, offset << 4 | ERROR_OF(receiver_code, RCV));
	destroy_all(3);
}

static void no_time_to_fault(void)
{
	transfer(0, 1, 4, TIMEOUTS(ABI_TIME_ZERO, 0));
	expect_error(ABI_IPCERR_XFER_OWN, ABI_IPCERR_XFER_PARTNER, 0xff0);
	transfer(0, 4, 1, TIMEOUTS(0, ABI_TIME_ZERO));
	expect_error(ABI_IPCERR_XFER_PARTNER, ABI_IPCERR_XFER_OWN, 0xfe0);
}

static void time_runs_out(void)
{
	transfer(TIME_MS(10), 0, 4, TIMEOUTS(TIME_MS(3), TIME_MS(5)));
	expect_error(ABI_IPCERR_XFER_OWN, ABI_IPCERR_XFER_PARTNER, 0);
	transfer(TIME_MS(10), 4, 0, TIMEOUTS(TIME_MS(5), TIME_MS(3)));
	expect_error(ABI_IPCERR_XFER_PARTNER, ABI_IPCERR_XFER_OWN, 0);
	transfer(TIME_MS(10), 2, 4, TIMEOUTS(TIME_MS(5), TIME_MS(3)));
	expect_error(ABI_IPCERR_XFER_PARTNER, ABI_IPCERR_XFER_OWN, 0x1ff0);
	transfer(TIME_MS(10), 4, 2, TIMEOUTS(TIME_MS(3), TIME_MS(5)));
	expect_error(ABI_IPCERR_XFER_OWN, ABI_IPCERR_XFER_PARTNER, 0x1fe0);
}

/* Deleted in the middle, the one that asks its pager or the other one: the survivor hears of it. */
static void deleted(unsigned whose, unsigned asks)
{
	transfer(TIME_MS(16), asks == SENDER ? 1 : 4, asks == SENDER ? 4 : 1, 0);
	wait_for_fault(asks);
	check_is(seen, 0);
	destroy(whose);		/* it may hear of it, too */
	wait_for(seen & BOTH & ~(1u << whose));
	check_is(whose == SENDER ? seen_tag : sent_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(whose == SENDER ? seen_error : sent_error,
		 (asks == SENDER ? 0xff0 : 0xfe0) << 4 |
		 ERROR_OF(ABI_IPCERR_ABORTED, whose == SENDER ? RCV : SND));
	destroy_all(3);
}

static void one_side_goes(void)
{
	deleted(SENDER, SENDER);
	deleted(RECEIVER, SENDER);
	deleted(SENDER, RECEIVER);
	deleted(RECEIVER, RECEIVER);
}

/* The pager goes while it is being asked. */
static void pager_goes(void)
{
	transfer(TIME_MS(16), 1, 4, 0);
	wait_for_fault(SENDER);
	destroy(PAGER);
	expect_error(ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED, 0xff0);
}

/* Another version of either, another home: the message comes all the same. */
static void both_are_changed(void)
{
	transfer(TIME_MS(16), 0, 0, 0);
	wait_for_fault(SENDER);
	check_is(user_thread_control(THREAD_V(RECEIVER, 2), THREAD(RECEIVER), 0, 0, -1), 1);
	place(THREAD_V(RECEIVER, 2), placement[PAGER]);
	place(THREAD(SENDER), placement[RECEIVER]);
	wait_for(seen == BOTH);
	check_is(sent_tag, 2 << 6);
	check_is(seen_tag, 2 << 6);
	check_is(user_thread_control(THREAD_V(RECEIVER, 2), NILTHREAD, 0, 0, -1), 1);
	destroy_all(3);
}

static word_t control;

static void breaker(word_t dest)
{
	struct exregs r = { .dest = dest, .control = control };

	user_exchange_registers(&r);
	control = r.control;
	seen |= 1u << BREAKER;
	user_sleep(ABI_TIME_NEVER);
}

static void break_off(unsigned whose)
{
	spawn_in(BREAKER, THREAD(whose), breaker, THREAD(whose), 130);
	put(BREAKER);
	wait_for(seen & 1u << BREAKER);
	seen &= ~(1u << BREAKER);
	destroy(BREAKER);
}

/* ExchangeRegisters: whoever of the two it is, both are broken off. */
static void broken_off(unsigned whose, unsigned asks, word_t abort, word_t was)
{
	transfer(TIME_MS(16), asks == SENDER ? 1 : 4, asks == SENDER ? 4 : 1, 0);
	wait_for_fault(asks);
	control = abort ^ (ABI_EXREGS_ABORT_SEND | ABI_EXREGS_ABORT_RECEIVE);
	break_off(whose);
	check_is(control, was);
	check_is(seen, 0);		/* not that way */
	control = abort;
	break_off(whose);
	check_is(control, was);
	expect_error(ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED, asks == SENDER ? 0xff0 : 0xfe0);
}

static void somebody_breaks_it_off(void)
{
	for (unsigned asks = RECEIVER; asks <= SENDER; asks += SENDER - RECEIVER) {
		broken_off(SENDER, asks, ABI_EXREGS_ABORT_SEND, ABI_EXREGS_WAS_SENDING);
		broken_off(RECEIVER, asks, ABI_EXREGS_ABORT_RECEIVE, ABI_EXREGS_WAS_RECEIVING);
	}
}

/* --- all of it at once ------------------------------------------------------------------------ */

#define MESSAGES	60

static struct log {
	word_t error[MESSAGES + 1], label[MESSAGES + 1];
	unsigned count;
} sent, received;
static bool over;

/* What ends a transfer is told to both; that it has never begun only to one. */
static void note(struct log *log, word_t tag, word_t error_word, word_t label)
{
	unsigned code = error_word >> 1 & 7;

	if (!(tag & ABI_TAG_ERROR))
		error_word = 0;
	else if (code != ABI_IPCERR_ABORTED && code != ABI_IPCERR_XFER_OWN &&
		 code != ABI_IPCERR_XFER_PARTNER)
		return;
	check(log->count <= MESSAGES);
	log->error[log->count] = error_word;
	log->label[log->count++] = label;
}

static word_t random_time(void)
{
	return host_random(4) ? TIME_MS(1 + host_random(4)) :
	       host_random(4) ? ABI_TIME_NEVER : ABI_TIME_ZERO;
}

static void send_many(word_t sp)
{
	(void)sp;
	user_set_tcr(ABI_UTCB_PAGER, THREAD(PAGER));
	for (word_t n = 1; n <= MESSAGES; n++) {
		(void)user_unmap(FPAGE(A, 16, 7), true);
		user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, TIMEOUTS(random_time(), 0));
		offer_string(n);
		note(&sent, sent_tag, sent_error, n);
	}
	over = true;
	user_sleep(ABI_TIME_NEVER);
}

static void receive_many(word_t sp)
{
	(void)sp;
	user_set_tcr(ABI_UTCB_PAGER, THREAD(PAGER));
	for (;;) {
		(void)user_unmap(FPAGE(B, 16, 7), true);
		user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, TIMEOUTS(0, random_time()));
		take_string();
		note(&received, seen_tag, seen_error, seen_tag >> ABI_TAG_LABEL_SHIFT);
	}
}

/* Breaks off those of its space, now and then. */
static void break_many(word_t dest)
{
	for (;;) {
		struct exregs r = { .dest = dest, .control = ABI_EXREGS_ABORT_SEND |
							     ABI_EXREGS_ABORT_RECEIVE };

		user_sleep(TIME_MS(1 + host_random(8)));
		user_exchange_registers(&r);
	}
}

static unsigned other_side(unsigned code)
{
	return code == ABI_IPCERR_XFER_OWN ? ABI_IPCERR_XFER_PARTNER :
	       code == ABI_IPCERR_XFER_PARTNER ? ABI_IPCERR_XFER_OWN : code;
}

static void compare_logs(void)
{
	check_is(received.count, sent.count);
	for (unsigned n = 0; n < sent.count; n++) {
		word_t code = sent.error[n] >> 1 & 7;

		check_is(received.label[n], sent.label[n]);
		if (!sent.error[n])
			check_is(received.error[n], 0);
		else
			check_is(received.error[n], (sent.error[n] & ~(word_t)0xf) |
						    ERROR_OF(other_side(code), RCV));
	}
}

static void all_at_once(void)
{
	over = false;
	sent.count = received.count = 0;
	spawn_space(PAGER, pager_program, TIME_MS(1), 120);
	spawn_space(RECEIVER, receive_many, 0, 100);
	spawn_space(SENDER, send_many, 0, 100);
	spawn_in(BREAKER, THREAD(SENDER), break_many, THREAD(SENDER), 110);
	spawn_in(THREADS, THREAD(RECEIVER), break_many, THREAD(RECEIVER), 110);
	for (unsigned n = 0; n < THREADS; n++)
		put(n);
	while (!over) {
		user_sleep(TIME_MS(2));
		if (placement != placements[0])
			place(THREAD(host_random(THREADS + 1)), (unsigned)host_random(PLACES));
	}
	user_sleep(TIME_MS(10));
	compare_logs();
	destroy_all(THREADS + 1);
}

/* --- each in every placement ------------------------------------------------------------------ */

static unsigned first_placement;

static void everywhere(void (*body)(void))
{
	for (unsigned n = first_placement; n < ARRAY_SIZE(placements); n++) {
		placement = placements[n];
		run_worlds(body, PLACES > 1 ? 2 : 1);
		if (PLACES == 1)
			break;
	}
}

#define WORLDS(body) static void test_##body(void **state) { (void)state; everywhere(body); }
WORLDS(both_sides_fault)
WORLDS(no_time_to_fault)
WORLDS(time_runs_out)
WORLDS(one_side_goes)
WORLDS(pager_goes)
WORLDS(both_are_changed)
WORLDS(somebody_breaks_it_off)
WORLDS(all_at_once)

/* Arguments: the tests to run, as a pattern; the first placement. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_sides_fault),
		cmocka_unit_test(test_no_time_to_fault),
		cmocka_unit_test(test_time_runs_out),
		cmocka_unit_test(test_one_side_goes),
		cmocka_unit_test(test_pager_goes),
		cmocka_unit_test(test_both_are_changed),
		cmocka_unit_test(test_somebody_breaks_it_off),
		cmocka_unit_test(test_all_at_once),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	if (argc > 2)
		first_placement = (unsigned)atoi(argv[2]);
	return cmocka_run_group_tests_name("string_faults", tests, NULL, NULL);
}
