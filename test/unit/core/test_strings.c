/* SPDX-License-Identifier: BSD-2-Clause */
/* String items (X.2: string items; ipc sheet 3.2, 5, 6): pieces on both sides, buffers, offsets in
 * errors, pages missing on either side, xfer timeouts, transfers broken off. */
#include <arch/clock.h>
#include "world.h"

#define A	((word_t)0x400000)	/* in the sender's space */
#define B	((word_t)0x800000)	/* in the receiver's */
#define PAGE	((word_t)0x1000)

#define STRING(bytes, pieces)	((word_t)(bytes) << 10 | ((pieces) - 1) << 4)
#define COMPOUND	0x200
#define MORE		1

static word_t seen_tag, seen_error;
static unsigned seen;

/* What the receiver offers, and the sender sends: words of BRs and MRs from 1 on, 0 ends. */
static word_t buffer_words[10], item_words[10];
static word_t xfer_times;

static void set_words(word_t *to, const word_t *from, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		to[i] = from[i];
	to[n] = 0;
}

#define BUFFERS(...) set_words(buffer_words, (const word_t[]){ __VA_ARGS__ }, \
			       sizeof((const word_t[]){ __VA_ARGS__ }) / sizeof(word_t))
#define ITEMS(...) set_words(item_words, (const word_t[]){ __VA_ARGS__ }, \
			     sizeof((const word_t[]){ __VA_ARGS__ }) / sizeof(word_t))

static void receiver(word_t pages)
{
	user_set_tcr(ABI_UTCB_PAGER, SIGMA0_ID);
	user_set_br(0, ABI_ACCEPT_STRINGS);
	for (unsigned n = 0; buffer_words[n]; n++)
		user_set_br(n + 1, buffer_words[n]);
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff);
	for (word_t p = 0; p < pages; p++)	/* what is there when the string comes */
		user_store(B + p * PAGE, 0);
	seen_tag = user_receive(ROOT_ID, NULL);
	seen_error = user_error();
	seen++;
	(void)user_call(ROOT_ID, 0x990000);
}

static word_t byte_at(word_t base, word_t offset)
{
	word_t at = base + offset, word = user_load(at & ~(word_t)(ABI_WORD_BYTES - 1));
	unsigned in_word = at % ABI_WORD_BYTES;

	return word >> 8 * (ABI_BIG_ENDIAN ? ABI_WORD_BYTES - 1 - in_word : in_word) & 0xff;
}

static void fill(word_t base, word_t bytes)
{
	for (word_t i = 0; i < bytes; i += ABI_WORD_BYTES) {
		word_t w = 0;

		for (unsigned k = 0; k < ABI_WORD_BYTES; k++)
			w |= (word_t)((i + k) * 7 & 0xff)
			     << 8 * (ABI_BIG_ENDIAN ? ABI_WORD_BYTES - 1 - k : k);
		user_store(base + i, w);
	}
}

/* Send what ITEMS says; root's own pages [A, A + pages) are there. */
static word_t send_items(unsigned words)
{
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff0000u);
	for (unsigned n = 0; n < words; n++)
		user_set_mr(n + 1, item_words[n]);
	return user_send(THREAD(0), words << 6);
}

static void begin(word_t pages)
{
	seen = 0;
	xfer_times = 0;
	spawn(0, receiver, pages, 100);
	user_sleep(TIME_MS(6));
}

static void finish(void)
{
	user_sleep(TIME_MS(6));
	destroy(0);
}

/* --- pieces ----------------------------------------------------------------------------------- */

static void scatter_and_gather(void)
{
	/* root and receiver share a space: A and B differ */
	fill(A, 3 * PAGE);
	ITEMS(STRING(100, 2), A, A + 0x800);
	BUFFERS(STRING(50, 3) | COMPOUND, B, B + 0x100, B + 0x200, STRING(500, 1), B + PAGE - 8);
	begin(2);
	check_is(send_items(3), 3 << 6);
	finish();
	check_is(seen, 1);
	check_is(seen_tag, 3 << 6);
	for (word_t i = 0; i < 50; i++) {
		check_is(byte_at(B, i), i * 7 & 0xff);
		check_is(byte_at(B + 0x100, i), (50 + i) * 7 & 0xff);
		check_is(byte_at(B + 0x200, i), (0x800 + i) * 7 & 0xff);
		check_is(byte_at(B + PAGE - 8, i), (0x800 + 50 + i) * 7 & 0xff);
	}
	check_is(byte_at(B, 50), 0);
}

