/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inside the mapping database: nodes, families of derived mappings, revocations.  Included by the
 * mapdb_*.c files and by the debugger only.
 *
 * A node stands for one page of one space; the shadow of its page table entry points at it.  Nodes
 * without parent are sigma0's own, 1:1 with physical memory.  What a space maps on from its page
 * are the node's children: those of the same size in a list, smaller ones in an index by piece, so
 * that one piece of a large page is found without looking at the others.
 */
#ifndef KERNEL_MAPPING_H
#define KERNEL_MAPPING_H

#include <kernel/mapdb.h>
#include <kernel/pgtable.h>
#include <kernel/region.h>
#include <kernel/smp.h>
#include <arch/attribute.h>

/* The derived mappings of a page or of a piece of one. */
struct family {
	struct mapping *list;	/* of just this size */
	uintptr_t index;	/* array of families, one per piece of the next smaller size, with
				   the number of those in use in its low bits; or 0 */
};

struct mapping {
	struct mapping *parent;
	struct mapping *next, **link;	/* siblings of one family; link: what points at this one */
	struct family family;
	struct space *space;
	word_t va_bits;		/* page address | MAPPING_* */
	phys_t phys;
};

#define MAPPING_LEVEL_MASK	0x007u
#define MAPPING_OWN_SHIFT	3	/* status: accesses through this page, collected early */
#define MAPPING_DERIVED_SHIFT	6	/* status: accesses through derived pages that are gone */
#define MAPPING_ATTRIBUTE_SHIFT	9	/* how it is cached, arch/attribute.h */
#define MAPPING_ATTRIBUTE_MASK	0xe00u
#define MAPPING_BITS		0xfffu

/* What one slice may cost: a page table step or a family looked at is 1, a node touched is 4. */
#define MAPDB_SLICE		16
#define MAPDB_NODE_COST		4
#define MAPDB_MAP_COST		12	/* a new mapping, perhaps with a table for it */

ALWAYS_INLINE unsigned mapping_level(const struct mapping *m)
{
	return m->va_bits & MAPPING_LEVEL_MASK;
}

ALWAYS_INLINE word_t mapping_va(const struct mapping *m)
{
	return m->va_bits & ~(word_t)MAPPING_BITS;
}

ALWAYS_INLINE word_t mapping_size(const struct mapping *m)
{
	return pt_size(mapping_level(m));
}

/* The attribute that the page was given, or the one it came from; 0 is the default. */
ALWAYS_INLINE unsigned mapping_attribute(const struct mapping *m)
{
	return (m->va_bits & MAPPING_ATTRIBUTE_MASK) >> MAPPING_ATTRIBUTE_SHIFT;
}

ALWAYS_INLINE void mapping_set_attribute(struct mapping *m, unsigned attribute)
{
	m->va_bits = (m->va_bits & ~(word_t)MAPPING_ATTRIBUTE_MASK) |
		     attribute << MAPPING_ATTRIBUTE_SHIFT;
}

/* The node's page table entry. */
ALWAYS_INLINE pte_t mapping_pte(const struct mapping *m, unsigned rights)
{
	unsigned level = mapping_level(m), attribute = mapping_attribute(m);
	pte_t pte = pte_make(m->phys, rights, level);

	return likely(attribute == 0) ? pte : pte_with_attribute(pte, attribute, level);
}

/* Kept status bits: read and forget, or add. */
ALWAYS_INLINE unsigned mapping_take_status(struct mapping *m, unsigned shift)
{
	unsigned status = m->va_bits >> shift & ABI_RIGHTS_MASK;

	m->va_bits &= ~((word_t)ABI_RIGHTS_MASK << shift);
	return status;
}

ALWAYS_INLINE void mapping_add_status(struct mapping *m, unsigned shift, unsigned status)
{
	m->va_bits |= (word_t)status << shift;
}

/* The page's node, or NULL where the shadow tells of a kernel page. */
ALWAYS_INLINE struct mapping *pt_mapping(struct pt_spot at)
{
	uintptr_t shadow = __atomic_load_n(pt_shadow(at.slot, at.level), __ATOMIC_RELAXED);

	return shadow & 1 ? NULL : (struct mapping *)shadow;
}

/* May sigma0 own this?  Not every frame of memory, but everything of other kinds. */
ALWAYS_INLINE bool root_page_ok(const struct space *sigma0, phys_t phys, unsigned level)
{
	return sigma0->domain || arch_user_frame_ok(phys, pt_shift(level));
}

