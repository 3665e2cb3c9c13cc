/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF files, good and bad: each defect is named; random damage of headers never makes the loader
 * write outside of memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "elf.h"
#include "elf_format.h"
#include "exec.h"
#include "world.h"

static struct world world;

static uint8_t *sigma0_file(void)
{
	return world_at(world.modules[1].start);
}

static struct elf64_header *header(void)
{
	return (struct elf64_header *)sigma0_file();
}

static struct elf64_phdr *phdr(unsigned int i)
{
	return (struct elf64_phdr *)(sigma0_file() + sizeof(struct elf64_header)) + i;
}

static void fresh(void)
{
	world_init(&world);
	world_add_usual(&world, true);
}

static void defects_are_named(void **state)
{
	(void)state;
	fresh();
	sigma0_file()[1] = 'e';
	world_stops(&world, "sigma0 is not an ELF file");
	fresh();
	world.modules[1].size = 3;
	world_stops(&world, "sigma0 is not an ELF file (0x3 bytes");
	fresh();
	world.modules[1].size = 40;
	world_stops(&world, "sigma0 is truncated");
	fresh();
	world.modules[1].size = 80;
	world_stops(&world, "sigma0 is truncated: the file has 0x50 bytes, its ELF headers");
	fresh();
	world.modules[1].size = 0x3020;
	world_stops(&world, "sigma0 is truncated: the file has 0x3020 bytes, segment 1 needs"
		    " 0x3064");
	fresh();
	header()->machine = 183;
	world_stops(&world, "sigma0 is for the machine AArch64 (ELF machine 183); this loader"
		    " starts x86 (32-bit) or x86-64");
	fresh();
	sigma0_file()[5] = 2;
	header()->machine = 20 << 8;
	world_stops(&world, "sigma0 is for the machine PowerPC");
	fresh();
	sigma0_file()[4] = 1;
	world_stops(&world, "sigma0 is for the machine x32");
	fresh();
	header()->type = 3;
	world_stops(&world, "sigma0 is not an executable");
	fresh();
	header()->phentsize = 8;
	world_stops(&world, "program headers are too small");
	fresh();
	header()->phoff = ~0ull - 10;
	world_stops(&world, "sigma0 is truncated");
}

static void bad_segments_are_named(void **state)
{
	(void)state;
	fresh();
	phdr(0)->type = phdr(1)->type = 7;
	world_stops(&world, "sigma0 holds nothing to load");
	fresh();
	phdr(1)->filesz = phdr(1)->memsz + 1;
	world_stops(&world, "sigma0 is damaged: segment 1");
	fresh();
	phdr(0)->offset = ~0ull - 4;
	world_stops(&world, "sigma0 is truncated");
	fresh();
	phdr(1)->paddr = ~0ull - 4;
	world_stops(&world, "sigma0 is damaged: segment 1 at 0xfffffffffffffffb wraps");
	fresh();
	phdr(1)->paddr = phdr(0)->paddr + 0x10ff;
	world_stops(&world, "sigma0: segment 1 at 0xf010ff-0xf01357 overlaps an earlier one");
	fresh();
	header()->entry = 0x123;
	world_stops(&world, "sigma0: entry point 0x123 lies outside its image");
	fresh();
	phdr(1)->paddr = phdr(1)->vaddr = 0x100000000ull;
	world_stops(&world, "too little memory: sigma0 needs 0xf00000-0x100000258");
}

static void entry_is_translated(void **state)
{
	static uint8_t file[0x4000];
	static const uint8_t text[16] = { 0 };
	struct elf_recipe r = { .wide = true, .machine = ELF_MACHINE_X86_64, .base = WORLD_KERNEL,
				.virtual_offset = 0xffffffff80000000ull - WORLD_KERNEL,
				.text = text, .text_size = 16, .data_size = 8, .bss_size = 8 };
	struct image image;
	size_t size;

	(void)state;
	world_init(&world);
	size = world_elf(&r, file);
	assert_int_equal(elf_read(&image, file, size, &world.env), ELF_OK);
	assert_true(elf_physical_entry(&image) == WORLD_KERNEL);
	((struct elf64_header *)file)->entry = WORLD_KERNEL + 4;
	assert_int_equal(elf_read(&image, file, size, &world.env), ELF_OK);
	assert_true(elf_physical_entry(&image) == WORLD_KERNEL + 4);
	assert_true(image.at.lo == WORLD_KERNEL && image.at.hi == WORLD_KERNEL + 0x1010);
}

