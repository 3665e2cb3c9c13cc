/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole boots: what the kernel finds in memory, in its KIP and in the boot info, in both word
 * sizes; where kernel memory and moved modules go; what stops a boot.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <l4/abi/bootinfo.h>
#include <l4/abi/kip.h>
#include "word.h"
#include "world.h"

static struct world world;
static bool wide;		/* the kernel's words */
static const struct mem_region above_4g = {
	{ 1ull << 32, 1ull << 33 }, ABI_MEMDESC_CONVENTIONAL, 1
};

static uint64_t kip(unsigned int index)
{
	return word_get(world_at(WORLD_KERNEL + WORLD_KIP), wide, index);
}

static uint64_t desc(unsigned int index, unsigned int which)
{
	return word_get(world_at(WORLD_KERNEL + WORLD_KIP + 0x400), wide, index * 2 + which);
}

static void fresh(bool kernel_wide)
{
	wide = kernel_wide;
	world_init(&world);
	world_add_usual(&world, wide);
}

/* The descriptors' types (with subtype), in order. */
static void expect_types(const unsigned int *types, unsigned int count)
{
	assert_int_equal(kip(ABI_KIP_MEMORY_INFO) & 0xffff, count);
	for (unsigned int i = 0; i < count; i++)
		assert_int_equal(desc(i, 0) & 0x3ff, types[i]);
}

static void usual_boot(bool kernel_wide)
{
	fresh(kernel_wide);
	world_launches(&world, "Starting the kernel at 0x200000");
	assert_true(world.entry == WORLD_KERNEL);
	assert_true(kip(ABI_KIP_SIGMA0 + ABI_KIP_SERVER_SP) == 0);
	assert_true(kip(ABI_KIP_SIGMA0 + ABI_KIP_SERVER_IP) == WORLD_SIGMA0);
	assert_true(kip(ABI_KIP_SIGMA0 + ABI_KIP_SERVER_LOW) == WORLD_SIGMA0);
	assert_true(kip(ABI_KIP_SIGMA0 + ABI_KIP_SERVER_HIGH) == WORLD_SIGMA0 + 0x2000 + 600);
	assert_true(kip(ABI_KIP_ROOT + ABI_KIP_SERVER_IP) == WORLD_ROOT);
	assert_true(kip(ABI_KIP_ROOT + ABI_KIP_SERVER_HIGH) == WORLD_ROOT + 0x2000 + 600);
	assert_true(kip(ABI_KIP_MEMORY_INFO) >> (wide ? 32 : 16) == 0x400);
	assert_int_equal(*(char *)world_at(WORLD_ROOT + 0x10ff), 'r');
	assert_int_equal(*(char *)world_at(WORLD_ROOT + 0x2000), 'd');
	for (unsigned int i = 0; i < 500; i++)
		assert_int_equal(*(char *)world_at(WORLD_ROOT + 0x2000 + 100 + i), 0);
	assert_int_equal(*(uint8_t *)world_at(WORLD_ROOT + 0x2000 + 600), 0xa5);
}

static void descriptors_64(void **state)
{
	const unsigned int types[] = { 0x04, 0x11, 0x2f, 0x11, 0x04, 0x02, 0x2e, 0x2e, 0x1e };

	(void)state;
	usual_boot(true);
	expect_types(types, 9);
	assert_true(desc(0, 0) == 0x04 && desc(0, 1) == 0xfffffffffffffc00);
	assert_true(desc(1, 1) == 0x9f800);
	/* 16 MB below the rule's 48 MB, 2 MB aligned */
	assert_true(desc(5, 0) == 0x2000002 && desc(5, 1) == 0x2fffc00);
	assert_true(desc(6, 0) == (WORLD_SIGMA0 | 0x2e) && desc(6, 1) == WORLD_SIGMA0 + 0x2000);
}

static void descriptors_32(void **state)
{
	/* a 32-bit kernel's reserved memory comes before the devices */
	const unsigned int types[] = { 0x04, 0x11, 0x2f, 0x11, 0x02, 0x04, 0x2e, 0x2e, 0x1e };

	(void)state;
	usual_boot(false);
	expect_types(types, 9);
	assert_true(desc(0, 1) == 0xfffffc00);
}

/* Memory beyond a 32-bit kernel's words is not mentioned to it. */
static void high_memory(void **state)
{
	(void)state;
	fresh(false);
	world.map[3] = above_4g;
	world.map[4] = (struct mem_region){ { 0xfff00000, 0x100100000 }, ABI_MEMDESC_ARCH, 2 };
	world.env.map_count = 5;
	world_launches(&world, "Starting");
	assert_int_equal(kip(ABI_KIP_MEMORY_INFO) & 0xffff, 10);
	assert_true(desc(4, 0) == 0xfff0002f && desc(4, 1) == 0xfffffc00);
	fresh(true);
	world.map[3] = above_4g;
	world.env.map_count = 4;
	world_launches(&world, "Starting");
	assert_true(desc(4, 0) == 0x100000011);
}

