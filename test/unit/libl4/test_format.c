/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libl4io's formatter.  Its public names are renamed when this is compiled, since the C library of
 * the building machine has the same ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "../../../userland/lib/io/io.h"

static char printed[256];
static size_t printed_length;

void device_put(char c)
{
	printed[printed_length++] = c;
}

static char text[256];

#define EXPECT(wanted, ...)							\
	do {									\
		int n_ = snprintf(text, sizeof(text), __VA_ARGS__);		\
		assert_string_equal(text, wanted);				\
		assert_int_equal(n_, strlen(wanted));				\
	} while (0)

static void integers(void **state)
{
	EXPECT("0 -5 5", "%d %i %u", 0, -5, 5);
	EXPECT("   42|42   |00042|  042", "%5d|%-5d|%05d|%5.3d", 42, 42, 42, 42);
	EXPECT("+7| 7|-7", "%+d|% d|%+d", 7, 7, -7);
	EXPECT("ff FF 0xff 0XFF 377 0377 101 0b101", "%x %X %#x %#X %o %#o %b %#b", 255, 255, 255,
	       255, 255, 255, 5, 5);
	EXPECT("18446744073709551615 -9223372036854775808", "%lu %ld", ~0UL,
	       (long)(1UL << 63));
	EXPECT("ffff -1 18446744073709551615", "%hx %hd %Lu", 0xffffff, 0xffff, ~0ULL);
	EXPECT("-0042|-42  |    ", "%05d|%-5d|%4.0d", -42, -42, 0);
	EXPECT("0x00ab|0x0000000000001234", "%#06x|%p", 0xab, (void *)0x1234);
	EXPECT("   7|7   |0007", "%*d|%-*d|%0*d", 4, 7, 4, 7, 4, 7);
	EXPECT("7   |", "%*d|", -4, 7);
}

static void strings(void **state)
{
	int n;

	EXPECT("abc|  abc|abc  |ab|x| %", "%s|%5s|%-5s|%.2s|%c| %%", "abc", "abc", "abc", "abc",
	       'x');
	EXPECT("(null)", "%s", (char *)NULL);
	EXPECT("abcd", "abc%nd", &n);
	assert_int_equal(n, 3);
	EXPECT("%y %", "%y %");
}

static void thread_ids(void **state)
{
	EXPECT("NIL_ID|GlobThread=5,ver=1|LocThread=64", "%t|%t|%t", L4_nilthread,
	       L4_GlobalId(5, 1), (L4_ThreadId_t){ 0x1000 });
	EXPECT("  NIL_ID", "%8t", L4_nilthread);
}

static void truncation(void **state)
{
	char small[4] = "zzz";

	assert_int_equal(snprintf(small, sizeof(small), "12345"), 5);
	assert_string_equal(small, "123");
	small[0] = 'q';
	assert_int_equal(snprintf(small, 0, "12345"), 5);
	assert_int_equal(small[0], 'q');
	assert_int_equal(snprintf(small, 1, "1"), 1);
	assert_int_equal(small[0], 0);
}

static void console(void **state)
{
	printed_length = 0;
	assert_int_equal(printf("a%d\n", 5), 3);
	assert_int_equal(puts("x"), 2);
	assert_int_equal(putchar('y'), 'y');
	assert_memory_equal(printed, "a5\r\nx\r\ny", 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers), cmocka_unit_test(strings),
		cmocka_unit_test(thread_ids), cmocka_unit_test(truncation),
		cmocka_unit_test(console),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
