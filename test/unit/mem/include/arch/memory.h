/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory of the memory tests: kernel memory is where it is, user frames are mere numbers. */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/types.h>

struct space;

/* What is in users' pages, nobody asks here. */
void *user_open(const struct space *space, word_t va, phys_t frame, bool write);
void user_close(void *p);

/* Caches are indexed by physical addresses here: it does not matter where a page shows. */
#define PAGE_COLOUR_BITS	0

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)(uintptr_t)phys;
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	return (phys_t)(uintptr_t)virt;
}

/* Users have [0, phys_end) but for [kernel_low, kernel_high). */
extern phys_t world_phys_end, world_kernel_low, world_kernel_high;

ALWAYS_INLINE phys_t arch_user_phys_end(void)
{
	return world_phys_end;
}

ALWAYS_INLINE bool arch_user_frame_ok(phys_t phys, unsigned log2size)
{
	phys_t last = phys + (((phys_t)1 << log2size) - 1);

	return last < world_phys_end && (phys >= world_kernel_high || last < world_kernel_low);
}

#endif