static uint64_t bi(phys_t at, unsigned int index)
{
	return word_get(world_at(at), wide, index);
}

static void boot_info(bool kernel_wide)
{
	unsigned int w = kernel_wide ? 8 : 4;
	phys_t at;

	fresh(kernel_wide);
	world_add(&world, "some bytes", 10, "extra one two");
	world_add(&world, "", 0, "");
	world_launches(&world, "module 3: ");
	at = kip(ABI_KIP_BOOT_INFO);
	assert_true(bi(at, 0) == ABI_BOOTINFO_MAGIC && bi(at, 1) == 1 && bi(at, 4) == 4);
	assert_true(bi(at, 3) == 8 * w);
	at += bi(at, 3);
	assert_true(bi(at, 0) == ABI_BOOTREC_SIMPLE_EXEC);
	assert_true(bi(at, ABI_BOOTEXEC_IP) == WORLD_SIGMA0);
	at += bi(at, ABI_BOOTREC_NEXT);
	assert_true(bi(at, ABI_BOOTEXEC_TEXT_SIZE) == 0x1100);
	assert_true(bi(at, ABI_BOOTEXEC_BSS_PSTART) == WORLD_ROOT + 0x2000 + 100);
	assert_string_equal(world_at(at + bi(at, ABI_BOOTEXEC_CMDLINE)), "root task arguments");
	assert_int_equal(bi(at, ABI_BOOTREC_NEXT) % w, 0);
	at += bi(at, ABI_BOOTREC_NEXT);
	assert_true(bi(at, 0) == ABI_BOOTREC_MODULE && bi(at, 1) == 1);
	assert_true(bi(at, ABI_BOOTMOD_SIZE) == 10);
	assert_memory_equal(world_at(bi(at, ABI_BOOTMOD_START)), "some bytes", 10);
	assert_string_equal((char *)world_at(at + bi(at, ABI_BOOTMOD_CMDLINE)), "extra one two");
	at += bi(at, ABI_BOOTREC_NEXT);
	assert_true(bi(at, ABI_BOOTMOD_CMDLINE) == 0 && bi(at, ABI_BOOTREC_NEXT) == 6 * w);
}

static void boot_info_both(void **state)
{
	(void)state;
	boot_info(true);
	boot_info(false);
}

static void write_native(void *dst, phys_t at, const struct boot_module *modules,
			 const char *cmdline)
{
	(void)modules;
	assert_ptr_equal(dst, world_at(at));
	strcpy(dst, cmdline);
}

static void native_info(void **state)
{
	const struct native_info native = { 0x102, 5000, write_native };
	phys_t at;

	(void)state;
	fresh(true);
	world.env.native = &native;
	world_launches(&world, "firmware info");
	at = kip(ABI_KIP_BOOT_INFO);
	assert_true(bi(at, 4) == 3);
	assert_true(desc(9, 1) - (desc(9, 0) & ~0x3ffull) == 8192 - 1024);
	fresh(true);
	world.env.native = &native;
	world.env.cmdline = "bootinfo=no";
	world_boot(&world);
	assert_string_equal((char *)world_at(kip(ABI_KIP_BOOT_INFO)), "root task arguments");
	fresh(true);
	world.env.native = &native;
	world.env.cmdline = "bootinfo=no mbi=no";
	world_boot(&world);
	assert_true(kip(ABI_KIP_BOOT_INFO) == 0);
}

/* Kernel memory: low if it fits, high otherwise (64-bit only), modules give way. */
static void kernel_memory(void **state)
{
	static uint8_t bytes[0x3000];
	phys_t start;

	(void)state;
	fresh(true);
	world.env.cmdline = "kmem=34M";
	world_launches(&world, "for the kernel 0x1e00000-0x4000000");
	fresh(true);
	world.env.cmdline = "kmem=3000K";
	world_launches(&world, "for the kernel 0x2c00000-0x3000000");
	fresh(false);
	world.env.cmdline = "kmem=34M";
	world_stops(&world, "too little memory: no free block of 34816 KB for the kernel"
		    " (kmem=) below 48 MB; of 65151 KB memory, at most 31 MB are free in one"
		    " piece");
	fresh(true);
	world.map[3] = above_4g;
	world.env.map_count = 4;
	world.env.cmdline = "kmem=100M";
	world_launches(&world, "for the kernel 0x1f9c00000-0x200000000");
	fresh(true);
	world.env.cmdline = "maxmem=32M";
	world_stops(&world, "too little memory: no free block of 16384 KB");
	fresh(true);
	memset(bytes, 'm', sizeof(bytes));
	world.next_file = 0x2f00000;
	world_add(&world, bytes, sizeof(bytes), "in the middle");
	world.env.cmdline = "kmem=40M";
	world_launches(&world, "for the kernel 0x1800000-0x4000000");
	start = desc(8, 0) & ~0x3ffull;
	assert_true(desc(8, 0) == (start | 0x3e) && start < 0x1800000);
	assert_memory_equal(world_at(start), bytes, sizeof(bytes));
}

