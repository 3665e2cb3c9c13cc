/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libl4's own functions: words of a command line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <l4lib/cmdline.h>
#include <l4lib/string.h>

static void words(void **state)
{
	const char *line = "  pingpong auto  x=1 ";
	size_t length;

	assert_ptr_equal(cmdline_word(line, 0, &length), line + 2);
	assert_int_equal(length, 8);
	assert_ptr_equal(cmdline_word(line, 2, &length), line + 17);
	assert_int_equal(length, 3);
	assert_null(cmdline_word(line, 3, &length));
	assert_null(cmdline_word("", 0, &length));
	assert_true(cmdline_has(line, "auto"));
	assert_true(cmdline_has(line, "pingpong"));
	assert_false(cmdline_has(line, "aut"));
	assert_false(cmdline_has(line, "x"));
	assert_false(cmdline_has("", "auto"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(words) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
