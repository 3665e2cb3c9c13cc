/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rooms of the generic half share: one struct loader, filled from top to bottom as the
 * boot goes on.  main.c calls the functions below in the order in which they stand.
 */
#ifndef KICKSTART_LOADER_H
#define KICKSTART_LOADER_H

#include "elf.h"
#include "options.h"

#define LOADER_MAX_MODULES	32
#define LOADER_MAX_REGIONS	96
#define LOADER_MAX_CLAIMS	10
#define LOADER_PAGE		4096

/* The module after the root task is sigma1, if there is to be one, or else the first of the user's. */
enum { MODULE_KERNEL, MODULE_SIGMA0, MODULE_ROOT, MODULE_SIGMA1, LOADER_MAX_IMAGES };

/* Memory that has an owner. */
struct claim {
	struct range at;
	const char *owner;
};

struct kip {
	void *base;
	phys_t address;
	bool wide;
	unsigned int slots;		/* room for memory descriptors */
	unsigned int used;
};

struct loader {
	const struct boot_env *env;
	struct options options;

	unsigned int modules;
	struct boot_module module[LOADER_MAX_MODULES];
	char name[LOADER_MAX_MODULES][12];
	unsigned int images;		/* modules that are loaded; the user's come behind them */
	struct image image[LOADER_MAX_IMAGES];

	unsigned int regions;
	struct mem_region region[LOADER_MAX_REGIONS];
	unsigned int claims;
	struct claim claim[LOADER_MAX_CLAIMS];

	struct range kmem;
	struct range boot_info;		/* empty: none */
	struct range native;		/* empty: none */
	struct kip kip;
};

static inline void *loader_at(const struct loader *loader, phys_t address)
{
	return (void *)(loader->env->window + (uintptr_t)address);
}

static inline phys_t range_size(struct range range)
{
	return range.hi - range.lo;
}

/* Do they share a byte?  An empty range shares none. */
static inline bool ranges_meet(struct range a, struct range b)
{
	return a.lo < b.hi && b.lo < a.hi && range_size(a) && range_size(b);
}

static inline struct range module_range(const struct boot_module *module)
{
	return (struct range){ module->start, module->start + module->size };
}

/* modules.c: take over the list of modules, read those to be loaded as ELF. */
void modules_read(struct loader *loader);

/* place.c: find room for images and kernel memory, move modules out of the way. */
void place_images(struct loader *loader);
void place_kernel_memory(struct loader *loader);
void place_modules(struct loader *loader);

/* kip.c: find the KIP in the loaded kernel. */
void kip_find(struct loader *loader);

/* bootinfo.c: the generic boot info and the firmware's own one. */
void bootinfo_write(struct loader *loader);

/* memdesc.c, kip.c: tell the kernel. */
void memdesc_write(struct loader *loader);
void kip_write(struct loader *loader);

#endif