/* A kernel linked to a window on memory, its load addresses too. */
static void aliases_are_resolved(void **state)
{
	static uint8_t file[0x4000];
	static const uint8_t text[16] = { 0 };
	static const struct phys_alias alias = {
		{ 0xffffffff80000000ull, 0xffffffffa0000000ull }, 0,
	};
	struct elf_recipe r = { .wide = true, .machine = ELF_MACHINE_X86_64,
				.base = alias.at.lo + WORLD_KERNEL,
				.text = text, .text_size = 16, .data_size = 8, .bss_size = 8 };
	struct image image;
	size_t size;

	(void)state;
	world_init(&world);
	world.env.aliases = &alias;
	world.env.alias_count = 1;
	size = world_elf(&r, file);
	assert_int_equal(elf_read(&image, file, size, &world.env), ELF_OK);
	assert_true(elf_physical_entry(&image) == WORLD_KERNEL);
	assert_true(image.at.lo == WORLD_KERNEL && image.at.hi == WORLD_KERNEL + 0x1010);
}

/* Text is what isn't written, wherever the linker cut it; bss follows data. */
static void programs_are_sorted(void **state)
{
	struct image image = { .entry = 0x2000, .segments = 4, .segment = {
		{ 0x0000, 0x1000, 0x1000, 0x0800, 0x0800, false },
		{ 0x1000, 0x2000, 0x2000, 0x0900, 0x0900, false },
		{ 0x2000, 0x3000, 0x3000, 0x0100, 0x0100, false },
		{ 0x2200, 0x4200, 0x4200, 0x0300, 0x0500, true },
	} };
	struct exec exec;

	(void)state;
	assert_true(exec_loaded(&exec, &image));
	assert_true(exec.text.physical == 0x1000 && exec.text.size == 0x2100);
	assert_true(exec.data.virtual == 0x4200 && exec.data.size == 0x300);
	assert_true(exec.bss.physical == 0x4500 && exec.bss.size == 0x200);
	assert_true(exec.entry == 0x2000);
	assert_true(exec_in_file(&exec, &image, 0x700000));
	assert_true(exec.text.physical == 0x700000 && exec.text.virtual == 0x1000);
	assert_true(exec.data.physical == 0x702200 && exec.bss.physical == 0);
	image.segment[1].offset = 0x3000;
	assert_false(exec_in_file(&exec, &image, 0x700000));
	assert_true(exec_loaded(&exec, &image));
}

static uint32_t random_state = 12345;

static uint32_t random_number(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

/* Damage a few header bytes of any program; the guard pages around memory judge. */
static void random_damage(void **state)
{
	unsigned int launched = 0;

	(void)state;
	for (unsigned int round = 0; round < 3000; round++) {
		uint8_t *file;

		world_init(&world);
		world_add_usual(&world, round & 1);
		world.env.cmdline = round & 2 ? "decode-all=yes" : "";
		world_add(&world, world_at(world.modules[2].start), 0x3064, "copy");
		file = world_at(world.modules[random_number() % 4].start);
		for (unsigned int i = 0; i <= random_number() % 3; i++)
			file[random_number() % 180] = (uint8_t)random_number();
		world_boot(&world);
		launched += world.end == WORLD_LAUNCHED;
	}
	assert_true(launched > 100 && launched < 2900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defects_are_named),
		cmocka_unit_test(bad_segments_are_named),
		cmocka_unit_test(entry_is_translated),
		cmocka_unit_test(aliases_are_resolved),
		cmocka_unit_test(programs_are_sorted),
		cmocka_unit_test(random_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
