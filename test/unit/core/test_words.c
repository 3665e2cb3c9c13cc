/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of the interface against plain arithmetic: thread ids, fpages and the geometry of map
 * items, times; memory functions against the C library's (X.2: data types; overview sheet 2..4).
 */
#include <string.h>
#include <kernel/mapping.h>
#include <kernel/print.h>
#include <kernel/sched.h>
#include <kernel/string.h>
#include <kernel/timeout.h>
#include "world.h"

/* kernel/string.c under the names it has here */
void *real_memcpy(void *to, const void *from, size_t bytes);
void *real_memmove(void *to, const void *from, size_t bytes);
void *real_memset(void *to, int byte, size_t bytes);
int real_memcmp(const void *a, const void *b, size_t bytes);

static uint64_t random_state = 88172645463325252ull;

static uint64_t any(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state * 0x2545f4914f6cdd1dull;
}

/* Numbers of every length. */
static word_t any_word(void)
{
	return (word_t)any() >> any() % ABI_WORD_BITS;
}

static void ids_come_apart_as_they_were_put_together(void **state)
{
	const word_t numbers = (word_t)1 << ABI_ID_THREADNO_BITS, versions = (word_t)1
							<< ABI_ID_VERSION_BITS;

	(void)state;
	for (unsigned i = 0; i < 100000; i++) {
		word_t number = any_word() & (numbers - 1), version = any_word() & (versions - 1);
		word_t id = id_make(number, version);

		assert_true(id_number(id) == number);
		assert_true(id_version(id) == version);
		assert_true(id_is_local(id) == (version % 64 == 0));
	}
	assert_true(id_is_local(NILTHREAD) && id_is_local(ANYLOCALTHREAD) &&
		    !id_is_local(ANYTHREAD));
	assert_true(ANYTHREAD == (word_t)-1 && ANYLOCALTHREAD == (word_t)-64);
}

/* X.2: fpages. */
static bool naive_range(word_t fpage, uint64_t *low, uint64_t *last)
{
	unsigned s = fpage >> 4 & 0x3f;

	if ((fpage >> 4) == 1) {	/* complete */
		*low = 0;
		*last = (word_t)-1;
		return true;
	}
	if (s < 10)
		return false;
	if (s >= ABI_WORD_BITS) {
		*low = 0;
		*last = (word_t)-1;
		return true;
	}
	*low = fpage & ~(((uint64_t)1 << s) - 1);
	*last = *low + (((uint64_t)1 << s) - 1);
	return true;
}

static word_t any_fpage(void)
{
	word_t base = any_word() << 10;

	if (any() % 16 == 0)
		return ABI_FPAGE_COMPLETE | any() % 8;
	return base | any() % 64 << 4 | any() % 8;
}

static void fpages_cover_what_they_say(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		word_t fpage = any_fpage();
		unsigned log2size = fpage_log2(fpage);
		uint64_t low, last;

		assert_true(naive_range(fpage, &low, &last) == (log2size != 0));
		if (!log2size)
			continue;
		assert_true(fpage_base(fpage, log2size) == low);
		/* the whole space ends a byte early: no user has the last page */
		assert_true(fpage_last(log2size) == last - low - (log2size == ABI_WORD_BITS));
	}
}

/* ipc sheet 3.1: which bytes go where. */
static void map_items_place_the_smaller_in_the_larger(void **state)
{
	static struct space from, to;

	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		word_t item = any_fpage(), window = any_fpage() & ~(word_t)0xf,
		       base = any_word() << 10;
		uint64_t low, last, wlow, wlast, src, dst, bytes;
		struct map_op op;
		bool valid = naive_range(item, &low, &last) && naive_range(window, &wlow, &wlast);
		bool begun = map_op_init(&op, &from, item, base, &to, window, false, KMEM_USER);

		if (!valid || last - low < 4095 || wlast - wlow < 4095 || !(item & 7)) {
			assert_false(begun);
			continue;
		}
		assert_true(begun);
		bytes = last - low < wlast - wlow ? last - low : wlast - wlow;
		src = low;
		dst = wlow;
		if (last - low < wlast - wlow)
			dst = wlow + ((base & (wlast - wlow)) & ~bytes);
		else if (last - low > wlast - wlow)
			src = low + ((base & (last - low)) & ~bytes);
		assert_true(op.src_base == src && op.dst_base == dst);
		assert_true(op.last == bytes - (bytes == (word_t)-1));
		assert_int_equal(op.rights, item & 7);
	}
}

/* X.2: time; overview sheet 4.2. */
static void periods_are_products(void **state)
{
	(void)state;
	for (word_t t = 0; t < 0x8000; t++) {
		uint64_t us = (uint64_t)(t & 0x3ff) << (t >> 10 & 31);

		assert_true(time_period_us(t) == us);
		assert_true(time_deadline(t, 12345) == (t ? 12345 + us : USEC_NEVER));
	}
}