/* Fpages (X.2: fpages): log2 of the size in bytes, ABI_WORD_BITS if complete, 0 if not memory. */
ALWAYS_INLINE unsigned fpage_log2(word_t fpage)
{
	unsigned log2size = ABI_FPAGE_LOG2(fpage);

	if ((fpage & ~(word_t)0xf) == ABI_FPAGE_COMPLETE ||
	    log2size > ABI_WORD_BITS)
		return ABI_WORD_BITS;
	return log2size < ABI_FPAGE_BASE_SHIFT ? 0 : log2size;
}

ALWAYS_INLINE word_t fpage_base(word_t fpage, unsigned log2size)
{
	return log2size >= ABI_WORD_BITS ? 0 : fpage >> log2size << log2size;
}

/* Offset of the last byte.  The complete space ends one early, so that the next offset is a number:
 * no user has the last page. */
ALWAYS_INLINE word_t fpage_last(unsigned log2size)
{
	return log2size >= ABI_WORD_BITS ? ~(word_t)1 : ((word_t)1 << log2size) - 1;
}

/* mapdb_tree.c */

/* All fields of a new node, one by one: memory is written once. */
ALWAYS_INLINE void mapping_set(struct mapping *m, struct mapping *parent, struct space *space,
			       word_t va, phys_t phys, unsigned level)
{
	m->parent = parent;
	m->next = NULL;
	m->link = NULL;
	m->family.list = NULL;
	m->family.index = 0;
	m->space = space;
	m->va_bits = va | level;
	m->phys = phys;
}

/* Into a family's list, and out of it. */
ALWAYS_INLINE void mapping_push(struct family *f, struct mapping *m)
{
	m->next = f->list;
	m->link = &f->list;
	if (m->next)
		m->next->link = &m->next;
	f->list = m;
}

ALWAYS_INLINE void mapping_pop(struct mapping *m)
{
	*m->link = m->next;
	if (m->next)
		m->next->link = m->link;
}

/* A node, derived from `parent` (or a root), and its page in `space`; `at` is the empty entry
 * there.  NULL when out of memory, or if regions_again(); then nothing has changed. */
struct mapping *mapping_create(struct mapping *parent, struct space *space, word_t va,
			       struct pt_spot at, phys_t phys, unsigned level, unsigned rights,
			       enum kmem_for who);
/* A node alone, not yet in any family; and into its parent's family: false if out of memory. */
struct mapping *mapping_alloc(struct mapping *parent, struct space *space, word_t va, phys_t phys,
			      unsigned level, enum kmem_for who);
/* ... for those who set it themselves: no field means anything yet. */
struct mapping *mapping_take(enum kmem_for who);
bool mapping_link(struct mapping *m, enum kmem_for who);
void mapping_unlink(struct mapping *m);
/* The page table entry of a node, at its place in a space, which is empty: false as above. */
ALWAYS_INLINE bool mapping_show(struct mapping *m, struct space *space, word_t va,
				struct pt_spot at, unsigned level, unsigned rights,
				enum kmem_for who)
{
	bool shown = false;

	lock_take(&space->lock);
	if (pt_still_empty(space, va, level, &at))
		shown = pt_insert(space, va, at, level, mapping_pte(m, rights), (uintptr_t)m, who);
	else
		regions_look_again();
	lock_drop(&space->lock);
	return shown;
}

/* A node without children goes, and its page; answers all status bits it had. */
unsigned mapping_destroy(struct mapping *m);
void mapping_free(struct mapping *m);
ALWAYS_INLINE bool mapping_has_children(const struct mapping *m)
{
	return m->family.list || m->family.index;
}
/* The child after this one (NULL: the first) of those that overlap bytes [low, high) of m; all of
 * them in an order of their own.  NULL: no more.  Charges what it looked at. */
struct mapping *mapping_next_smaller(struct mapping *m, struct mapping *after, word_t low,
				     word_t high, int *budget);
ALWAYS_INLINE struct mapping *mapping_next_child(struct mapping *m, struct mapping *after,
						 word_t low, word_t high, int *budget)
{
	struct mapping *next = after ? after->next : m->family.list;

	return next || !m->family.index ? next : mapping_next_smaller(m, after, low, high, budget);
}

