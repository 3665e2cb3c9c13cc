/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's command line: every option, its defaults, and values that make no sense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>
#include "options.h"
#include "print.h"
#include "world.h"

static struct world world;

/* Parse line on a fresh computer. */
static struct options parse(const char *line)
{
	struct options opt;

	world_init(&world);
	print_init(&world.env);
	world_boot(&world);		/* stops for want of modules, having set up the console */
	world.console[0] = 0;
	options_parse(&opt, line);
	return opt;
}

static void defaults(void **state)
{
	struct options opt = parse("");

	(void)state;
	assert_true(opt.maxmem == ~0ull);
	assert_true(opt.kmem == 16ull << 20);
	assert_true(opt.bootinfo && opt.native && !opt.decode_all);
}

static void sizes(void **state)
{
	struct options opt = parse("/boot/kickstart kmem=0x2000K maxmem=3g");

	(void)state;
	assert_true(opt.kmem == 8ull << 20);
	assert_true(opt.maxmem == 3ull << 30);
	assert_true(parse("kmem=1048576").kmem == 1 << 20);
	assert_true(parse("  kmem=4M\tkmem=8M ").kmem == 8 << 20);
	assert_string_equal(world.console, "");
}

static void switches(void **state)
{
	(void)state;
	assert_false(parse("bootinfo=no").bootinfo);
	assert_false(parse("bootinfo=off").bootinfo);
	assert_false(parse("mbi=disable").native);
	assert_true(parse("decode-all=yes").decode_all);
	assert_true(parse("sigma1=yes").sigma1 && !parse("").sigma1);
	assert_true(parse("decode-all=on").decode_all);
	assert_true(parse("decode-all=enable").decode_all);
}

static void unknown_words(void **state)
{
	(void)state;
	parse("kickstart kmemory=4M quiet");
	assert_string_equal(world.console, "option kmemory=4M: not known, ignored\n"
					   "option quiet: not known, ignored\n");
	parse("/a=b/kickstart");
	assert_string_equal(world.console, "");
}

static void bad_values(void **state)
{
	static const char *const lines[] = {
		"kmem=abc", "kmem=", "kmem=16X", "kmem=16MB", "kmem=-1", "kmem=0", "maxmem=0x",
		"kmem=M", "maxmem=99999999999999999999", "maxmem=9999999999999G",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		world_init(&world);
		world.env.cmdline = lines[i];
		world_stops(&world, "not a size");
	}
	world_init(&world);
	world.env.cmdline = "mbi=maybe";
	world_stops(&world, "option mbi=maybe: say yes or no");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(sizes),
		cmocka_unit_test(switches),
		cmocka_unit_test(unknown_words),
		cmocka_unit_test(bad_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
