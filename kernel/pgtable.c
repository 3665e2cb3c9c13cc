/* SPDX-License-Identifier: BSD-2-Clause */
/* The page table walker: see pgtable.h.  No recursion; each loop is as long as there are levels. */
#include <kernel/assert.h>
#include <kernel/pgtable.h>

pte_t *pt_new_table(unsigned level, enum kmem_for who)
{
	return kmem_alloc_pages(pt_table_order(level), who);
}

void pt_free_table(pte_t *table, unsigned level)
{
	kmem_free_pages(table, pt_table_order(level));
}

ALWAYS_INLINE pte_t *table_of(pte_t pte)
{
	return phys_to_virt(pte_phys(pte));
}

struct pt_spot pt_find(const struct space *s, word_t va)
{
	unsigned level = PT_LEVELS - 1;
	pte_t *slot = s->root + pt_index(va, level);

	while (pte_is_present(*slot) && !pte_is_leaf(*slot, level)) {
		level--;
		slot = table_of(*slot) + pt_index(va, level);
	}
	return (struct pt_spot){ slot, level };
}

word_t pt_empty_run(struct pt_spot at, word_t va, word_t limit, int *budget)
{
	word_t size = pt_size(at.level), run = size - (va & (size - 1));
	unsigned index = pt_index(va, at.level), i = index + 1;

	while (i < pt_entries(at.level) && run <= limit && !pte_is_present(*++at.slot)) {
		run += size;
		i++;
	}
	*budget -= 1 + (i - index) / 32;
	return run;
}

/* The entry at `level` lost one of the pages or tables below it: free what is empty, upward. */
static void pt_release(struct space *s, word_t va, unsigned level, pte_t *path[PT_LEVELS])
{
	unsigned top = level;

	while (top < PT_LEVELS && --*pt_shadow(path[top], top) == 0)
		top++;
	/* all entries first, then one flush, then the memory */
	pte_t *tables[PT_LEVELS];

	for (unsigned l = level; l < top; l++)
		tables[l] = table_of(pte_clear(path[l]));
	pt_flush_page(s, va, level - 1);
	for (unsigned l = level; l < top; l++)
		pt_free_table(tables[l], l - 1);
}

bool pt_insert(struct space *s, word_t va, unsigned level, pte_t pte, uintptr_t shadow,
	       enum kmem_for who)
{
	unsigned l = PT_LEVELS - 1;
	pte_t *path[PT_LEVELS];
	uintptr_t top_count = 0, *count = &top_count;

	path[l] = s->root + pt_index(va, l);
	while (l > level) {
		if (!pte_is_present(*path[l])) {
			pte_t *table = pt_new_table(l - 1, who);

			if (!table) {
				/* *count isn't raised yet: as if one had just left */
				if (l < PT_LEVELS - 1) {
					++*count;
					pt_release(s, va, l + 1, path);
				}
				return false;
			}
			*pt_shadow(path[l], l) = 0;
			pte_write(path[l], pte_table(virt_to_phys(table)));
			++*count;
		}
		kassert(!pte_is_leaf(*path[l], l));
		count = pt_shadow(path[l], l);
		pte_t *table = table_of(*path[l]);

		l--;
		path[l] = table + pt_index(va, l);
	}
	kassert(!pte_is_present(*path[l]));
	*pt_shadow(path[l], l) = shadow;
	pte_write(path[l], pte);
	++*count;
	return true;
}

pte_t pt_remove(struct space *s, word_t va, unsigned level)
{
	unsigned l = PT_LEVELS - 1;
	pte_t *path[PT_LEVELS];

	path[l] = s->root + pt_index(va, l);
	while (l > level) {
		pte_t *table = table_of(*path[l]);

		l--;
		path[l] = table + pt_index(va, l);
	}
	kassert(pte_is_leaf(*path[level], level));
	pte_t old = pte_clear(path[level]);

	*pt_shadow(path[level], level) = 0;
	if (level + 1 < PT_LEVELS)
		pt_release(s, va, level + 1, path);
	else
		pt_flush_page(s, va, level);
	return old;
}
