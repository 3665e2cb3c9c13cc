/* SPDX-License-Identifier: BSD-2-Clause */
/* Physical memory: regions, claims, the search for free blocks.  Serves place.c and bootinfo.c. */
#include <l4/abi/kip.h>
#include "phys.h"
#include "print.h"

static phys_t round_down(phys_t value, phys_t align)
{
	return value & ~(align - 1);
}

static phys_t round_up(phys_t value, phys_t align)
{
	return round_down(value + align - 1, align);
}

static bool conventional(const struct mem_region *region)
{
	return region->type == ABI_MEMDESC_CONVENTIONAL;
}

/* Append a region, or lengthen the last one if it goes on just there. */
static void add_region(struct loader *loader, struct mem_region new)
{
	struct mem_region *last = loader->regions ? &loader->region[loader->regions - 1] : NULL;

	if (last && last->at.hi == new.at.lo && last->type == new.type &&
	    last->subtype == new.subtype) {
		last->at.hi = new.at.hi;
		return;
	}
	if (loader->regions == LOADER_MAX_REGIONS)
		die("the memory map has more than %u regions", LOADER_MAX_REGIONS);
	loader->region[loader->regions++] = new;
}

void phys_init(struct loader *loader)
{
	const struct boot_env *env = loader->env;

	for (unsigned int i = 0; i < env->map_count; i++) {
		struct mem_region region = env->map[i];

		if (conventional(&region)) {
			if (region.at.hi > loader->options.maxmem)
				region.at.hi = loader->options.maxmem;
			region.at.lo = round_up(region.at.lo, ABI_MEMDESC_GRANULE);
			region.at.hi = round_down(region.at.hi, ABI_MEMDESC_GRANULE);
		}
		if (region.at.lo < region.at.hi)
			add_region(loader, region);
	}
	phys_claim(loader, env->self, "the loader");
}

phys_t phys_end(const struct loader *loader)
{
	phys_t end = 0;

	for (unsigned int i = 0; i < loader->regions; i++)
		if (conventional(&loader->region[i]) && loader->region[i].at.hi > end)
			end = loader->region[i].at.hi;
	return end;
}

phys_t phys_size(const struct loader *loader)
{
	phys_t size = 0;

	for (unsigned int i = 0; i < loader->regions; i++)
		if (conventional(&loader->region[i]))
			size += range_size(loader->region[i].at);
	return size;
}

bool phys_is_memory(const struct loader *loader, struct range range)
{
	bool inside = false;

	for (unsigned int i = 0; i < loader->regions; i++) {
		const struct mem_region *region = &loader->region[i];

		if (!conventional(region) && ranges_meet(region->at, range))
			return false;
		if (conventional(region) && region->at.lo <= range.lo && range.hi <= region->at.hi)
			inside = true;
	}
	return inside;
}

void phys_claim(struct loader *loader, struct range range, const char *owner)
{
	loader->claim[loader->claims++] = (struct claim){ range, owner };
}

const struct claim *phys_claim_at(const struct loader *loader, struct range range)
{
	for (unsigned int i = 0; i < loader->claims; i++)
		if (ranges_meet(loader->claim[i].at, range))
			return &loader->claim[i];
	return NULL;
}

/* Find what stands in block's way, if anything. */
static bool obstacle(const struct loader *loader, struct range block, bool over_modules,
		     struct range *found)
{
	const struct claim *claim = phys_claim_at(loader, block);

	if (claim) {
		*found = claim->at;
		return true;
	}
	for (unsigned int i = 0; i < loader->regions; i++)
		if (!conventional(&loader->region[i]) && ranges_meet(loader->region[i].at, block)) {
			*found = loader->region[i].at;
			return true;
		}
	for (unsigned int i = 0; i < loader->modules && !over_modules; i++)
		if (ranges_meet(module_range(&loader->module[i]), block)) {
			*found = module_range(&loader->module[i]);
			return true;
		}
	return false;
}

/* Search one region; each obstacle takes the candidate further in one direction. */
static bool find_in(const struct loader *loader, const struct wish *wish, struct range room,
		    struct range *block)
{
	struct range found;

	while (room.lo < room.hi && range_size(room) >= wish->size) {
		block->lo = wish->top ? round_down(room.hi - wish->size, wish->align) :
					round_up(room.lo, wish->align);
		block->hi = block->lo + wish->size;
		if (block->lo < room.lo || block->hi > room.hi)
			return false;
		if (!obstacle(loader, *block, wish->over_modules, &found))
			return true;
		if (wish->top)
			room.hi = found.lo;
		else
			room.lo = found.hi;
	}
	return false;
}

bool phys_find(const struct loader *loader, const struct wish *wish, struct range *block)
{
	bool any = false;

	for (unsigned int i = 0; i < loader->regions; i++) {
		struct range room = loader->region[i].at, found;

		if (!conventional(&loader->region[i]))
			continue;
		if (room.lo < loader->env->floor)
			room.lo = loader->env->floor;
		if (room.hi > wish->below)
			room.hi = wish->below;
		if (!find_in(loader, wish, room, &found))
			continue;
		if (!any || (wish->top ? found.lo > block->lo : found.lo < block->lo))
			*block = found;
		any = true;
	}
	return any;
}

struct range phys_take(struct loader *loader, phys_t bytes, const char *owner)
{
	struct wish wish = { .size = round_up(bytes, LOADER_PAGE), .align = LOADER_PAGE,
			     .below = loader->env->reach };
	struct range block = { 0, 0 };

	if (!phys_find(loader, &wish, &block))
		die("too little memory: no 0x%llx bytes left for %s", wish.size, owner);
	phys_claim(loader, block, owner);
	return block;
}
