/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What granting needs (X.2: grant items): a mapping changes its place and keeps its position in the
 * tree with all that is derived from it.  Part of a large page can be granted only when the large
 * page has become small ones.
 */
#include <kernel/assert.h>
#include <kernel/mapping.h>

enum slice mapping_move(struct mapping *m, struct space *dst, word_t va, struct pt_spot at,
			unsigned rights, enum kmem_for who)
{
	struct space *src = m->space;
	pte_t old;

	kassert(regions_held(mapping_regions(m)));
	if (!mapping_show(m, dst, va, at, mapping_level(m), rights, who))
		return SLICE_NOMEM;
	lock_take(&src->lock);
	old = pt_remove(src, mapping_va(m));
	lock_drop(&src->lock);
	m->space = dst;
	m->va_bits = va | (m->va_bits & MAPPING_BITS);
	mapping_add_status(m, MAPPING_OWN_SHIFT, pte_status(old));
	return SLICE_DONE;
}

/* --- a large page becomes small ones --------------------------------------------------------- */

#define PIECES_PER_STEP	8

ALWAYS_INLINE unsigned pieces_of(const struct mapping *m)
{
	return 1u << (pt_shift(mapping_level(m)) - pt_shift(mapping_level(m) - 1));
}

/* Where the n-th piece's node stands: behind its entry in the table to be. */
ALWAYS_INLINE struct mapping **piece_at(const struct revocation *r, unsigned n)
{
	return (struct mapping **)pt_shadow(r->table + n, mapping_level(r->top) - 1);
}

/* The next piece of m, which is top, in the table that nobody sees yet. */
static COLD bool make_piece(struct revocation *r, struct mapping *m, unsigned rights)
{
	unsigned level = mapping_level(m) - 1;
	word_t offset = (word_t)r->pieces << pt_shift(level);
	struct mapping *piece = mapping_alloc(m->parent, m->space, mapping_va(m) + offset,
					      m->phys + offset, level, r->who);

	if (!piece)
		return false;
	mapping_set_attribute(piece, mapping_attribute(m));
	*piece_at(r, r->pieces) = piece;
	pte_write(r->table + r->pieces, mapping_pte(piece, rights));
	r->pieces++;
	return true;
}

/* From here on users see the small pages.  What was done through the large one waits at its node. */
static void switch_entry(struct revocation *r, struct mapping *m, struct pt_spot at)
{
	pte_t old;

	lock_take(&m->space->lock);
	old = pte_replace(at.slot, pte_table(virt_to_phys(r->table)));
	*pt_shadow(at.slot, at.level) = r->pieces;
	pt_flush_page(m->space, mapping_va(m), at.level);
	lock_drop(&m->space->lock);
	mapping_add_status(m, MAPPING_OWN_SHIFT, pte_status(old));
	mapping_add_status(m, MAPPING_DERIVED_SHIFT, r->status);
}

/* The table, then its pieces, then the switch.  False: out of memory. */
static COLD bool split_make(struct revocation *r, struct mapping *m, int *budget)
{
	struct pt_spot at = pt_find(m->space, mapping_va(m));

	if (!r->table) {
		r->table = pt_new_table(at.level - 1, r->who);
		*budget -= MAPDB_MAP_COST;
		return r->table;
	}
	for (unsigned n = 0; n < PIECES_PER_STEP && r->pieces < pieces_of(m); n++)
		if (!make_piece(r, m, pte_rights(pt_read(at.slot))))
			return false;
	if (r->pieces < pieces_of(m))
		return true;
	/* the first piece in the family brings the index that the others need */
	if (!mapping_link(*piece_at(r, 0), r->who))
		return false;
	switch_entry(r, m, at);
	r->split = SPLIT_LINKS;
	r->pieces = 0;
	*budget -= MAPDB_MAP_COST;
	return true;
}

/* Pieces into the family; each inherits the status bits, for nobody knows which were whose. */
static COLD bool split_link(struct revocation *r, struct mapping *m)
{
	const word_t status = m->va_bits & ((word_t)ABI_RIGHTS_MASK << MAPPING_OWN_SHIFT |
					    (word_t)ABI_RIGHTS_MASK << MAPPING_DERIVED_SHIFT);

	for (unsigned n = 0; n < PIECES_PER_STEP && r->pieces < pieces_of(m); n++, r->pieces++) {
		struct mapping *piece = *piece_at(r, r->pieces);
		bool linked = r->pieces == 0 || mapping_link(piece, KMEM_PRIVILEGED);

		kassert(linked);
		(void)linked;
		piece->va_bits |= status;
	}
	return r->pieces == pieces_of(m);
}

/* Memory has run out: all goes back. */
static COLD bool split_undo(struct revocation *r, struct mapping *m)
{
	for (unsigned n = 0; n < PIECES_PER_STEP && r->pieces > 0; n++)
		mapping_free(*piece_at(r, --r->pieces));
	if (r->pieces > 0)
		return false;
	if (r->table)
		pt_free_table(r->table, mapping_level(m) - 1);
	return true;
}

COLD bool mapping_split_step(struct revocation *r, int *budget)
{
	switch (r->split) {
	case SPLIT_MAKES:
		if (!split_make(r, r->top, budget))
			r->split = SPLIT_UNDOES;
		return false;
	case SPLIT_LINKS:
		return split_link(r, r->top);
	case SPLIT_UNDOES:
		return split_undo(r, r->top);
	default:
		return true;
	}
}

COLD enum slice mapping_split(struct mapping *m, enum kmem_for who, int *budget)
{
	struct revocation *r = revocation_of(m->phys, mapping_level(m));

	if (!r) {
		r = revocation_start(m, 0, mapping_size(m), ABI_RIGHTS_MASK, false, NULL);
		if (r) {
			r->split = SPLIT_MAKES;
			r->who = who;
		} else {
			r = revocation_before(m);
		}
	}
	/* one that somebody else's allowance was too small for is tried again */
	bool ours = r->top == m && r->who >= who;

	return revocation_drive(r, budget) && ours && r->split == SPLIT_UNDOES ? SLICE_NOMEM :
										 SLICE_MORE;
}
