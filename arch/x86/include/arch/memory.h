/* SPDX-License-Identifier: BSD-2-Clause */
/* How the kernel sees physical memory, and which frames users may have. */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/types.h>
#include <arch/alias.h>	/* virt_to_phys, window_open */

struct space;

/* How much of physical memory the direct map shows. */
extern phys_t x86_direct_end;

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	return (void *)((uintptr_t)phys + VIRT_DIRECT);
}

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

#endif
