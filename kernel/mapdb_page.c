/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The short way for what pagers do all day: one page of the smallest size mapped to an empty place
 * whose table is there, and taken back from the few who got it.  Either is done at once, in one
 * bounded piece; or nothing has happened, and the general operation (mapdb_map.c, mapdb_unmap.c) has
 * to be asked (X.2: map items, unmap).
 */
#include <kernel/assert.h>
#include <kernel/mapping.h>

#define MOST_CHILDREN	8

/* May users have the page of the smallest size at this address? */
ALWAYS_INLINE bool is_user_page(word_t va)
{
	return pt_user_range(va, va | (pt_size(0) - 1));
}

/* With one CPU it is known before anything is looked at whether somebody is at work. */
ALWAYS_INLINE bool is_busy(void)
{
	return !regions_many() && revocations_near(0);
}

ALWAYS_INLINE bool is_busy_near(phys_t phys)
{
	return regions_many() && revocations_near(phys);
}

/* From that entry of the sender's to the receiver's place, which must be empty; locked. */
ALWAYS_INLINE bool map_small(struct pt_spot from, word_t snd_fpage, struct space *dst, word_t dva,
			     enum kmem_for who)
{
	struct pt_spot to;

	if (!pt_find_small(dst, dva, &to) || pte_is_present(pt_read(to.slot)))
		return false;
	struct mapping *parent = pt_mapping(from), *m;
	unsigned rights = ABI_FPAGE_RIGHTS(snd_fpage) & pte_rights(pt_read(from.slot));

	if (!parent || !rights || mapping_attribute(parent) || is_busy_near(parent->phys))
		return false;
	m = mapping_take(who);
	if (!m)
		return false;
	mapping_set(m, parent, dst, dva, parent->phys, 0);
	if (likely(from.level == 0)) {
		mapping_push(&parent->family, m);
	} else {
		m->phys += fpage_base(snd_fpage, pt_shift(0)) & (pt_size(from.level) - 1);
		if (!mapping_link(m, who)) {
			mapping_free(m);
			return false;
		}
	}
	pt_fill(to, pte_make(m->phys, rights, 0), (uintptr_t)m);
	return true;
}

bool mapdb_map_page(struct space *src, word_t snd_fpage, word_t snd_base, struct space *dst,
		    word_t window, enum kmem_for who)
{
	unsigned r = fpage_log2(window);
	word_t sva = fpage_base(snd_fpage, pt_shift(0)), dva;

	if (ABI_FPAGE_LOG2(snd_fpage) != pt_shift(0) || r < pt_shift(0) || is_busy() ||
	    !is_user_page(sva))
		return false;
	dva = fpage_base(window, r) | (fpage_base(snd_base, pt_shift(0)) & fpage_last(r));

	struct pt_spot from;

	if (unlikely(!pt_find_small(src, sva, &from)))
		from = pt_find(src, sva);
	if (!pte_is_present(pt_entry(from)) || !is_user_page(dva) ||
	    space_page_is_special(dst, dva) || !region_enter_alone(from))
		return false;
	lock_take(&dst->lock);
	bool done = map_small(from, snd_fpage, dst, dva, who);

	lock_drop(&dst->lock);
	regions_drop();
	return done;
}

/* Children that have none themselves, and not too many. */
static bool has_few_leaves(const struct mapping *m)
{
	const struct mapping *child = m->family.list;

	for (unsigned n = 0; child; n++, child = child->next)
		if (n == MOST_CHILDREN || mapping_has_children(child))
			return false;
	return true;
}

/* As mapping_destroy, for a page of the smallest size in the list of another such. */
static unsigned destroy_leaf(struct mapping *m)
{
	struct space *space = m->space;
	word_t va = mapping_va(m);
	struct pt_spot at;
	unsigned status;

	lock_take(&space->lock);
	if (unlikely(!pt_find_small(space, va, &at)))
		panic("the page of mapping %p is gone", (void *)m);
	status = pte_status(pt_remove_at(space, va, at)) | m->va_bits >> MAPPING_OWN_SHIFT |
		 m->va_bits >> MAPPING_DERIVED_SHIFT;
	lock_drop(&space->lock);
	mapping_pop(m);
	mapping_free(m);
	return status & ABI_RIGHTS_MASK;
}

/* The page of that entry; locked. */
ALWAYS_INLINE bool unmap_small(struct pt_spot at, bool flush, unsigned *status)
{
	struct mapping *m = pt_mapping(at);

	if (!m || is_busy_near(m->phys) || !regions_held(mapping_regions(m)) || !has_few_leaves(m))
		return false;
	struct mapping *parent = m->parent;
	unsigned bits = mapping_take_status(m, MAPPING_DERIVED_SHIFT);

	while (m->family.list)
		bits |= destroy_leaf(m->family.list);
	if (flush)
		bits |= mapping_destroy(m);
	if (parent)
		mapping_add_status(parent, MAPPING_DERIVED_SHIFT, bits);
	mapping_drop_idle_root(flush ? parent : m);
	*status = bits;
	return true;
}

bool mapdb_unmap_page(struct space *s, word_t fpage, bool flush, unsigned *status)
{
	word_t va = fpage_base(fpage, pt_shift(0));
	struct pt_spot at;

	if (ABI_FPAGE_LOG2(fpage) != pt_shift(0) || ABI_FPAGE_RIGHTS(fpage) != ABI_RIGHTS_MASK ||
	    is_busy() || !is_user_page(va))
		return false;
	if (!pt_find_small(s, va, &at) || !pte_is_present(pt_read(at.slot)) ||
	    !region_enter_alone(at))
		return false;
	bool done = at.level == 0 && unmap_small(at, flush, status);

	regions_drop();
	return done;
}
