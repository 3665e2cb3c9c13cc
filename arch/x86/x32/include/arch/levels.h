/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of x86-x32: two levels, pages of 4 KB and 4 MB (where the CPU has them).  With PAE the
 * entries are twice as wide and pages of 4 KB and 2 MB; the top level is the four page directories
 * in a row, and the four pointers to them, which the CPU reads when the table is loaded, are the
 * port's own business (x32/paging.c).  Included by <arch/pgtable.h>.
 */
#ifndef ARCH_LEVELS_H
#define ARCH_LEVELS_H

#include <kernel/types.h>

#define PT_LEVELS		2

#ifdef CONFIG_X86_PAE
typedef uint64_t pte_t;

#define PT_LEVEL_BITS		9
#define PT_TOP_EXTRA_BITS	2u	/* four tables make the top level */
#define X86_PTE_PHYS_MASK	0x000ffffffffff000ull
#define x86_has_pse		true

extern pte_t x86_nx;		/* set once at boot */
#else
typedef uint32_t pte_t;

#define PT_LEVEL_BITS		10
#define PT_TOP_EXTRA_BITS	0u
#define X86_PTE_PHYS_MASK	0xfffff000u
#define x86_nx			((pte_t)0)

extern bool x86_has_pse;	/* set once at boot */
#endif

#define X86_PTE_NO_EXECUTE	x86_nx
#define PT_PAGE_RIGHTS		(x86_nx ? ABI_PAGE_RIGHTS_NX : ABI_PAGE_RIGHTS)

ALWAYS_INLINE bool pt_level_is_leaf(unsigned level)
{
	return level == 0 || x86_has_pse;
}

/* The first user address at or above va; false if there is none. */
ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va;
	return va < ABI_USER_AREA_END;
}

/* Is [va, last] user area without a gap? */
ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return va <= last && last < ABI_USER_AREA_END;
}

#endif