static void several_strings(void)
{
	fill(A, 3 * PAGE);
	/* the second item begins in the second buffer, whatever is left of the first and its
	 * compounds */
	ITEMS(STRING(40, 1) | COMPOUND, A, STRING(40, 1), A + 0x100, STRING(64, 1), A + 0x400);
	BUFFERS(STRING(200, 1) | COMPOUND | MORE, B, STRING(10, 1), B + 0x100, STRING(PAGE, 1),
		B + 0x400);
	begin(2);
	check_is(send_items(6), 6 << 6);
	finish();
	check_is(seen_tag, 6 << 6);
	check_is(byte_at(B, 79), (0x100 + 39) * 7 & 0xff);
	check_is(byte_at(B + 0x400, 63), (0x400 + 63) * 7 & 0xff);
}

static void overflow(word_t offset, unsigned words)
{
	check_is(send_items(words), words << 6 | ABI_TAG_ERROR);
	check_is(user_error(), offset << 4 | ERROR_OF(ABI_IPCERR_OVERFLOW, SND));
	user_sleep(TIME_MS(4));
	check_is(seen_tag, words << 6 | ABI_TAG_ERROR);
	check_is(seen_error, offset << 4 | ERROR_OF(ABI_IPCERR_OVERFLOW, RCV));
	destroy(0);
}

static void too_short(void)
{
	fill(A, 2 * PAGE);
	ITEMS(STRING(300, 1), A);
	BUFFERS(STRING(100, 2), B, B + 0x200);
	begin(1);
	overflow(200, 2);
	/* no second buffer */
	ITEMS(STRING(30, 1), A, STRING(30, 1), A);
	begin(1);
	overflow(30, 4);
	/* a buffer that is no string; none accepted; an item that is cut off; beyond the user area
	 */
	BUFFERS(8, B);
	begin(1);
	overflow(0, 2);
	BUFFERS(STRING(100, 1), B);
	ITEMS(STRING(10, 3), A, A, A);
	begin(1);
	overflow(10, 2);
	ITEMS(STRING(10, 1) | COMPOUND, A, 14, A);
	begin(1);
	overflow(10, 4);
	ITEMS(STRING(10, 1), ABI_USER_AREA_END);
	begin(1);
	overflow(0, 2);
	ITEMS(STRING(64, 1), A);
	BUFFERS(STRING(64, 1), ABI_USER_AREA_END - 0);
	begin(1);
	overflow(0, 2);
	ITEMS(14, A);		/* a reserved type */
	begin(1);
	overflow(0, 2);
}

/* --- missing pages ---------------------------------------------------------------------------- */

/* The receiver in a space of its own, its pager and the sender's is the pager thread. */
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

/* Sends in the space of THREAD(3), whose pages are faulted in by the pager. */
static word_t sent_tag, sent_error;

static void far_sender(word_t pages)
{
	user_set_tcr(ABI_UTCB_PAGER, THREAD(1));
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff0000u);
	for (word_t p = 0; p < pages; p++)
		(void)user_load(A + p * PAGE);
	for (unsigned n = 0; n < 2; n++)
		user_set_mr(n + 1, item_words[n]);
	sent_tag = user_send(THREAD(0), 2 << 6);
	sent_error = user_error();
	seen++;
	(void)user_call(ROOT_ID, 0x990000);
}

static void far_receiver(word_t pages)
{
	user_set_tcr(ABI_UTCB_PAGER, THREAD(1));
	user_set_tcr(ABI_UTCB_XFER_TIMEOUTS, xfer_times & 0xffff);
	user_set_br(0, ABI_ACCEPT_STRINGS);
	for (unsigned n = 0; n < 2; n++)
		user_set_br(n + 1, buffer_words[n]);
	for (word_t p = 0; p < pages; p++)
		user_store(B + p * PAGE, 0);
	seen_tag = user_receive(ANYTHREAD, NULL);
	seen_error = user_error();
	seen++;
	(void)user_call(ROOT_ID, 0x990000);
}

