/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory.  What lies low stands in the direct map, kernel memory among
 * it; other frames are shown in two windows.  Included by <arch/memory.h>.
 */
#ifndef ARCH_ALIAS_H
#define ARCH_ALIAS_H

#include <kernel/types.h>
#include <arch/layout.h>

struct space;

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)((uintptr_t)phys + VIRT_DIRECT);
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	return (uintptr_t)virt - VIRT_DIRECT;
}

/* How much of physical memory the direct map shows. */
extern phys_t x86_direct_end;

/* x32/paging.c: show a frame beyond it, in the window for reading or the one for writing. */
void *window_open(phys_t frame, bool write);

/*
 * Every access to a user frame stands between these two, at most one to read and one to write at a
 * time.  `frame` is physical and may carry the offset in the page.
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

#endif
