/* SPDX-License-Identifier: BSD-2-Clause */
/* Multiboot 1: the header that boot loaders look for and the information they pass. */
#ifndef KICKSTART_X86_MULTIBOOT_H
#define KICKSTART_X86_MULTIBOOT_H

#define MULTIBOOT_HEADER_MAGIC	0x1badb002
#define MULTIBOOT_ALIGN_MODULES	1
#define MULTIBOOT_WANT_MEMORY	2
#define MULTIBOOT_BOOT_MAGIC	0x2badb002	/* in EAX at entry */

/* flags of the information */
#define MULTIBOOT_MEMORY	0x001
#define MULTIBOOT_CMDLINE	0x004
#define MULTIBOOT_MODULES	0x008
#define MULTIBOOT_MMAP		0x040
#define MULTIBOOT_LOADER_NAME	0x200

#ifndef __ASSEMBLER__
#include <stdint.h>

struct multiboot_info {
	uint32_t flags;
	uint32_t mem_lower;		/* KB from 0 */
	uint32_t mem_upper;		/* KB from 1 MB */
	uint32_t boot_device;
	uint32_t cmdline;
	uint32_t mods_count;
	uint32_t mods_addr;
	uint32_t syms[4];
	uint32_t mmap_length;
	uint32_t mmap_addr;
	uint32_t drives[2];
	uint32_t config_table;
	uint32_t loader_name;
	uint32_t apm_table;
	uint32_t vbe[4];
};

struct multiboot_module {
	uint32_t start;
	uint32_t end;
	uint32_t string;
	uint32_t reserved;
};

/* size counts the bytes after itself */
struct multiboot_mmap {
	uint32_t size;
	uint32_t base[2];		/* low, high */
	uint32_t length[2];
	uint32_t type;			/* 1: memory */
};
#endif

#endif
