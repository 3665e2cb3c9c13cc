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
	unsigned level = mapping_level(m);
	pte_t old;

	if (!pt_insert(dst, va, at, level, mapping_pte(m, rights), (uintptr_t)m, who))
		return SLICE_NOMEM;
	old = pt_remove(m->space, mapping_va(m));
	m->space = dst;
	m->va_bits = va | (m->va_bits & MAPPING_BITS);
	mapping_add_status(m, MAPPING_OWN_SHIFT, pte_status(old));
	return SLICE_DONE;
}

static void free_chain(struct mapping *first)
{
	while (first) {
		struct mapping *next = first->next;

		mapping_free(first);
		first = next;
	}
}

/* Nodes for all pieces of m, chained, lowest first; NULL when out of memory. */
static struct mapping *alloc_pieces(struct mapping *m, unsigned level, enum kmem_for who)
{
	struct mapping *chain = NULL;

	for (word_t offset = mapping_size(m); offset > 0;) {
		offset -= pt_size(level);
		struct mapping *piece = mapping_alloc(m->parent, m->space, mapping_va(m) + offset,
						      m->phys + offset, level, who);

		if (!piece) {
			free_chain(chain);
			return NULL;
		}
		mapping_set_attribute(piece, mapping_attribute(m));
		piece->next = chain;
		chain = piece;
	}
	return chain;
}

/*
 * Put the pieces (the first is in the tree already) and a table of their pages in place of m.
 * Each inherits the status bits: nobody knows which were whose.
 */
static void install_pieces(struct mapping *m, struct mapping *piece, struct mapping *rest,
			   pte_t *table)
{
	struct pt_spot at = pt_find(m->space, mapping_va(m));
	pte_t old = pte_clear(at.slot);
	unsigned own = pte_status(old) | mapping_take_status(m, MAPPING_OWN_SHIFT);
	unsigned derived = mapping_take_status(m, MAPPING_DERIVED_SHIFT), n = 0;

	pt_flush_page(m->space, mapping_va(m), at.level);
	for (;; n++) {
		mapping_add_status(piece, MAPPING_OWN_SHIFT, own);
		mapping_add_status(piece, MAPPING_DERIVED_SHIFT, derived);
		*pt_shadow(table + n, at.level - 1) = (uintptr_t)piece;
		pte_write(table + n, mapping_pte(piece, pte_rights(old)));
		if (!rest)
			break;
		piece = rest;
		rest = piece->next;
		bool linked = mapping_link(piece, KMEM_PRIVILEGED);

		kassert(linked);
		(void)linked;
	}
	*pt_shadow(at.slot, at.level) = n + 1;
	pte_write(at.slot, pte_table(virt_to_phys(table)));
	mapping_unlink(m);
	mapping_free(m);
}

/*
 * The one slice that is as long as a table: about 512 nodes are made at once.  Before, what is
 * derived from the large page is flushed, for children of its own size would belong to no piece.
 */
enum slice mapping_split(struct mapping *m, enum kmem_for who, int *budget)
{
	unsigned level = mapping_level(m) - 1;
	struct revocation *r = revocation_of(m->phys, level + 1);

	if (!r && mapping_has_children(m)) {
		r = revocation_start(m, 0, mapping_size(m), ABI_RIGHTS_MASK, false, NULL);
		if (!r)
			r = revocation_any();
	}
	if (r) {
		(void)revocation_run(r, budget);
		return SLICE_MORE;
	}
	struct mapping *piece = alloc_pieces(m, level, who), *rest = piece ? piece->next : NULL;
	pte_t *table = piece ? pt_new_table(level, who) : NULL;

	/* the first piece linked brings the index that the others need */
	if (!table || !mapping_link(piece, who)) {
		if (table)
			pt_free_table(table, level);
		free_chain(piece);
		return SLICE_NOMEM;
	}
	install_pieces(m, piece, rest, table);
	*budget -= MAPDB_SLICE;
	return SLICE_DONE;
}
