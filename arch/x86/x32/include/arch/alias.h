/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory: what lies low stands in the direct map, kernel memory among it;
 * other frames are shown in two windows.  Included by <arch/memory.h>.
 */
#ifndef ARCH_ALIAS_H
#define ARCH_ALIAS_H

#include <kernel/types.h>
#include <arch/layout.h>

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	return (uintptr_t)virt - VIRT_DIRECT;
}

/* x32/paging.c: show a frame in the window for reading or the one for writing. */
void *window_open(phys_t frame, bool write);

#endif