/* The locks for a change of this page, what it hands up to its parent included. */
ALWAYS_INLINE region_set mapping_regions(const struct mapping *m)
{
#ifdef CONFIG_SMP
	if (m->parent && mapping_level(m->parent) > 1)
		return region_bit(REGION_WIDE);
#endif
	return region_bit(region_number(m->phys, mapping_level(m)));
}

/* mapdb_revoke.c */

/*
 * Rights being taken from everything derived from `top` (and from itself): a depth-first walk that
 * rests at `cursor` between slices.  It excludes every other change to mappings of top's frames;
 * who wants one runs the walk to its end first.  A split goes on after the walk, at top itself.
 */
struct revocation {
	struct mapping *top;	/* NULL: record not in use */
	struct mapping *cursor;
	struct unmap_op *owner;	/* gets the status bits; NULL if gone or never there */
	word_t low, high;	/* bytes of top that matter */
	uint8_t rights;
	uint8_t status;
	int8_t attribute;	/* to set instead of taking rights, or -1 */
	bool self;		/* top too */
	bool ascending;		/* the cursor's children are done */
	/* mapdb_grant.c: top becomes smaller pages */
	uint8_t split, who;	/* how far it is; enum kmem_for */
	unsigned pieces;	/* of them: made, or in their family */
	pte_t *table;		/* of the pieces' pages */
};

enum { SPLIT_NOT, SPLIT_MAKES, SPLIT_LINKS, SPLIT_UNDOES };

#ifdef CONFIG_SMP
#define REVOCATIONS	2
#else
#define REVOCATIONS	8
#endif

/* The records of a region, by its number; behind them those of pages that are larger than regions. */
struct revocations {
	unsigned active;	/* how many there are */
	struct revocation records[REVOCATIONS];
};

#define REGION_RECORDS	(REGION_WIDE + 1)
extern struct revocations revocations[REGION_RECORDS];

/* Is there any that might concern a page of the smallest size? */
ALWAYS_INLINE bool revocations_near(phys_t phys)
{
	return revocations[region_number(phys, 0)].active | revocations[REGION_WIDE].active;
}
/* Give back sigma0's own page (m may be NULL or another's) if nobody uses it any more. */
void mapping_drop_idle_root(struct mapping *m);
/* The revocation that must end before mappings of these frames may change, or NULL. */
struct revocation *revocation_of(phys_t phys, unsigned level);
/* Nobody has one over top's frames.  NULL: too many under way, help one of them
 * (revocation_before). */
struct revocation *revocation_start(struct mapping *top, word_t low, word_t high, unsigned rights,
				    bool self, struct unmap_op *owner);
struct revocation *revocation_before(const struct mapping *top);
/* Any at all: for tests and for the debugger. */
struct revocation *revocation_any(void);
/* What the operation has under way, if it hasn't ended, with the locks for it; NULL also if the step
 * must look again. */
struct revocation *revocation_of_op(const struct unmap_op *op);
/* Work until it has ended or the budget is used up; true if it has ended. */
bool revocation_run(struct revocation *r, int *budget);
/* The same for who waits for it: if that ended it there is some budget left, so that nobody else
 * gets in between. */
bool revocation_drive(struct revocation *r, int *budget);
/* Flush this node with all that is derived: one bounded piece of it, or of what stands before it;
 * true if that came to an end. */
bool mapping_flush(struct mapping *m, int *budget);

/* mapdb_grant.c */

/* Move m's page to another place (`at`, empty), with fewer rights perhaps: SLICE_DONE or
 * SLICE_NOMEM. */
enum slice mapping_move(struct mapping *m, struct space *dst, word_t va, struct pt_spot at,
			unsigned rights, enum kmem_for who);
/* A slice of replacing m by pages of the next smaller size, after what is derived from it has been
 * flushed; or of what stands before that.  SLICE_MORE: look again. */
enum slice mapping_split(struct mapping *m, enum kmem_for who, int *budget);
/* The steps of that after the walk; true if that was the last.  Then top's node is to go, unless
 * memory has run out (SPLIT_UNDOES). */
bool mapping_split_step(struct revocation *r, int *budget);

/* mapdb_unmap.c: one step of a flush of [base, base + last] in the course of another operation;
 * SLICE_DONE when all of it is done. */
enum slice mapdb_flush_step(struct space *s, word_t base, word_t last, word_t *done, int *budget);

#endif
