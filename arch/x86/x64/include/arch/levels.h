/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of x86-x64: four levels of 512 entries, pages of 4 KB, 2 MB and, where the CPU has
 * them, 1 GB.  Included by <arch/pgtable.h>.
 */
#ifndef ARCH_LEVELS_H
#define ARCH_LEVELS_H

#include <kernel/types.h>

typedef uint64_t pte_t;

#define PT_LEVELS		4
#define PT_LEVEL_BITS		9
#define PT_TOP_EXTRA_BITS	0u

#define x86_nx			0x8000000000000000ull
#define X86_PTE_NO_EXECUTE	x86_nx
#define PT_PAGE_RIGHTS		ABI_PAGE_RIGHTS
#define X86_PTE_PHYS_MASK	0x000ffffffffff000ull

/* Set once at boot. */
extern bool x86_has_1g;

/* Users have what lies below the hole of addresses that the CPU refuses, and above it the rest. */
#define PT_HOLE_BEGIN		((word_t)1 << 47)
#define PT_HOLE_END		(-PT_HOLE_BEGIN)

ALWAYS_INLINE bool pt_level_is_leaf(unsigned level)
{
	return level < 2 || (level == 2 && x86_has_1g);
}

/* The first user address at or above va; false if there is none. */
ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va >= PT_HOLE_BEGIN && va < PT_HOLE_END ? PT_HOLE_END : va;
	return va < ABI_USER_AREA_END;
}

/* Is [va, last] user area without a gap? */
ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return va <= last && (last < PT_HOLE_BEGIN ||
			      (va >= PT_HOLE_END && last < ABI_USER_AREA_END));
}

#endif
