/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Modules out of a bundle: the list they make, the memory that has to stay, and a boot from it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "bundle.h"
#include "print.h"
#include "world.h"

#define BUNDLE		0x1400000	/* a free place in the world's memory */

static struct world world;

/* Gathers the world's modules into a bundle, in place of the world's list. */
static struct bundle *make_bundle(void)
{
	struct bundle *bundle = world_at(BUNDLE);
	uint32_t files = world.env.module_count;
	uint32_t text = (uint32_t)(sizeof(*bundle) + files * sizeof(bundle->file[0]));
	uint32_t start = 0x2000;

	memset(bundle, 0, start);
	memcpy(bundle->magic, BUNDLE_MAGIC, BUNDLE_MAGIC_BYTES);
	bundle->files = files;
	for (uint32_t i = 0; i < files; i++) {
		const struct boot_module *m = &world.modules[i];

		bundle->file[i] = (struct bundle_file){ start, (uint32_t)m->size, text, 0 };
		memcpy((char *)bundle + start, world_at(m->start), (size_t)m->size);
		strcpy((char *)bundle + text, m->cmdline);
		text += (uint32_t)strlen(m->cmdline) + 1;
		start += ((uint32_t)m->size + 0xfff) & ~0xfffu;
	}
	bundle->head_bytes = text;
	world.env.modules = NULL;
	world.env.module_count = 0;
	print_init(&world.env);
	return bundle;
}

static int fresh(void **state)
{
	(void)state;
	world_init(&world);
	world_add_usual(&world, true);
	world_add(&world, "picture", 7, "picture with words");
	return 0;
}

static void list_is_made(void **state)
{
	struct bundle *bundle = make_bundle();
	struct range head = bundle_read(&world.env, bundle, BUNDLE);

	(void)state;
	assert_true(head.lo == BUNDLE && head.hi == BUNDLE + bundle->head_bytes);
	assert_int_equal(world.env.module_count, 4);
	assert_true(world.env.modules[0].start == BUNDLE + 0x2000);
	assert_true(world.env.modules[3].size == 7);
	assert_memory_equal(world_at(world.env.modules[3].start), "picture", 7);
	assert_string_equal(world.env.modules[3].cmdline, "picture with words");
}

static void it_boots(void **state)
{
	(void)state;
	bundle_read(&world.env, make_bundle(), BUNDLE);
	world_launches(&world, "picture with words");
}

static void empty_one_is_complained_of(void **state)
{
	struct bundle *bundle = make_bundle();

	(void)state;
	bundle->files = 0;
	bundle_read(&world.env, bundle, BUNDLE);
	world_stops(&world, "no modules");
}

static void too_many_are_complained_of(void **state)
{
	struct bundle *bundle = make_bundle();

	(void)state;
	bundle->files = 0xffffffff;
	bundle_read(&world.env, bundle, BUNDLE);
	world_stops(&world, "33 modules, at most 32");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(list_is_made, fresh),
		cmocka_unit_test_setup(it_boots, fresh),
		cmocka_unit_test_setup(empty_one_is_complained_of, fresh),
		cmocka_unit_test_setup(too_many_are_complained_of, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
