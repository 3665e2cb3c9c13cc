/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A computer for the loader's generic half to boot on: a buffer as physical memory, a front end
 * that records what is printed and how the boot ended, and a maker of ELF files.
 */
#ifndef TEST_KICKSTART_WORLD_H
#define TEST_KICKSTART_WORLD_H

#include "boot_env.h"

#define WORLD_RAM	(64ull << 20)	/* bytes that really exist, from address 0 */
#define WORLD_KERNEL	0x200000ull
#define WORLD_SIGMA0	0xf00000ull
#define WORLD_ROOT	0x1000000ull
#define WORLD_FILES	0x400000ull	/* module files are put from here on */
#define WORLD_SELF	0x100000ull
#define WORLD_SLOTS	24		/* memory descriptors that the kernel has room for */
#define WORLD_KIP	0x1000		/* offset of the KIP in the kernel */

enum world_end { WORLD_STOPPED, WORLD_LAUNCHED };

/* What a test may change before booting. */
struct world {
	struct boot_env env;
	struct mem_region map[8];
	struct mem_region devices[2];
	struct boot_module modules[40];
	phys_t next_file;

	/* results */
	enum world_end end;
	phys_t entry;
	char console[16384];
};

/* What an ELF file to be made looks like. */
struct elf_recipe {
	bool wide;
	uint16_t machine;
	phys_t base;			/* physical address of text */
	phys_t virtual_offset;		/* virtual minus physical */
	const void *text;
	unsigned int text_size;
	unsigned int data_size;		/* filled with 'd' */
	unsigned int bss_size;
};

/* Set up the usual computer: 64 MB, a hole at 640 KB; no modules yet; memory full of rubbish. */
void world_init(struct world *world);

/* Where physical address lies in the buffer. */
void *world_at(phys_t address);

/* Add a module with these bytes. */
struct boot_module *world_add(struct world *world, const void *bytes, size_t size,
			      const char *cmdline);

/* Make an ELF file; answers its size. */
size_t world_elf(const struct elf_recipe *recipe, uint8_t *file);

/* Add kernel, sigma0 and root task of the usual kind. */
void world_add_usual(struct world *world, bool wide);

/* Boot. */
void world_boot(struct world *world);

/* Boot, and expect text on the console and such an end. */
void world_stops(struct world *world, const char *text);
void world_launches(struct world *world, const char *text);

#endif
