/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory descriptors in the kernel's KIP (X.2: memory descriptors).  Later ones override
 * earlier ones, so they go from the general to the particular, in the order that L4Ka's loader
 * established.
 */
#include <l4/abi/kip.h>
#include "loader.h"
#include "print.h"
#include "word.h"

/* Describe lo..last, clipped to what the kernel's words can hold; counts beyond the last slot. */
static void put(struct kip *kip, phys_t lo, phys_t last, unsigned int type, unsigned int subtype)
{
	phys_t top = kip->wide ? ~0ull : ~0u;
	uint64_t info = word_get(kip->base, kip->wide, ABI_KIP_MEMORY_INFO);
	void *slots = (char *)kip->base + (size_t)(info >> word_bits(kip->wide) / 2);

	if (lo > top)
		return;
	if (last > top)
		last = top;
	if (kip->used < kip->slots) {
		lo &= ~(phys_t)(ABI_MEMDESC_GRANULE - 1);
		last &= ~(phys_t)(ABI_MEMDESC_GRANULE - 1);
		word_put(slots, kip->wide, kip->used * 2,
			 lo | type |
			 (subtype & ABI_MEMDESC_SUBTYPE_MASK) << ABI_MEMDESC_SUBTYPE_SHIFT);
		word_put(slots, kip->wide, kip->used * 2 + 1, last);
	}
	kip->used++;
}

static void put_range(struct kip *kip, struct range range, unsigned int type, unsigned int subtype)
{
	if (range_size(range))
		put(kip, range.lo, range.hi - 1, type, subtype);
}

static void put_regions(struct kip *kip, const struct mem_region *region, unsigned int count)
{
	for (; count; count--, region++)
		put_range(kip, region->at, region->type, region->subtype);
}

void memdesc_write(struct loader *loader)
{
	const struct boot_env *env = loader->env;
	struct kip *kip = &loader->kip;
	bool kmem_last = env->kmem[kip->wide].after_devices;

	put(kip, 0, ~0ull, ABI_MEMDESC_SHARED, 0);
	put_regions(kip, loader->region, loader->regions);
	if (!kmem_last)
		put_range(kip, loader->kmem, ABI_MEMDESC_RESERVED, 0);
	put_regions(kip, env->devices, env->device_count);
	if (kmem_last)
		put_range(kip, loader->kmem, ABI_MEMDESC_RESERVED, 0);
	for (unsigned int i = MODULE_SIGMA0; i < loader->images; i++)
		put_range(kip, loader->image[i].at, ABI_MEMDESC_BOOT, ABI_MEMDESC_BOOT_SERVER);
	for (unsigned int i = loader->images; i < loader->modules; i++)
		put_range(kip, module_range(&loader->module[i]), ABI_MEMDESC_BOOT,
			  ABI_MEMDESC_BOOT_MODULE);
	put_range(kip, loader->boot_info, ABI_MEMDESC_BOOT, ABI_MEMDESC_BOOT_INFO);
	put_range(kip, loader->native, ABI_MEMDESC_BOOT, ABI_MEMDESC_BOOT_INFO);
	if (kip->used > kip->slots)
		die("the kernel has room for %u memory descriptors, this machine needs %u",
		    kip->slots, kip->used);
}
