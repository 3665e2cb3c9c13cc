/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: which the boot loader has left to the kernel, and which users never get.  For ports whose
 * memory is what the KIP's descriptors say; their <arch/memory.h> includes this.
 */
#ifndef KERNEL_FRAMES_H
#define KERNEL_FRAMES_H

#include <kernel/types.h>

/* [low, high) */
struct frames {
	phys_t low, high;
};

/* Everything from here on does not exist for users.  The port says so before it calls any of these. */
extern phys_t frames_end;

ALWAYS_INLINE phys_t arch_user_phys_end(void)
{
	return frames_end;
}

/* Are some of [low, last] the kernel's own: image, kernel memory, interrupt controllers? */
bool frames_are_kept(phys_t low, phys_t last);

/* May sigma0 have all of these frames?  (phys is aligned to the size.) */
ALWAYS_INLINE bool arch_user_frame_ok(phys_t phys, unsigned log2size)
{
	phys_t last = phys + (((phys_t)1 << log2size) - 1);

	return last < frames_end && !frames_are_kept(phys, last);
}

/* These are not for users, in any order; false if that was known. */
bool frames_keep(phys_t low, phys_t high);

/* What the KIP's descriptors say: where memory ends (at most `limit`, rounded up to `unit`; at least
 * `least`), and which is the kernel's. */
phys_t frames_read(phys_t least, phys_t limit, phys_t unit);
/* The first frame of kernel memory, 0 if there is none: pages are taken from there on. */
phys_t frames_first(void);
/* A page of kernel memory that was never given to the allocator: for page tables. */
void *frames_take_page(void);
/* What is left becomes the allocator's. */
void frames_give(void);

#endif
