/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables of MIPS64 for the generic walker (kernel/pgtable.c).  Only software reads them: the
 * TLB refill (start.S) walks three levels, 2^10, 2^10 and 2^8 entries, for the 40 bits of a user
 * address.  Pages are 4 KB or, in the middle level, 1 MB.
 *
 * An entry that leads to a table is the table's kernel address, a negative number.  A page's entry
 * is the EntryLo register shifted left by six, with software's bits below: the rights as X.2 gave
 * them, and whether the page was referenced and written.  Hardware's bits V and D are set by
 * tlb_serve, where the first access and the first write come.
 */
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include <kernel/types.h>
#include <arch/memory.h>
#include <arch/space.h>
#include <arch/mips64/regs.h>

typedef uint64_t pte_t;

#define PT_LEVELS		3

#define PTE_PRESENT		0x001u
#define PTE_RIGHTS_SHIFT	1
#define PTE_REFERENCED		0x010u
#define PTE_WRITTEN		0x020u
#define PTE_UNCACHED		0x400u		/* cache attribute 2 */
#define PTE_CACHED		0x600u		/* 3: write back, not coherent */
#define PTE_PHYS_MASK		0x0000000ffffff000ul

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return level ? 10 + 10 * level : 12;
}

ALWAYS_INLINE unsigned pt_entries(unsigned level)
{
	return level ? 1024 : 256;
}

ALWAYS_INLINE unsigned pt_index(word_t va, unsigned level)
{
	return va >> pt_shift(level) & (pt_entries(level) - 1);
}

ALWAYS_INLINE bool pt_level_is_leaf(unsigned level)
{
	return level < 2;
}

/* The first user address at or above va; false if there is none. */
ALWAYS_INLINE bool pt_user_next(word_t va, word_t *next)
{
	*next = va;
	return va < ABI_USER_AREA_END;
}

/* Is [va, last] user area without a gap?  It is from 0 to a power of two, and no range is so long
 * that it could end where it began. */
ALWAYS_INLINE bool pt_user_range(word_t va, word_t last)
{
	return !((va | last) / ABI_USER_AREA_END);
}

ALWAYS_INLINE bool pte_is_present(pte_t pte)
{
	return pte != 0;
}

ALWAYS_INLINE bool pte_is_leaf(pte_t pte, unsigned level)
{
	(void)level;
	return (int64_t)pte > 0;
}

ALWAYS_INLINE phys_t pte_phys(pte_t pte)
{
	return pte & PTE_PHYS_MASK;
}

ALWAYS_INLINE unsigned pte_rights(pte_t pte)
{
	return pte >> PTE_RIGHTS_SHIFT & ABI_RIGHTS_MASK;
}

ALWAYS_INLINE pte_t pte_make(phys_t phys, unsigned rights, unsigned level)
{
	(void)level;
	return phys | (mips_frame_is_device(phys) ? PTE_UNCACHED : PTE_CACHED) |
	       (pte_t)rights << PTE_RIGHTS_SHIFT | PTE_PRESENT;
}

ALWAYS_INLINE pte_t pte_table(phys_t phys)
{
	return (pte_t)(uintptr_t)phys_to_virt(phys);
}

#define ARCH_PTE_TABLE(pte)	((pte_t *)(uintptr_t)(pte))

ALWAYS_INLINE void pte_write(pte_t *slot, pte_t pte)
{
	*slot = pte;
}

/* Empties an entry and answers what it held. */
ALWAYS_INLINE pte_t pte_clear(pte_t *slot)
{
	pte_t old = *slot;

	*slot = 0;
	return old;
}

/* Change the rights of a present page; its reference bits stay. */
ALWAYS_INLINE void pte_set_rights(pte_t *slot, unsigned rights)
{
	const pte_t mask = (pte_t)ABI_RIGHTS_MASK << PTE_RIGHTS_SHIFT | PTE_VALID | PTE_DIRTY;

	*slot = (*slot & ~mask) | (pte_t)rights << PTE_RIGHTS_SHIFT;
}

/* Reference bits of an entry as ABI_STATUS_*.  Fetches leave no bit of their own: a page that was
 * accessed and may be executed counts as executed. */
ALWAYS_INLINE unsigned pte_status(pte_t pte)
{
	unsigned status = 0;

	if (pte & PTE_REFERENCED)
		status = ABI_STATUS_REFERENCED | (pte_rights(pte) & ABI_RIGHT_X);
	if (pte & PTE_WRITTEN)
		status |= ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN;
	return status;
}

/* Read and reset them.  The caller flushes, so that the next access is noticed. */
ALWAYS_INLINE unsigned pte_harvest(pte_t *slot)
{
	unsigned status = pte_status(*slot);

	*slot &= ~(pte_t)(PTE_REFERENCED | PTE_WRITTEN | PTE_VALID | PTE_DIRTY);
	return status;
}

/* The kernel has used the page in the user's place. */
ALWAYS_INLINE void pte_mark_used(pte_t *slot, bool write)
{
	*slot |= PTE_REFERENCED | (write ? PTE_WRITTEN : 0);
}

/* An entry for va that was present has changed, at this level or below a table that is about to be
 * freed: the TLB forgets it (tlb.c). */
void pt_flush_page(struct space *space, word_t va, unsigned level);

#endif
