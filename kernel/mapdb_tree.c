/* SPDX-License-Identifier: BSD-2-Clause */
/* The mapping tree's nodes and families: see mapping.h.  Loops are as long as there are levels, or
 * as a table has entries; nothing recurses. */
#include <kernel/assert.h>
#include <kernel/mapping.h>

#define FAMILY_COUNT_MASK	((uintptr_t)KMEM_PAGE_SIZE - 1)

static KMEM_CACHE(mapping_cache, "mapping", sizeof(struct mapping));

_Static_assert(sizeof(struct mapping) <= 64, "one cache line per mapping");

/* Pieces of the next smaller size in a page of this level. */
static unsigned pieces_log2(unsigned level)
{
	return pt_shift(level) - pt_shift(level - 1);
}

static unsigned index_order(unsigned level)
{
	size_t bytes = sizeof(struct family) << pieces_log2(level);
	unsigned order = 0;

	while ((size_t)KMEM_PAGE_SIZE << order < bytes)
		order++;
	return order;
}

ALWAYS_INLINE struct family *family_index(const struct family *f)
{
	return (struct family *)(f->index & ~FAMILY_COUNT_MASK);
}

ALWAYS_INLINE bool family_empty(const struct family *f)
{
	return !f->list && !f->index;
}

/* The piece of a page of `level` in which this offset lies. */
ALWAYS_INLINE struct family *family_piece(const struct family *f, unsigned level, word_t offset)
{
	word_t in_page = offset & (pt_size(level) - 1);

	return family_index(f) + (in_page >> pt_shift(level - 1));
}

/* The families from m's own down to `level` at this offset, by level; false if one is missing. */
static bool family_path(struct mapping *m, unsigned level, word_t offset,
			struct family *path[PT_LEVELS])
{
	unsigned l = mapping_level(m);

	path[l] = &m->family;
	while (l > level) {
		if (!path[l]->index)
			return false;
		path[l - 1] = family_piece(path[l], l, offset);
		l--;
	}
	return true;
}

/* The family at `level` may have become empty: give back indices without members, upward. */
static void family_prune(struct mapping *m, unsigned level, struct family *path[PT_LEVELS])
{
	for (unsigned l = level; l < mapping_level(m) && family_empty(path[l]); l++) {
		struct family *up = path[l + 1];

		up->index--;
		if (up->index & FAMILY_COUNT_MASK)
			return;
		kmem_free_pages(family_index(up), index_order(l + 1));
		up->index = 0;
	}
}

/* The family for children of this level and offset, made if need be and counted as in use. */
static struct family *family_make(struct mapping *m, unsigned level, word_t offset,
				  enum kmem_for who)
{
	struct family *path[PT_LEVELS];
	unsigned l = mapping_level(m);

	path[l] = &m->family;
	for (; l > level; l--) {
		if (!path[l]->index) {
			void *index = kmem_alloc_pages(index_order(l), who);

			if (!index) {
				family_prune(m, l, path);
				return NULL;
			}
			path[l]->index = (uintptr_t)index;
		}
		path[l - 1] = family_piece(path[l], l, offset);
		if (family_empty(path[l - 1]))
			path[l]->index++;
	}
	return path[level];
}

struct mapping *mapping_take(enum kmem_for who)
{
	return kmem_cache_take(&mapping_cache, who);
}

struct mapping *mapping_alloc(struct mapping *parent, struct space *space, word_t va, phys_t phys,
			      unsigned level, enum kmem_for who)
{
	struct mapping *m = mapping_take(who);

	if (m)
		mapping_set(m, parent, space, va, phys, level);
	return m;
}

bool mapping_link(struct mapping *m, enum kmem_for who)
{
	struct mapping *parent = m->parent;
	struct family *f = &parent->family;

	if (mapping_level(m) != mapping_level(parent)) {
		f = family_make(parent, mapping_level(m), m->phys - parent->phys, who);
		if (!f)
			return false;
	}
	mapping_push(f, m);
	return true;
}

void mapping_unlink(struct mapping *m)
{
	struct mapping *parent = m->parent;
	struct family *path[PT_LEVELS];

	mapping_pop(m);
	if (!m->next && mapping_level(m) != mapping_level(parent) &&
	    family_path(parent, mapping_level(m), m->phys - parent->phys, path))
		family_prune(parent, mapping_level(m), path);
}

void mapping_free(struct mapping *m)
{
	kmem_cache_free(&mapping_cache, m);
}

struct mapping *mapping_create(struct mapping *parent, struct space *space, word_t va,
			       struct pt_spot at, phys_t phys, unsigned level, unsigned rights,
			       enum kmem_for who)
{
	struct mapping *m = mapping_alloc(parent, space, va, phys, level, who);

	if (!m)
		return NULL;
	if (parent)
		mapping_set_attribute(m, mapping_attribute(parent));
	if (!parent || mapping_link(m, who)) {
		if (mapping_show(m, space, va, at, level, rights, who))
			return m;
		if (parent)
			mapping_unlink(m);
	}
	mapping_free(m);
	return NULL;
}

unsigned mapping_destroy(struct mapping *m)
{
	struct space *space = m->space;
	unsigned status;

	kassert(!mapping_has_children(m) && regions_held(mapping_regions(m)));
	lock_take(&space->lock);
	status = pte_status(pt_remove(space, mapping_va(m)));
	lock_drop(&space->lock);
	status |= mapping_take_status(m, MAPPING_OWN_SHIFT);
	status |= mapping_take_status(m, MAPPING_DERIVED_SHIFT);
	if (m->parent)
		mapping_unlink(m);
	mapping_free(m);
	return status;
}

/*
 * Children come in the order of a walk over the families: of a page's own size first, then piece by
 * piece.  A family in use always has a member below it, so the search for one looks at each table
 * of pieces once at most, apart from the pieces that `low` and `high` cut.
 */
struct mapping *mapping_next_smaller(struct mapping *m, struct mapping *after, word_t low,
				     word_t high, int *budget)
{
	struct family *path[PT_LEVELS];
	unsigned top = mapping_level(m), level = top;
	word_t at = low;

	path[top] = &m->family;
	if (after) {
		word_t offset = after->phys - m->phys;

		level = mapping_level(after);
		at = offset > low ? offset : low;
		if (!family_path(m, level, offset, path))
			return NULL;
	}
	for (;;) {
		if (path[level]->index) {
			level--;
		} else {
			/* on to the next piece, of a larger size where those of this one end */
			at = (at & ~(pt_size(level) - 1)) + pt_size(level);
			while (level < top && (at & (pt_size(level + 1) - 1)) == 0)
				level++;
			if (level == top || at >= high)
				return NULL;
		}
		--*budget;
		path[level] = family_piece(path[level + 1], level + 1, at);
		if (path[level]->list)
			return path[level]->list;
	}
}