static void transfer(word_t delay, word_t source_pages, word_t place_pages, word_t times)
{
	seen = 0;
	xfer_times = times;
	ITEMS(STRING(0x3000, 1), A + 0x10);
	BUFFERS(STRING(0x4000, 1), B + 0x20);
	spawn_space(1, pager_program, delay, 120);
	set_prio(ROOT_ID, 150);
	spawn_space(0, far_receiver, place_pages, 100);
	user_sleep(TIME_MS(20));
	spawn_space(2, far_sender, source_pages, 100);
}

static void both_sides_fault(void)
{
	transfer(0, 0, 0, 0);
	user_sleep(TIME_MS(30));
	check_is(seen, 2);
	check_is(sent_tag, 2 << 6);
	check_is(seen_tag, 2 << 6);
	check(inside_mapping(thread_find(THREAD(0))->space, B + 0x3000) != NULL);
	destroy_all(3);
}

static void expect_error(unsigned sender_code, unsigned receiver_code, word_t offset)
{
	check_is(seen, 2);
	check_is(sent_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(seen_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(sent_error, offset << 4 | ERROR_OF(sender_code, SND));
	check_is(seen_error, offset << 4 | ERROR_OF(receiver_code, RCV));
	destroy_all(3);
}

static void no_time_to_fault(void)
{
	transfer(0, 1, 4, TIMEOUTS(ABI_TIME_ZERO, 0));
	user_sleep(TIME_MS(20));
	expect_error(ABI_IPCERR_XFER_OWN, ABI_IPCERR_XFER_PARTNER, 0xff0);
	transfer(0, 4, 1, TIMEOUTS(0, ABI_TIME_ZERO));
	user_sleep(TIME_MS(20));
	expect_error(ABI_IPCERR_XFER_PARTNER, ABI_IPCERR_XFER_OWN, 0xfe0);
}

static void time_runs_out(void)
{
	transfer(TIME_MS(25), 0, 4, TIMEOUTS(TIME_MS(8), TIME_MS(12)));
	user_sleep(TIME_MS(30));
	user_sleep(TIME_MS(30));
	user_sleep(TIME_MS(30));
	expect_error(ABI_IPCERR_XFER_OWN, ABI_IPCERR_XFER_PARTNER, 0);
	transfer(TIME_MS(25), 4, 0, TIMEOUTS(TIME_MS(12), TIME_MS(8)));
	for (unsigned n = 0; n < 8; n++)
		user_sleep(TIME_MS(30));
	expect_error(ABI_IPCERR_XFER_PARTNER, ABI_IPCERR_XFER_OWN, 0);
}

/* Deleted in the middle: the other side hears of it. */
static void deleted(bool sender)
{
	transfer(TIME_MS(30), sender ? 0 : 4, sender ? 4 : 0, 0);
	while (!(thread_find(THREAD(sender ? 2 : 0))->flags & TCB_TUNNEL))
		user_sleep(TIME_MS(1));
	seen = 0;
	destroy(sender ? 2 : 0);
	user_sleep(TIME_MS(4));
	check_is(seen, 1);
	check_is(sender ? seen_tag : sent_tag, 2 << 6 | ABI_TAG_ERROR);
	check_is(sender ? seen_error : sent_error,
		 ERROR_OF(ABI_IPCERR_ABORTED, sender ? RCV : SND));
	destroy_all(3);
}

static void one_side_goes(void)
{
	deleted(true);
	deleted(false);
}

/* The pager goes while it is being asked. */
static void pager_goes(void)
{
	transfer(TIME_MS(30), 0, 4, 0);
	while (!(thread_find(THREAD(2))->flags & TCB_TUNNEL))
		user_sleep(TIME_MS(1));
	destroy(1);
	user_sleep(TIME_MS(10));
	expect_error(ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED, 0);
}

/* A buffer that may only be read is a page to ask for, as is a source that may only be executed. */
static void reader(word_t sp)
{
	(void)sp;
	user_set_br(0, ABI_FPAGE_COMPLETE);
	(void)user_receive(ROOT_ID, NULL);
	user_set_br(0, ABI_ACCEPT_STRINGS);
	user_set_br(1, STRING(64, 1));
	user_set_br(2, B);
	seen_tag = user_receive(THREAD(1), NULL);
}

static void string_sender(word_t to)
{
	user_set_tcr(ABI_UTCB_PAGER, SIGMA0_ID);
	(void)user_load(A);
	user_set_mr(1, STRING(64, 1));
	user_set_mr(2, A);
	sent_tag = user_send(to, 2 << 6);
}

static void read_only_buffer(void)
{
	seen_tag = 0;
	(void)user_load(B);
	spawn_space(0, reader, 0, 100);
	user_sleep(TIME_MS(1));
	user_set_mr(1, B | 8);
	user_set_mr(2, FPAGE(B, 12, ABI_RIGHT_R));
	check_is(user_send(THREAD(0), 2 << 6), 2 << 6);
	spawn_space(1, string_sender, THREAD(0), 100);
	word_t tag = user_receive(THREAD(0), NULL);

	check_is(tag, (word_t)((sword_t)-ABI_PROTO_PAGEFAULT * 16 + ABI_RIGHT_W) << 16 | 2);
	check_is(user_mr(1), B);
	check_is(user_mr(2), (word_t)-1);
	user_set_mr(1, B | 8);
	user_set_mr(2, FPAGE(B, 12, 6));
	check_is(user_send(THREAD(0), 2 << 6), 2 << 6);
	user_sleep(TIME_MS(4));
	check_is(seen_tag, 2 << 6);
	destroy(0);
	destroy(1);
}

static word_t control;

static void breaker(word_t dest)
{
	struct exregs r = { .dest = dest, .control = control };

	user_exchange_registers(&r);
	control = r.control;
}

/* ExchangeRegisters: whoever of the two it is, both are broken off. */
static void broken_off(unsigned whose, word_t abort, word_t was)
{
	transfer(TIME_MS(30), 0, 4, 0);
	while (!(thread_find(THREAD(2))->flags & TCB_TUNNEL))
		user_sleep(TIME_MS(1));
	control = abort ^ (ABI_EXREGS_ABORT_SEND | ABI_EXREGS_ABORT_RECEIVE);
	seen = 0;
	spawn_in(3, THREAD(whose), breaker, THREAD(whose), 130);
	user_sleep(TIME_MS(2));
	check_is(control, was);
	check_is(seen, 0);		/* not that way */
	destroy(3);
	control = abort;
	spawn_in(3, THREAD(whose), breaker, THREAD(whose), 130);
	user_sleep(TIME_MS(2));
	destroy(3);
	expect_error(ABI_IPCERR_ABORTED, ABI_IPCERR_ABORTED, 0);
}

static void somebody_breaks_it_off(void)
{
	broken_off(2, ABI_EXREGS_ABORT_SEND, ABI_EXREGS_WAS_SENDING);
	broken_off(0, ABI_EXREGS_ABORT_RECEIVE, ABI_EXREGS_WAS_RECEIVING);
}

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 3); }
WORLD(scatter_and_gather)
WORLD(several_strings)
WORLD(too_short)
WORLD(both_sides_fault)
WORLD(no_time_to_fault)
WORLD(time_runs_out)
WORLD(one_side_goes)
WORLD(pager_goes)
WORLD(read_only_buffer)
WORLD(somebody_breaks_it_off)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scatter_and_gather),
		cmocka_unit_test(test_several_strings),
		cmocka_unit_test(test_too_short),
		cmocka_unit_test(test_both_sides_fault),
		cmocka_unit_test(test_no_time_to_fault),
		cmocka_unit_test(test_time_runs_out),
		cmocka_unit_test(test_one_side_goes),
		cmocka_unit_test(test_pager_goes),
		cmocka_unit_test(test_read_only_buffer),
		cmocka_unit_test(test_somebody_breaks_it_off),
	};

	return cmocka_run_group_tests_name("strings", tests, NULL, NULL);
}
