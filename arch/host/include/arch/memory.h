/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory of the host machine: user frames from 0, then kernel memory, then the process
 * itself (the KIP lies in it).  User frames have no kernel alias but between user_open and
 * user_close; asking for one stops the machine.
 */
#ifndef ARCH_MEMORY_H
#define ARCH_MEMORY_H

#include <kernel/types.h>

struct space;

#define HOST_USER_END		((phys_t)0x80000000)
#define HOST_KMEM_PHYS		HOST_USER_END
#define HOST_KMEM_MAX		((phys_t)0x10000000)
#define HOST_IMAGE_PHYS		(HOST_KMEM_PHYS + HOST_KMEM_MAX)
/* Frames amid the users' that are the kernel's, as on real boards. */
#define HOST_HOLE_LOW		((phys_t)0x130000)
#define HOST_HOLE_HIGH		((phys_t)0x134000)

extern char *host_kmem;			/* alias of HOST_KMEM_PHYS */
extern char __executable_start[];	/* alias of HOST_IMAGE_PHYS */

NORETURN void host_bad_phys(phys_t phys);

/* Caches are indexed by physical addresses here: it does not matter where a page shows. */
#define PAGE_COLOUR_BITS	0

ALWAYS_INLINE void *phys_to_virt(phys_t phys)
{
	if (unlikely(phys < HOST_KMEM_PHYS))
		host_bad_phys(phys);
	return phys < HOST_IMAGE_PHYS ? host_kmem + (phys - HOST_KMEM_PHYS) :
					__executable_start + (phys - HOST_IMAGE_PHYS);
}

ALWAYS_INLINE phys_t virt_to_phys(const void *virt)
{
	uintptr_t v = (uintptr_t)virt, kmem = (uintptr_t)host_kmem;

	return v - kmem < HOST_KMEM_MAX ? v - kmem + HOST_KMEM_PHYS :
					  v - (uintptr_t)__executable_start + HOST_IMAGE_PHYS;
}

ALWAYS_INLINE phys_t arch_user_phys_end(void)
{
	return HOST_USER_END;
}

ALWAYS_INLINE bool arch_user_frame_ok(phys_t phys, unsigned log2size)
{
	phys_t last = phys + (((phys_t)1 << log2size) - 1);

	return last < HOST_USER_END && (phys >= HOST_HOLE_HIGH || last < HOST_HOLE_LOW);
}

/* The page is readable, or writable, from here to user_close; several may be open. */
void *user_open(const struct space *space, word_t va, phys_t frame, bool write);
void user_close(void *p);

#endif
