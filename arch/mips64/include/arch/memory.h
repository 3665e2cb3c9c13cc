/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory, and which frames users may have.  Caches are indexed by virtual
 * addresses: a frame that users see at an address of another colour (the bits of the index above the
 * page) may be cached twice, which the bracket around the kernel's accesses undoes.
 */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/frames.h>	/* arch_user_phys_end, arch_user_frame_ok */
#include <arch/layout.h>

struct space;

/* UTCBs have kernel memory of the colour of the user's address: caches of up to 16 KB. */
#define PAGE_COLOUR_BITS	2

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)(phys + VIRT_DIRECT);
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt;

	return v >= VIRT_IMAGE ? v - VIRT_IMAGE : v - VIRT_DIRECT;
}

extern phys_t mips_memory_end;		/* of what the KIP calls memory */

/* Frames from here on, up to the end, are devices: never cached. */
extern const struct frames plat_devices;

ALWAYS_INLINE bool mips_frame_is_device(phys_t phys)
{
	return phys - plat_devices.low < plat_devices.high - plat_devices.low;
}

/* Bits of an address that say where in the caches it may be, above the page. */
extern word_t cache_colour_mask;
/* What is open at an alias of another colour: at most both sides of a copy. */
extern const void *cache_opened[2];
void *cache_open(word_t va, void *alias);
void cache_close(const void *alias);

/* Instructions to copy a word: a load, a store, and the caches' lines where colours differ. */
#define ARCH_COPY_COST	3

/*
 * Every access to a user frame stands between these two.  `frame` is physical and may carry the
 * offset in the page.  NULL: the frame has no kernel alias (it is no memory).
 */
ALWAYS_INLINE void *user_open(const struct space *space, word_t va, phys_t frame, bool write)
{
	(void)space, (void)write;
	if (frame >= mips_memory_end || mips_frame_is_device(frame))
		return NULL;
	if ((va ^ frame) & cache_colour_mask)
		return cache_open(va, phys_to_virt(frame));
	return phys_to_virt(frame);
}

ALWAYS_INLINE void user_close(void *p)
{
	if (p && (p == cache_opened[0] || p == cache_opened[1]))
		cache_close(p);
}

#endif
