/* SPDX-License-Identifier: BSD-2-Clause */
/* String items (X.2: string items; ipc sheet 3.2, 5, 6): pieces on both sides, buffers, offsets in
 * errors.  Pages that are missing meanwhile: test_string_faults.c. */
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

/* --- a page that is there, but not for this --------------------------------------------------- */

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

static word_t sent_tag;

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

#define WORLD(body) static void test_##body(void **state) { (void)state; run_world(body, 3); }
WORLD(scatter_and_gather)
WORLD(several_strings)
WORLD(too_short)
WORLD(read_only_buffer)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scatter_and_gather),
		cmocka_unit_test(test_several_strings),
		cmocka_unit_test(test_too_short),
		cmocka_unit_test(test_read_only_buffer),
	};

	return cmocka_run_group_tests_name("strings", tests, NULL, NULL);
}
