/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory.  All memory the KIP names stands in the direct map; the kernel
 * image shows twice, there and at its link address.  Included by <arch/memory.h>.
 */
#ifndef ARCH_ALIAS_H
#define ARCH_ALIAS_H

#include <kernel/types.h>
#include <arch/layout.h>

struct space;

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)(phys + VIRT_DIRECT);
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt;

	return v >= VIRT_IMAGE ? v - VIRT_IMAGE : v - VIRT_DIRECT;
}

/* How much of physical memory the direct map shows. */
extern phys_t x86_direct_end;

/*
 * Every access to a user frame stands between these two.  `frame` is physical and may carry the
 * offset in the page.  NULL: the frame has no kernel alias (it lies beyond the direct map).
 */
ALWAYS_INLINE void *user_open(const struct space *space, word_t va, phys_t frame, bool write)
{
	(void)space, (void)va, (void)write;
	return frame < x86_direct_end ? phys_to_virt(frame) : NULL;
}

ALWAYS_INLINE void user_close(void *p)
{
	(void)p;
}

#endif
