/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables: one radix walker over the levels and entry codecs of <arch/pgtable.h>.  Behind each
 * table lies its shadow, one word per entry in use:
 *	of a table	the number of present entries in it
 *	of a page	its mapping node, or 0 (kernel page: KIP, dead UTCBs), or odd (UTCBs)
 * Used by the mapping database and by spaces for their KIP and UTCB pages.  Changing takes the
 * space's lock, looking takes none.
 */
#ifndef KERNEL_PGTABLE_H
#define KERNEL_PGTABLE_H

#include <kernel/kmem.h>
#include <kernel/space.h>
#include <kernel/types.h>
#include <arch/memory.h>
#include <arch/pgtable.h>

/* The entry that decides about an address: a page, or an empty one; and the one above it, which
 * points at its table (NULL: the top-level one). */
struct pt_spot {
	pte_t *slot, *above;
	unsigned level;
};

ALWAYS_INLINE size_t pt_table_bytes(unsigned level)
{
	return pt_entries(level) * sizeof(pte_t);
}

/* A table and its shadow, as kernel memory. */
ALWAYS_INLINE unsigned pt_table_order(unsigned level)
{
	size_t bytes = pt_table_bytes(level) + pt_entries(level) * sizeof(uintptr_t);
	unsigned order = 0;

	while ((size_t)KMEM_PAGE_SIZE << order < bytes)
		order++;
	return order;
}

ALWAYS_INLINE uintptr_t *pt_shadow(pte_t *slot, unsigned level)
{
	uintptr_t bytes = pt_table_bytes(level);

	if (sizeof(pte_t) == sizeof(uintptr_t))
		return (uintptr_t *)((uintptr_t)slot + bytes);
	uintptr_t table = (uintptr_t)slot & ~(bytes - 1);

	return (uintptr_t *)(table + bytes) + (slot - (pte_t *)table);
}

ALWAYS_INLINE word_t pt_size(unsigned level)
{
	return (word_t)1 << pt_shift(level);
}

/* An empty table with its shadow, which is written with the entries; NULL when out of memory. */
pte_t *pt_new_table(unsigned level, enum kmem_for who);
void pt_free_table(pte_t *table, unsigned level);
/* Of one that others may be looking at: as soon as none can. */
#ifdef CONFIG_SMP
void pt_discard_table(pte_t *table, unsigned level);
/* The same for a page of kernel memory that users could see. */
void pt_discard_page(void *page);
#else
#define pt_discard_table	pt_free_table
#define pt_discard_page(page)	kmem_free_pages(page, 0)
#endif

#ifndef ARCH_PTE_TABLE
#define ARCH_PTE_TABLE(pte)	phys_to_virt(pte_phys(pte))
#endif

ALWAYS_INLINE pte_t *pt_table(pte_t pte)
{
	return ARCH_PTE_TABLE(pte);
}

/*
 * Who changes entries of a table has the space's lock, and for entries with a node the lock of the
 * frame's region.  Whoever else looks reads each entry once: tables stay readable for who has found
 * them, until the end of his slice (pt_discard_table), and what stands above an entry in use can't
 * go.
 */
ALWAYS_INLINE pte_t pt_read(const pte_t *slot)
{
#ifdef CONFIG_SMP
	return pte_load(slot);
#else
	return *slot;
#endif
}

/* Something else in place of a present entry: users on other CPUs never find it empty. */
ALWAYS_INLINE pte_t pte_replace(pte_t *slot, pte_t pte)
{
#ifdef CONFIG_SMP
	return pte_exchange(slot, pte);
#else
	pte_t old = pte_clear(slot);

	pte_write(slot, pte);
	return old;
#endif
}

/* What the entry says now; one that has become a table since it was found counts as empty. */
ALWAYS_INLINE pte_t pt_entry(struct pt_spot at)
{
	pte_t pte = pt_read(at.slot);

#ifdef CONFIG_SMP
	if (at.level > 0 && pte_is_present(pte) && unlikely(!pte_is_leaf(pte, at.level)))
		return 0;
#endif
	return pte;
}

/* Where a page's frame begins: below the size of a large one its entry holds other things. */
ALWAYS_INLINE phys_t pte_frame(pte_t pte, unsigned level)
{
	return pte_phys(pte) & ~(phys_t)(pt_size(level) - 1);
}

ALWAYS_INLINE phys_t pt_frame(struct pt_spot at)
{
	return pte_frame(pt_read(at.slot), at.level);
}

/* Find the entry for a user address. */
struct pt_spot pt_find(const struct space *s, word_t va);

/* The same in line, for what does it page after page. */
ALWAYS_INLINE struct pt_spot pt_walk(const struct space *s, word_t va)
{
	struct pt_spot at = { s->root + pt_index(va, PT_LEVELS - 1), NULL, PT_LEVELS - 1 };

#pragma GCC unroll 8
	for (unsigned level = PT_LEVELS - 1; level > 0; level--) {
		pte_t pte = pt_read(at.slot);

		if (!pte_is_present(pte) || pte_is_leaf(pte, level))
			break;
		at.above = at.slot;
		at.slot = pt_table(pte) + pt_index(va, level - 1);
		at.level = level - 1;
	}
	return at;
}

/* For what stands in a table of the smallest pages only; false if there is no such table. */
ALWAYS_INLINE bool pt_find_small(const struct space *s, word_t va, struct pt_spot *at)
{
	pte_t *slot = s->root + pt_index(va, PT_LEVELS - 1), *above = NULL;

#pragma GCC unroll 8
	for (unsigned level = PT_LEVELS - 1; level > 0; level--) {
		pte_t pte = pt_read(slot);

		if (!pte_is_present(pte) || pte_is_leaf(pte, level))
			return false;
		above = slot;
		slot = pt_table(pte) + pt_index(va, level - 1);
	}
	*at = (struct pt_spot){ slot, above, 0 };
	return true;
}

/* An empty entry gets its content. */
ALWAYS_INLINE void pt_fill(struct pt_spot at, pte_t pte, uintptr_t shadow)
{
	__atomic_store_n(pt_shadow(at.slot, at.level), shadow, __ATOMIC_RELAXED);
	pte_write(at.slot, pte);
	if (at.above)
		++*pt_shadow(at.above, at.level + 1);
}

/* Bytes from va, whose entry is empty, to the end of the empty entries in this table, going no
 * further than needed to pass `limit` bytes, and no further than a step may.  Charges the budget. */
word_t pt_empty_run(struct pt_spot at, word_t va, word_t limit, int *budget);

/* With the space's lock: is the place still empty, and are there no smaller pages?  Then find its
 * entry again.  With one CPU nobody was there since. */
ALWAYS_INLINE bool pt_still_empty(const struct space *s, word_t va, unsigned level,
				  struct pt_spot *at)
{
#ifdef CONFIG_SMP
	*at = pt_find(s, va);
	return !pte_is_present(pt_read(at->slot)) && at->level >= level;
#else
	(void)s, (void)va, (void)level, (void)at;
	return true;
#endif
}

/* Fill the entry for va at this level, making tables below `at`, which is empty and what pt_find
 * says now.  False: out of memory, nothing has changed. */
bool pt_insert(struct space *s, word_t va, struct pt_spot at, unsigned level, pte_t pte,
	       uintptr_t shadow, enum kmem_for who);

/* Empty a page's entry, free the tables that are empty now, flush.  Answers what it held. */
pte_t pt_remove(struct space *s, word_t va);
pte_t pt_remove_at(struct space *s, word_t va, struct pt_spot at);

#endif
