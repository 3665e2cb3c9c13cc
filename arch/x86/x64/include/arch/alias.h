/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory: the direct map has all that the KIP names; the kernel image
 * shows twice, there and at its link address.  Included by <arch/memory.h>.
 */
#ifndef ARCH_ALIAS_H
#define ARCH_ALIAS_H

#include <kernel/types.h>
#include <arch/layout.h>

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt;

	return v >= VIRT_IMAGE ? v - VIRT_IMAGE : v - VIRT_DIRECT;
}

/* Frames beyond the direct map have no alias. */
ALWAYS_INLINE void *window_open(phys_t frame, bool write)
{
	(void)frame, (void)write;
	return NULL;
}

#endif
