/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel aliases of physical memory, and which frames users may have.  All memory the KIP names
 * stands in the direct map; the kernel image shows twice, there and at its link address.
 */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/types.h>
#include <arch/layout.h>

struct space;

/* Caches are indexed by physical addresses here: it does not matter where a page shows. */
#define PAGE_COLOUR_BITS	0

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)(phys + VIRT_DIRECT);
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt;

	return v >= VIRT_IMAGE ? v - VIRT_IMAGE : v - VIRT_DIRECT;
}

/*
 * The kernel's own frames, [low, high) each, entered at boot in any order: image, kernel memory,
 * interrupt controllers.  Everything from x86_phys_end on does not exist for users.
 */
#define X86_KERNEL_FRAMES	16

struct x86_frames {
	phys_t low, high;
};

extern struct x86_frames x86_kernel_frames[X86_KERNEL_FRAMES];
extern unsigned x86_kernel_frame_count;
extern phys_t x86_phys_end;
extern phys_t x86_direct_end;	/* how much of physical memory the direct map shows */

/* The first physical address beyond what users can have. */
ALWAYS_INLINE phys_t arch_user_phys_end(void)
{
	return x86_phys_end;
}

/* May sigma0 have all of these frames?  (phys is aligned to the size.) */
ALWAYS_INLINE bool arch_user_frame_ok(phys_t phys, unsigned log2size)
{
	phys_t last = phys + (((phys_t)1 << log2size) - 1);

	if (last >= x86_phys_end)
		return false;
	for (unsigned i = 0; i < x86_kernel_frame_count; i++)
		if (phys < x86_kernel_frames[i].high && last >= x86_kernel_frames[i].low)
			return false;
	return true;
}

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
