/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The seam between the loader's generic half and a front end (multiboot, Open Firmware, device
 * tree, embedded bundle).  A front end collects what the firmware said into a struct boot_env of
 * its own memory, calls kickstart() once and never gets control back but through the operations
 * in it.  The generic half knows nothing else of the machine.
 */
#ifndef KICKSTART_BOOT_ENV_H
#define KICKSTART_BOOT_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A physical address or a length; "unsigned long long" so that one print format fits everywhere. */
typedef unsigned long long phys_t;

struct range {
	phys_t lo;
	phys_t hi;			/* the byte after the last */
};

/* A piece of physical memory, in the terms of memory descriptors (ABI_MEMDESC_*). */
struct mem_region {
	struct range at;
	uint8_t type;
	uint8_t subtype;
};

/* A file that the firmware put into memory.  cmdline is never NULL. */
struct boot_module {
	phys_t start;
	phys_t size;
	const char *cmdline;
};

/* An ELF machine and class that this computer can run. */
struct cpu_kind {
	uint16_t machine;
	bool wide;			/* 64-bit words */
};

/* Addresses from at on that programs name in place of the physical ones from to on. */
struct phys_alias {
	struct range at;
	phys_t to;
};

#define KMEM_LIMITS	3

/*
 * Where the reserved block of kernel memory may lie: as high as possible below the first of these
 * limits below which it fits, the rest being 0; a multiple of align, a power of two.
 */
struct kmem_rule {
	phys_t below[KMEM_LIMITS];
	phys_t align;
	bool after_devices;		/* its descriptor comes after those of the devices */
};

/* The firmware's own information, passed on as one relocated block (multiboot info, EFI tables). */
struct native_info {
	unsigned int record;		/* boot info record type, ABI_BOOTREC_* */
	phys_t size;
	/* write the block to dst, which users will see at physical address at; modules: as moved */
	void (*write)(void *dst, phys_t at, const struct boot_module *modules, const char *cmdline);
};

struct boot_env {
	const char *banner;		/* the first line on the console */
	const char *cmdline;		/* the loader's own options, never NULL */
	uintptr_t window;		/* where the loader sees physical address 0 */
	phys_t floor;			/* the loader allocates nothing below */
	phys_t reach;			/* ... nor writes anything from here on */
	struct range self;		/* the loader's image, in use until the launch */

	const struct mem_region *map;
	unsigned int map_count;
	const struct mem_region *devices;
	unsigned int device_count;
	const struct boot_module *modules;
	unsigned int module_count;

	const struct cpu_kind *kinds;
	unsigned int kind_count;
	const struct phys_alias *aliases;	/* of physical addresses in ELF files */
	unsigned int alias_count;
	struct kmem_rule kmem[2];	/* for a 32-bit and for a 64-bit kernel */
	phys_t narrow_server_sp;	/* KIP SP of a 32-bit server on a 64-bit kernel */
	const struct native_info *native;	/* NULL: none */

	void (*put)(char c);
	__attribute__((noreturn)) void (*stop)(void);	/* after an error has been printed */
	__attribute__((noreturn)) void (*launch)(phys_t entry);
};

/* Load, describe and start what env names; stops through env->stop() if something is wrong. */
_Noreturn void kickstart(const struct boot_env *env);

#endif
