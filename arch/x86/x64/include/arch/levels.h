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

#define x86_nx			0x8000000000000000ull
#define X86_PTE_NO_EXECUTE	x86_nx
#define PT_PAGE_RIGHTS		ABI_PAGE_RIGHTS
#define X86_PTE_PHYS_MASK	0x000ffffffffff000ull

/* Set once at boot. */
extern bool x86_has_1g;

/* Users have what lies below the hole of addresses that the CPU refuses, and above it the rest. */
#define PT_HOLE_BEGIN		((word_t)1 << 47)
#define PT_HOLE_END		(-PT_HOLE_BEGIN)

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return 12 + PT_LEVEL_BITS * level;
}

ALWAYS_INLINE unsigned pt_entries(unsigned level)
{
	(void)level;
	return 1u << PT_LEVEL_BITS;
}

ALWAYS_INLINE unsigned pt_index(word_t va, unsigned level)
{
	return va >> pt_shift(level) & (pt_entries(level) - 1);
}

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

ALWAYS_INLINE pte_t pte_load(const pte_t *slot)
{
	return __atomic_load_n(slot, __ATOMIC_RELAXED);
}

ALWAYS_INLINE void pte_write(pte_t *slot, pte_t pte)
{
	__atomic_store_n(slot, pte, __ATOMIC_RELEASE);
}

ALWAYS_INLINE pte_t pte_exchange(pte_t *slot, pte_t pte)
{
	return __atomic_exchange_n(slot, pte, __ATOMIC_RELAXED);
}

/* If the entry is still *old; else that says what it is now. */
ALWAYS_INLINE bool pte_compare_set(pte_t *slot, pte_t *old, pte_t pte)
{
	return __atomic_compare_exchange_n(slot, old, pte, false, __ATOMIC_RELAXED,
					   __ATOMIC_RELAXED);
}

/* Bits of the lower half. */
ALWAYS_INLINE void pte_add_bits(pte_t *slot, uint32_t bits)
{
	(void)__atomic_fetch_or(slot, bits, __ATOMIC_RELAXED);
}

#endif