/* Files that lie where an image goes are moved, contents and all. */
static void modules_move(void **state)
{
	static uint8_t bytes[0x5000];
	phys_t start;

	(void)state;
	memset(bytes, 'm', sizeof(bytes));
	wide = true;
	world_init(&world);
	world.next_file = WORLD_SIGMA0 - 0x5000;	/* files reach into it */
	world_add_usual(&world, true);
	world.next_file = WORLD_ROOT - 0x1000;
	world_add(&world, bytes, sizeof(bytes), "mover");
	world_launches(&world, "Starting");
	assert_int_equal(*(char *)world_at(WORLD_SIGMA0), 's');
	assert_int_equal(*(char *)world_at(WORLD_SIGMA0 + 0x2000), 'd');
	assert_int_equal(*(char *)world_at(WORLD_ROOT), 'r');
	start = desc(8, 0) & ~0x3ffull;
	assert_true(start != WORLD_ROOT - 0x1000);
	assert_memory_equal(world_at(start), bytes, sizeof(bytes));
}

static void conflicts(void **state)
{
	(void)state;
	fresh(true);
	world.env.self = (struct range){ WORLD_ROOT + 0x800, WORLD_ROOT + 0x900 };
	world_stops(&world, "root task at 0x1000000-0x1002258 overlaps the loader at"
		    " 0x1000800-0x1000900");
	fresh(true);
	world.modules[2].start = world.modules[1].start + 0x1000;
	world_stops(&world, "the files of sigma0 at 0x404000-0x407064 and root task at"
		    " 0x405000-0x408064 overlap");
	fresh(true);
	world.modules[1] = world.modules[2];
	world.modules[1].start = world.next_file;
	memcpy(world_at(world.next_file), world_at(world.modules[2].start), world.modules[2].size);
	world_stops(&world, "root task at 0x1000000-0x1002258 overlaps sigma0 at"
		    " 0x1000000-0x1002258");
	fresh(true);
	world.modules[2].start = WORLD_SELF + 0x7000;
	world_stops(&world, "the file of root task at 0x107000-0x10a064 overlaps the loader");
	fresh(true);
	world.modules[2].start = WORLD_RAM - 0x1000;
	world_stops(&world, "out of the loader's reach");
}

static void missing_modules(void **state)
{
	(void)state;
	fresh(true);
	world.env.module_count = 0;
	world_stops(&world, "no modules");
	world.env.module_count = 1;
	world_stops(&world, "no sigma0");
	world.env.module_count = 2;
	world_stops(&world, "no root task");
	world.env.module_count = 33;
	world_stops(&world, "33 modules, at most 32");
}

static void wrong_kernels(void **state)
{
	(void)state;
	fresh(true);
	memset(world_at(world.modules[0].start + 0x1000 + WORLD_KIP), 0, 4);
	world_stops(&world, "no kernel interface page of 64-bit words");
	fresh(true);
	*(uint32_t *)world_at(world.modules[0].start + 0x1000 + WORLD_KIP + 8 * 21) = 4;
	world_stops(&world, "the kernel has room for 4 memory descriptors, this machine needs 9");
	fresh(true);
	*(uint32_t *)world_at(world.modules[0].start + 0x1000 + WORLD_KIP + 8 * 21 + 4) = 0x10000;
	world_stops(&world, "no kernel interface page");
	fresh(false);
	world.env.module_count = 1;
	world_add_usual(&world, true);
	world.modules[1] = world.modules[2];
	world.modules[2] = world.modules[3];
	world.env.module_count = 3;
	world_stops(&world, "sigma0 is a 64-bit program, the kernel has 32-bit words");
}

/* A 32-bit root task on a 64-bit kernel: marked in SP, its boot info in its own words. */
static void narrow_root(void **state)
{
	struct boot_module kernel;
	phys_t at;

	(void)state;
	fresh(true);
	kernel = world.modules[0];
	world.env.module_count = 0;
	world_add_usual(&world, false);
	world.modules[0] = kernel;
	world_launches(&world, "root task: 0x1000000-0x1002258 32-bit");
	assert_true(kip(ABI_KIP_ROOT + ABI_KIP_SERVER_SP) == 1ull << 63);
	at = kip(ABI_KIP_BOOT_INFO);
	assert_true(word_get(world_at(at), false, ABI_BOOTINFO_H_FIRST) == 32);
	assert_true(word_get(world_at(at + 32), false, ABI_BOOTEXEC_IP) == WORLD_SIGMA0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptors_64),
		cmocka_unit_test(descriptors_32),
		cmocka_unit_test(high_memory),
		cmocka_unit_test(boot_info_both),
		cmocka_unit_test(native_info),
		cmocka_unit_test(kernel_memory),
		cmocka_unit_test(modules_move),
		cmocka_unit_test(conflicts),
		cmocka_unit_test(missing_modules),
		cmocka_unit_test(wrong_kernels),
		cmocka_unit_test(narrow_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
