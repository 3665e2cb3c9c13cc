/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of the host for the generic walker.  64-bit words: four levels of 512 entries, pages
 * of 4 KB, 2 MB and 1 GB, a hole in the addresses.  32-bit words: three levels of unequal size
 * with 32-bit entries, pages of 4 KB, 64 KB and 1 MB, leaves on the top level too.  The machine's
 * walker (arch/host/mmu.c) sets the reference bits and keeps a TLB tagged by space.
 */
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include <kernel/types.h>
#include <arch/space.h>

#define HOST_PTE_PRESENT	0x001u
#define HOST_PTE_LEAF		0x002u
#define HOST_PTE_RIGHTS_SHIFT	2
#define HOST_PTE_STATUS_SHIFT	5
#define HOST_PTE_PHYS_MASK	((pte_t)~(pte_t)0xfff)

#if HOST_WORD_BITS == 64

typedef uint64_t pte_t;

#define PT_LEVELS		4
#define HOST_HOLE_BEGIN		((word_t)1 << 47)
#define HOST_HOLE_END		(-HOST_HOLE_BEGIN)

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return 12 + 9 * level;
}

ALWAYS_INLINE unsigned pt_entries(unsigned level)
{
	(void)level;
	return 512;
}

ALWAYS_INLINE bool pt_level_is_leaf(unsigned level)
{
	return level < 3;
}

ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va >= HOST_HOLE_BEGIN && va < HOST_HOLE_END ? HOST_HOLE_END : va;
	return va < ABI_USER_AREA_END;
}

ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return va <= last && (last < HOST_HOLE_BEGIN ||
			      (va >= HOST_HOLE_END && last < ABI_USER_AREA_END));
}

#else

typedef uint32_t pte_t;

#define PT_LEVELS		3

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return 12 + 4 * level;
}

ALWAYS_INLINE unsigned pt_entries(unsigned level)
{
	return level == 2 ? 4096 : 16;
}

ALWAYS_INLINE bool pt_level_is_leaf(unsigned level)
{
	(void)level;
	return true;
}

ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va;
	return va < ABI_USER_AREA_END;
}

ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return va <= last && last < ABI_USER_AREA_END;
}

#endif

ALWAYS_INLINE unsigned pt_index(word_t va, unsigned level)
{
	return va >> pt_shift(level) & (pt_entries(level) - 1);
}

ALWAYS_INLINE bool pte_is_present(pte_t pte)
{
	return pte & HOST_PTE_PRESENT;
}

ALWAYS_INLINE bool pte_is_leaf(pte_t pte, unsigned level)
{
	(void)level;
	return (pte & HOST_PTE_PRESENT) && (pte & HOST_PTE_LEAF);
}

ALWAYS_INLINE phys_t pte_phys(pte_t pte)
{
	return pte & HOST_PTE_PHYS_MASK;
}

ALWAYS_INLINE unsigned pte_rights(pte_t pte)
{
	return pte >> HOST_PTE_RIGHTS_SHIFT & ABI_RIGHTS_MASK;
}

ALWAYS_INLINE pte_t pte_make(phys_t phys, unsigned rights, unsigned level)
{
	(void)level;
	return (pte_t)phys | HOST_PTE_PRESENT | HOST_PTE_LEAF | rights << HOST_PTE_RIGHTS_SHIFT;
}

ALWAYS_INLINE pte_t pte_table(phys_t phys)
{
	return (pte_t)phys | HOST_PTE_PRESENT;
}

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

ALWAYS_INLINE pte_t pte_clear(pte_t *slot)
{
	return pte_exchange(slot, 0);
}

ALWAYS_INLINE void pte_set_rights(pte_t *slot, unsigned rights)
{
	pte_t old = pte_load(slot), mask = (pte_t)ABI_RIGHTS_MASK << HOST_PTE_RIGHTS_SHIFT;

	while (!__atomic_compare_exchange_n(slot, &old,
					    (old & ~mask) | rights << HOST_PTE_RIGHTS_SHIFT,
					    false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		;
}

ALWAYS_INLINE unsigned pte_status(pte_t pte)
{
	return pte >> HOST_PTE_STATUS_SHIFT & ABI_RIGHTS_MASK;
}

ALWAYS_INLINE unsigned pte_harvest(pte_t *slot)
{
	return pte_status(__atomic_fetch_and(
		slot, ~((pte_t)ABI_RIGHTS_MASK << HOST_PTE_STATUS_SHIFT), __ATOMIC_ACQ_REL));
}

/* The kernel has used the page in the user's name. */
ALWAYS_INLINE void pte_mark_used(pte_t *slot, bool write)
{
	(void)__atomic_fetch_or(
		slot, (pte_t)(ABI_STATUS_REFERENCED | (write ? ABI_STATUS_WRITTEN : 0))
			      << HOST_PTE_STATUS_SHIFT, __ATOMIC_ACQ_REL);
}

#ifdef CONFIG_SMP

void smp_flush_add(const struct space *space, word_t va);

ALWAYS_INLINE void pt_flush_page(const struct space *space, word_t va, unsigned level)
{
	(void)level;	/* what the TLB has of a large page goes with any part of it */
	smp_flush_add(space, va);
}

#else
void pt_flush_page(const struct space *space, word_t va, unsigned level);
#endif

#endif
