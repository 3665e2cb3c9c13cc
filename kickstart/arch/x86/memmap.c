/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The BIOS memory map as multiboot passes it, in terms of memory descriptors; without one, the
 * two sizes that every BIOS knows.  The descriptor's subtype tells the BIOS type.
 */
#include <l4/abi/kip.h>
#include "print.h"
#include "x86.h"

#define BIOS_MEMORY	1

static phys_t quad(const uint32_t *half)
{
	return half[0] | (phys_t)half[1] << 32;
}

static unsigned int read_map(struct mem_region *map, unsigned int room,
			     const struct multiboot_info *info)
{
	const char *entry = (const char *)info->mmap_addr;
	const char *end = entry + info->mmap_length;
	unsigned int count = 0;

	for (; entry < end; entry += 4 + ((const struct multiboot_mmap *)entry)->size) {
		const struct multiboot_mmap *e = (const struct multiboot_mmap *)entry;

		if (count == room)
			die("the BIOS memory map has more than %u entries", room);
		map[count].at.lo = quad(e->base);
		map[count].at.hi = quad(e->base) + quad(e->length);
		map[count].type = ABI_MEMDESC_ARCH;
		if (e->type == BIOS_MEMORY)
			map[count].type = ABI_MEMDESC_CONVENTIONAL;
		map[count].subtype = e->type & ABI_MEMDESC_SUBTYPE_MASK;
		count++;
	}
	return count;
}

unsigned int memmap_read(struct mem_region *map, unsigned int room,
			 const struct multiboot_info *info)
{
	if (info->flags & MULTIBOOT_MMAP)
		return read_map(map, room, info);
	if (!(info->flags & MULTIBOOT_MEMORY))
		die("the boot loader passed neither memory map nor memory size");
	map[0] = (struct mem_region){ { 0, (phys_t)info->mem_lower << 10 },
				      ABI_MEMDESC_CONVENTIONAL, BIOS_MEMORY };
	map[1] = (struct mem_region){ { 1 << 20, (1 << 20) + ((phys_t)info->mem_upper << 10) },
				      ABI_MEMDESC_CONVENTIONAL, BIOS_MEMORY };
	return 2;
}
