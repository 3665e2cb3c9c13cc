/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The multiboot information as the root task gets it: one block with the header, the modules
 * where they lie now, the memory map and all strings.  Fields that would point out of the block
 * are left out.
 */
#include <l4/abi/bootinfo.h>
#include "mem.h"
#include "print.h"
#include "x86.h"

#define MAP_BYTES	2560
#define KEPT_FLAGS	(MULTIBOOT_MEMORY | MULTIBOOT_MODULES | MULTIBOOT_MMAP | MULTIBOOT_CMDLINE)

static struct multiboot_info header;
static char memory_map[MAP_BYTES];

struct cursor {
	char *base;
	uint32_t at;
	uint32_t used;
};

/* Append bytes; answers their address as users see it. */
static uint32_t append(struct cursor *c, const void *from, uint32_t bytes)
{
	uint32_t address = c->at + c->used;

	memcpy(c->base + c->used, from, bytes);
	c->used += bytes;
	return address;
}

static uint32_t append_string(struct cursor *c, const char *text)
{
	return append(c, text, (uint32_t)strlen(text) + 1);
}

static void write(void *dst, phys_t at, const struct boot_module *modules, const char *cmdline)
{
	struct multiboot_info *info = dst;
	struct cursor c = { dst, (uint32_t)at, 0 };
	struct multiboot_module *mods;

	append(&c, &header, sizeof(header));
	info->mods_addr = c.at + c.used;
	mods = (struct multiboot_module *)(c.base + c.used);
	c.used += header.mods_count * sizeof(*mods);
	info->mmap_addr = append(&c, memory_map, header.mmap_length);
	info->cmdline = append_string(&c, cmdline);
	for (unsigned int i = 0; i < header.mods_count; i++) {
		mods[i].start = (uint32_t)modules[i].start;
		mods[i].end = (uint32_t)(modules[i].start + modules[i].size);
		mods[i].string = append_string(&c, modules[i].cmdline);
		mods[i].reserved = 0;
	}
}

void mbi_init(struct native_info *native, const struct multiboot_info *info, unsigned int count,
	      const struct boot_module *modules)
{
	unsigned int longest = 0;

	memset(&header, 0, sizeof(header));
	header.flags = (info->flags & KEPT_FLAGS) | MULTIBOOT_CMDLINE;
	header.mem_lower = info->mem_lower;
	header.mem_upper = info->mem_upper;
	header.mods_count = count;
	if (info->flags & MULTIBOOT_MMAP) {
		header.mmap_length = info->mmap_length;
		if (info->mmap_length > sizeof(memory_map))
			die("the BIOS memory map has more than %u bytes", MAP_BYTES);
		memcpy(memory_map, (const void *)info->mmap_addr, info->mmap_length);
	}
	native->record = ABI_BOOTREC_MULTIBOOT;
	native->write = write;
	native->size = sizeof(header) + header.mmap_length;
	native->size += count * sizeof(struct multiboot_module);
	for (unsigned int i = 0; i < count; i++) {
		unsigned int length = (unsigned int)strlen(modules[i].cmdline) + 1;

		native->size += length;
		longest = length > longest ? length : longest;
	}
	native->size += longest;	/* any of them may become the command line */
}
