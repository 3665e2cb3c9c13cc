/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where things go.  Images have fixed places; kernel memory lies where the machine's rule says;
 * module files that are in the way of either are moved.
 */
#include "loader.h"
#include "phys.h"
#include "print.h"
#include "mem.h"

static void place_image(struct loader *loader, unsigned int index)
{
	struct range at = loader->image[index].at;
	const char *name = loader->name[index];
	const struct claim *claim = phys_claim_at(loader, at);

	if (at.hi > phys_end(loader))
		die("too little memory: %s needs 0x%llx-0x%llx, memory ends at 0x%llx", name, at.lo,
		    at.hi, phys_end(loader));
	if (at.hi > loader->env->reach)
		die("%s at 0x%llx-0x%llx is out of the loader's reach", name, at.lo, at.hi);
	if (!phys_is_memory(loader, at))
		die("%s needs 0x%llx-0x%llx, but not all of that is memory", name, at.lo, at.hi);
	if (claim)
		die("%s at 0x%llx-0x%llx overlaps %s at 0x%llx-0x%llx", name, at.lo, at.hi,
		    claim->owner, claim->at.lo, claim->at.hi);
	phys_claim(loader, at, name);
}

void place_images(struct loader *loader)
{
	for (unsigned int i = 0; i < loader->images; i++)
		place_image(loader, i);
}

/* The largest block that kernel memory could have, in MB. */
static unsigned int largest_mb(const struct loader *loader, struct wish wish)
{
	unsigned int fits = 0, fails = (unsigned int)(phys_size(loader) >> 20) + 1;
	struct range block;

	while (fails - fits > 1) {
		unsigned int middle = fits + (fails - fits) / 2;

		wish.size = (phys_t)middle << 20;
		if (phys_find(loader, &wish, &block))
			fits = middle;
		else
			fails = middle;
	}
	return fits;
}

void place_kernel_memory(struct loader *loader)
{
	const struct kmem_rule *rule = &loader->env->kmem[loader->image[MODULE_KERNEL].wide];
	struct wish wish = { .align = rule->align, .top = true };

	wish.size = (loader->options.kmem + rule->align - 1) & ~(rule->align - 1);
	for (unsigned int i = 0; i < KMEM_LIMITS * 2 && rule->below[i / 2]; i++) {
		wish.below = rule->below[i / 2];
		wish.over_modules = i & 1;
		if (phys_find(loader, &wish, &loader->kmem)) {
			phys_claim(loader, loader->kmem, "kernel memory");
			return;
		}
	}
	die("too little memory: no free block of %u KB for the kernel (kmem=) below %u MB; of %u KB"
	    " memory, at most %u MB are free in one piece there", (unsigned int)(wish.size >> 10),
	    (unsigned int)(wish.below >> 20), (unsigned int)(phys_size(loader) >> 10),
	    largest_mb(loader, wish));
}

/* The files of loaded programs are used up before the kernel touches its memory. */
static bool in_the_way(const struct loader *loader, unsigned int index)
{
	struct range at = module_range(&loader->module[index]);

	for (unsigned int i = 0; i < loader->claims; i++) {
		const struct claim *claim = &loader->claim[i];

		if (index < loader->images && claim->at.lo == loader->kmem.lo)
			continue;
		if (ranges_meet(claim->at, at))
			return true;
	}
	return false;
}

void place_modules(struct loader *loader)
{
	struct wish wish = { .align = LOADER_PAGE, .below = loader->env->reach };
	struct range block;

	for (unsigned int i = 0; i < loader->modules; i++) {
		struct boot_module *module = &loader->module[i];

		if (!in_the_way(loader, i))
			continue;
		wish.size = module->size;
		if (!phys_find(loader, &wish, &block))
			die("too little memory: no room to move the file of %s (0x%llx bytes at"
			    " 0x%llx)", loader->name[i], module->size, module->start);
		memcpy(loader_at(loader, block.lo), loader_at(loader, module->start),
		       (size_t)module->size);
		module->start = block.lo;
	}
}
