/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of the memory tests: x86-x64's own, or small ones (MEM_TINY): four levels of 16
 * entries, pages of 4 KB, 64 KB and 1 MB, addresses of 28 bits with a hole in the middle, so that
 * random operations meet each other often.
 */
#ifndef MEM_TINY
#include "../../../../../arch/x86/include/arch/pgtable.h"
#else
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include <kernel/types.h>
#include <arch/space.h>

typedef uint64_t pte_t;

#define PT_LEVELS	4
#define PT_LEVEL_BITS	4

#define TINY_HOLE_BEGIN	0x6000000ul
#define TINY_HOLE_END	0x8000000ul
#define TINY_USER_END	0xe000000ul

#define TINY_PRESENT	1u
#define TINY_LEAF	2u
#define TINY_ACCESSED	4u
#define TINY_DIRTY	8u
#define TINY_RIGHTS	4

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return 12 + PT_LEVEL_BITS * level;
}

/* As many as fill a page with their shadow's page behind it; most are never used. */
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
	return level < 3;
}

ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va >= TINY_HOLE_BEGIN && va < TINY_HOLE_END ? TINY_HOLE_END : va;
	return va < TINY_USER_END;
}

ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return va <= last && (last < TINY_HOLE_BEGIN ||
			      (va >= TINY_HOLE_END && last < TINY_USER_END));
}

ALWAYS_INLINE bool pte_is_present(pte_t pte)
{
	return pte & TINY_PRESENT;
}

ALWAYS_INLINE bool pte_is_leaf(pte_t pte, unsigned level)
{
	(void)level;
	return (pte & TINY_PRESENT) && (pte & TINY_LEAF);
}

ALWAYS_INLINE phys_t pte_phys(pte_t pte)
{
	return pte >> 7 << 7;
}

ALWAYS_INLINE unsigned pte_rights(pte_t pte)
{
	return pte >> TINY_RIGHTS & ABI_RIGHTS_MASK;
}

ALWAYS_INLINE pte_t pte_make(phys_t phys, unsigned rights, unsigned level)
{
	(void)level;
	return phys | TINY_PRESENT | TINY_LEAF | rights << TINY_RIGHTS;
}

ALWAYS_INLINE pte_t pte_table(phys_t phys)
{
	return phys | TINY_PRESENT;
}

/* Entries are changed as the "hardware" of the other CPUs expects it. */
ALWAYS_INLINE pte_t pte_load(const pte_t *slot)
{
	return __atomic_load_n(slot, __ATOMIC_ACQUIRE);
}

ALWAYS_INLINE void pte_write(pte_t *slot, pte_t pte)
{
	__atomic_store_n(slot, pte, __ATOMIC_RELEASE);
}

ALWAYS_INLINE pte_t pte_exchange(pte_t *slot, pte_t pte)
{
	return __atomic_exchange_n(slot, pte, __ATOMIC_ACQ_REL);
}

ALWAYS_INLINE bool pte_compare_set(pte_t *slot, pte_t *old, pte_t pte)
{
	return __atomic_compare_exchange_n(slot, old, pte, false, __ATOMIC_ACQ_REL,
					   __ATOMIC_ACQUIRE);
}

ALWAYS_INLINE pte_t pte_clear(pte_t *slot)
{
	return pte_exchange(slot, 0);
}

ALWAYS_INLINE void pte_set_rights(pte_t *slot, unsigned rights)
{
	pte_t old = pte_load(slot);

	while (!pte_compare_set(slot, &old, (old & ~((pte_t)ABI_RIGHTS_MASK << TINY_RIGHTS)) |
					    rights << TINY_RIGHTS))
		;
}

ALWAYS_INLINE unsigned pte_status(pte_t pte)
{
	return (pte & (TINY_ACCESSED | TINY_DIRTY) ? ABI_STATUS_REFERENCED : 0) |
	       (pte & TINY_DIRTY ? ABI_STATUS_WRITTEN : 0);
}

ALWAYS_INLINE unsigned pte_harvest(pte_t *slot)
{
	return pte_status(__atomic_fetch_and(slot, ~(pte_t)(TINY_ACCESSED | TINY_DIRTY),
					     __ATOMIC_ACQ_REL));
}

#ifdef CONFIG_SMP
void smp_flush_add(const struct space *space, word_t va);
#endif

ALWAYS_INLINE void pt_flush_page(const struct space *space, word_t va, unsigned level)
{
	(void)space, (void)va, (void)level;
#ifdef CONFIG_SMP
	smp_flush_add(space, va);
#endif
}

#endif
#endif
