/* SPDX-License-Identifier: BSD-2-Clause */
/* The page table walker: see pgtable.h.  No recursion; each loop is as long as there are levels. */
#include <kernel/assert.h>
#include <kernel/pgtable.h>
#include <kernel/smp.h>

pte_t *pt_new_table(unsigned level, enum kmem_for who)
{
	pte_t *table = kmem_take_pages(pt_table_order(level), who);

	return table ? __builtin_memset(table, 0, pt_table_bytes(level)) : NULL;
}

void pt_free_table(pte_t *table, unsigned level)
{
	kmem_free_pages(table, pt_table_order(level));
}

#ifdef CONFIG_SMP

/* All entries of a table that goes are empty, so nobody looks at its shadow. */
struct discarded_table {
	struct grace grace;
	unsigned level;
};

static void free_discarded(struct grace *g)
{
	struct discarded_table *d = container_of(g, struct discarded_table, grace);

	pt_free_table((pte_t *)((uintptr_t)d - pt_table_bytes(d->level)), d->level);
}

void pt_discard_table(pte_t *table, unsigned level)
{
	struct discarded_table *d = (struct discarded_table *)pt_shadow(table, level);

	d->level = level;
	grace_call(&d->grace, free_discarded);
}

static void free_page(struct grace *g)
{
	kmem_free_pages(g, 0);
}

void pt_discard_page(void *page)
{
	smp_flush_commit();	/* users could write it */
	grace_call((struct grace *)page, free_page);
}

#endif

/* Once in the kernel: inline copies of it everywhere would be a tenth of the text. */
NOINLINE struct pt_spot pt_find(const struct space *s, word_t va)
{
	return pt_walk(s, va);
}

#define RUN_MAX		128	/* entries looked at in one go */

static bool is_used(const pte_t *entry)
{
	return pte_is_present(pt_read(entry));
}

/* How many of the `most` entries from here on are empty; four at a time, which are one test. */
static unsigned count_empty(const pte_t *entry, unsigned most)
{
	unsigned n = 0;

	while (n + 4 <= most && !(is_used(entry + n) | is_used(entry + n + 1) |
				  is_used(entry + n + 2) | is_used(entry + n + 3)))
		n += 4;
	while (n < most && !is_used(entry + n))
		n++;
	return n;
}

word_t pt_empty_run(struct pt_spot at, word_t va, word_t limit, int *budget)
{
	word_t size = pt_size(at.level), run = size - (va & (size - 1));
	unsigned most = pt_entries(at.level) - 1 - pt_index(va, at.level), n;

	if (most > RUN_MAX - 1)
		most = RUN_MAX - 1;
	if (run > limit)
		most = 0;
	else if ((limit - run) >> pt_shift(at.level) < most)
		most = ((limit - run) >> pt_shift(at.level)) + 1;
	n = count_empty(at.slot + 1, most);
	run += n * size;
	*budget -= 1 + (n + 1) / 8;
	return run ? run : limit + 1;	/* 0: to the end of what a word can address */
}

/* The entries on the way to va, by level, from the top down to `level`. */
static void walk(struct space *s, word_t va, unsigned level, pte_t *path[PT_LEVELS])
{
	path[PT_LEVELS - 1] = s->root + pt_index(va, PT_LEVELS - 1);
	for (unsigned l = PT_LEVELS - 1; l > level; l--)
		path[l - 1] = pt_table(pt_read(path[l])) + pt_index(va, l - 1);
}

/* The table that the entry at `level` points at is empty: free it, and upward those it was the
 * last entry of.  All entries first, then one flush, then the memory. */
static COLD void release_tables(struct space *s, word_t va, unsigned level)
{
	pte_t *path[PT_LEVELS], *tables[PT_LEVELS];
	unsigned top = level + 1;

	walk(s, va, level, path);
	while (top < PT_LEVELS && --*pt_shadow(path[top], top) == 0)
		top++;
	for (unsigned l = level; l < top; l++)
		tables[l] = pt_table(pte_clear(path[l]));
	pt_flush_page(s, va, level - 1);
	for (unsigned l = level; l < top; l++)
		pt_discard_table(tables[l], l - 1);
}

/* Tables from `at` down to `level`; false if there is no memory for all. */
static COLD bool grow(struct space *s, word_t va, struct pt_spot *at, unsigned level,
		      enum kmem_for who)
{
	unsigned had = at->level;

	while (at->level > level) {
		pte_t *table = pt_new_table(at->level - 1, who);

		if (!table) {
			if (at->level < had)	/* the last one made is empty */
				release_tables(s, va, at->level + 1);
			return false;
		}
		pt_fill(*at, pte_table(virt_to_phys(table)), 0);
		at->above = at->slot;
		at->level--;
		at->slot = table + pt_index(va, at->level);
	}
	return true;
}

bool pt_insert(struct space *s, word_t va, struct pt_spot at, unsigned level, pte_t pte,
	       uintptr_t shadow, enum kmem_for who)
{
	kassert(at.level >= level);
	if (unlikely(at.level != level) && !grow(s, va, &at, level, who))
		return false;
	kassert(!pte_is_present(pt_read(at.slot)));
	pt_fill(at, pte, shadow);
	return true;
}

pte_t pt_remove(struct space *s, word_t va)
{
	return pt_remove_at(s, va, pt_find(s, va));
}

pte_t pt_remove_at(struct space *s, word_t va, struct pt_spot at)
{
	pte_t old = pte_clear(at.slot);

	kassert(pte_is_leaf(old, at.level));
	__atomic_store_n(pt_shadow(at.slot, at.level), 0, __ATOMIC_RELAXED);
	if (at.above && --*pt_shadow(at.above, at.level + 1) == 0)
		release_tables(s, va, at.level + 1);
	else
		pt_flush_page(s, va, at.level);
	return old;
}