static void times_from_microseconds_are_the_nearest_below(void **state)
{
	(void)state;
	assert_int_equal(time_from_us(0), ABI_TIME_ZERO);
	assert_int_equal(time_from_us((uint64_t)1023 << 31), 1023 | 31 << 10);
	assert_int_equal(time_from_us((uint64_t)1 << 41), ABI_TIME_NEVER);
	for (unsigned i = 0; i < 3000; i++) {
		uint64_t us = any() >> (23 + any() % 40), best = 0;
		word_t t = time_from_us(us);

		if (us == 0)
			continue;
		for (unsigned e = 0; e < 32; e++)
			for (uint64_t m = us >> e > 1023 ? 1023 : us >> e; m; m = 0)
				best = m << e > best ? m << e : best;
		if (us < (uint64_t)1 << 41)
			assert_true(t < 0x8000 && time_period_us(t) == best);
		else
			assert_int_equal(t, ABI_TIME_NEVER);
	}
}

static void points_are_the_next_such_moment(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200000; i++) {
		usec_t now = any() >> (10 + any() % 50);
		word_t t = ABI_TIME_POINT | any() % 0x8000;
		unsigned e = t >> 11 & 15, c = t >> 10 & 1;
		usec_t low = (usec_t)(t & 0x3ff) << e, unit = (usec_t)1 << (e + 10);
		usec_t point = now / unit * unit + low;

		if ((now / unit & 1) != c)
			point += unit;
		assert_true(time_deadline(t, now) == point);
	}
}

static void memory_functions_agree_with_the_library(void **state)
{
	unsigned char a[300], b[300];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		unsigned from = any() % 64, to = any() % 64, n = any() % 200;

		for (unsigned k = 0; k < sizeof(a); k++)
			a[k] = b[k] = any();
		switch (any() % 4) {
		case 0:
			memmove(a + to, a + from, n);
			assert_ptr_equal(real_memmove(b + to, b + from, n), b + to);
			break;
		case 1:
			memset(a + to, i & 0xff, n);
			assert_ptr_equal(real_memset(b + to, i & 0xff, n), b + to);
			break;
		case 2:
			memcpy(a + to, a + 264 - 200 % 64, 24);
			(void)real_memcpy(b + to, b + 264 - 200 % 64, 24);
			break;
		default:
			b[from + n] ^= i % 3;
			assert_int_equal((memcmp(a, b, n) > 0) - (memcmp(a, b, n) < 0),
					 (real_memcmp(a, b, n) > 0) - (real_memcmp(a, b, n) < 0));
			b[from + n] = a[from + n];
			break;
		}
		assert_memory_equal(a, b, sizeof(a));
	}
}

/* --- printing --------------------------------------------------------------------------------- */

static void print_all(void)
{
	const char *odd = "%q\n%";

	print("%d|%5d|%-5d|%05d|%u|%x|%lx|%llu|%zu|", -7, 42, 42, 42, 7u, 0xbeefu, 0xf00dul,
	      1ull << 40, (size_t)3);
	print("%s|%8s|%-8s|%c|%%|%p|%ld|%lld|", "abc", "abc", "abc", 'z', (void *)0x1234, -5l,
	      -6ll);
	print(odd, 1);
	if (strcmp(host_console(), "-7|   42|42   |00042|7|beef|f00d|1099511627776|3|"
				   "abc|     abc|abc     |z|%|1234|-5|-6|q\n"))
		host_fail("printed: %s", host_console());
}

static void what_is_printed_is_what_was_meant(void **state)
{
	(void)state;
	in_child(print_all);
}

static void no_sigma0(void)
{
	host_boot();
	kip[ABI_KIP_SIGMA0 + ABI_KIP_SERVER_HIGH] = kip[ABI_KIP_SIGMA0 + ABI_KIP_SERVER_LOW];
	(void)kernel_start();
}

static void full_kip(void)
{
	for (;;)
		kip_add_memory(0x100000, 0x200000, ABI_MEMDESC_CONVENTIONAL, false);
}

static void foreign_memory(void)
{
	static _Alignas(4096) char page[4096];

	host_boot();
	kmem_free_pages(page, 0);
}

static void broken_assertion(void)
{
	host_boot();
	sched_enqueue_tail(&this_cpu()->idle);
}

/* X.2 knows no answer to these: a sentence on the console, and the end. */
static void panics_end_the_machine(void **state)
{
	void (*const bodies[])(void) = { no_sigma0, full_kip, foreign_memory, broken_assertion };

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(bodies); i++)
		assert_int_equal(child_status(bodies[i]), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_come_apart_as_they_were_put_together),
		cmocka_unit_test(fpages_cover_what_they_say),
		cmocka_unit_test(map_items_place_the_smaller_in_the_larger),
		cmocka_unit_test(periods_are_products),
		cmocka_unit_test(times_from_microseconds_are_the_nearest_below),
		cmocka_unit_test(points_are_the_next_such_moment),
		cmocka_unit_test(memory_functions_agree_with_the_library),
		cmocka_unit_test(what_is_printed_is_what_was_meant),
		cmocka_unit_test(panics_end_the_machine),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
