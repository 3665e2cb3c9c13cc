/* SPDX-License-Identifier: BSD-2-Clause */
/* How the kernel sees physical memory, and which frames users may have. */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/frames.h>	/* arch_user_phys_end, arch_user_frame_ok */
#include <arch/layout.h>

struct space;

/* How much of physical memory the direct map shows. */
extern phys_t x86_direct_end;

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)((uintptr_t)phys + VIRT_DIRECT);
}

/* Memory that is always mapped: the direct map has kernel memory in any case; the kernel image may show
 * twice, there and at its link address. */
ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt;

	if (v >= VIRT_IMAGE)
		return v - VIRT_IMAGE;
	return v - VIRT_DIRECT;
}

/* Frames beyond the direct map: shown in the window for reading or the one for writing (x32/paging.c);
 * on 64 bits there are none. */
#ifdef CONFIG_X86_X32
void *window_open(phys_t frame, bool write);
#else
#define window_open(frame, write)	((void)(write), NULL)
#endif

/*
 * Every access to a user frame stands between these two, at most one to read and one to write at a
 * time.  `frame` is physical and may carry the offset in the page.  NULL: it can't be shown.
 */
ALWAYS_INLINE void *user_open(const struct space *space, word_t va, phys_t frame, bool write)
{
	(void)space, (void)va;
	return likely(frame < x86_direct_end) ? phys_to_virt(frame) : window_open(frame, write);
}

ALWAYS_INLINE void user_close(void *p)
{
	(void)p;
}

/* Caches are indexed by physical addresses here: it does not matter where a page shows. */
#define PAGE_COLOUR_BITS	0

#endif
