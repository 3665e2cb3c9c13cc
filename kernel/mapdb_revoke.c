/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Revocation: taking rights (or just reading the reference bits) from all that is derived from a
 * page.  The walk is depth first and needs no memory: it rests at a node, and knows of it whether
 * its children are done.  It needs no fixing either, because while it goes on nobody else changes
 * mappings of these frames; whoever wants to drives it to its end first (X.2: unmap; see
 * docs/mapping.md for why that ends).
 */
#include <kernel/assert.h>
#include <kernel/mapping.h>

struct revocations revocations[REGION_RECORDS];

static unsigned record_number(const struct mapping *top)
{
	return region_number(top->phys, mapping_level(top));
}

/* Written under the locks of the region, read without (mapdb_finish_orphans). */
static void count_active(struct revocations *set, int n)
{
	__atomic_store_n(&set->active, set->active + n, __ATOMIC_RELAXED);
}

static bool frames_overlap(phys_t a, unsigned level_a, phys_t b, unsigned level_b)
{
	unsigned shift = pt_shift(level_a > level_b ? level_a : level_b);

	return (a ^ b) >> shift == 0;
}

/* The one among these that concerns the page. */
static struct revocation *overlapping(struct revocations *set, phys_t phys, unsigned level)
{
	if (likely(set->active == 0))
		return NULL;
	for (unsigned i = 0; i < REVOCATIONS; i++) {
		struct mapping *top = set->records[i].top;

		if (top && frames_overlap(phys, level, top->phys, mapping_level(top)))
			return &set->records[i];
	}
	return NULL;
}

struct revocation *revocation_of(phys_t phys, unsigned level)
{
	const unsigned number = region_number(phys, level);
	struct revocation *r = overlapping(&revocations[number], phys, level);

	kassert(regions_held(region_bit(number)));
	if (REGION_WIDE == 0 || r)
		return r;
	if (number != REGION_WIDE)
		return overlapping(&revocations[REGION_WIDE], phys, level);
	for (unsigned n = 0; n < REGIONS && !r; n++)
		r = overlapping(&revocations[n], phys, level);
	return r;
}

static struct revocation *first_of(struct revocations *set)
{
	if (likely(set->active == 0))
		return NULL;
	for (unsigned i = 0; i < REVOCATIONS; i++)
		if (set->records[i].top)
			return &set->records[i];
	return NULL;
}

struct revocation *revocation_before(const struct mapping *top)
{
	return first_of(&revocations[record_number(top)]);
}

struct revocation *revocation_any(void)
{
	struct revocation *r = NULL;

	for (unsigned n = 0; n < REGION_RECORDS && !r; n++)
		r = first_of(&revocations[n]);
	return r;
}

#ifdef CONFIG_SMP

struct revocation *revocation_of_op(const struct unmap_op *op)
{
	struct revocation *r = smp_observe(&op->revocation);

	if (!r)
		return NULL;
	unsigned number = ((uintptr_t)r - (uintptr_t)revocations) / sizeof(struct revocations);

	if (!regions_enter(region_bit(number)))
		return NULL;
	return smp_observe(&op->revocation);
}

#else

struct revocation *revocation_of_op(const struct unmap_op *op)
{
	return op->revocation;
}

#endif

/* Take rights from one page, keep it mapped; its bits are read and reset.  Or set its attribute. */
static void weaken(struct revocation *r, struct mapping *m)
{
	struct pt_spot at = pt_find(m->space, mapping_va(m));
	unsigned old = pte_rights(pt_read(at.slot)), status;

	kassert(pt_mapping(at) == m);
	if (r->attribute >= 0) {
		mapping_set_attribute(m, (unsigned)r->attribute);
		pte_set_attribute(at.slot, (unsigned)r->attribute, at.level);
		pt_flush_page(m->space, mapping_va(m), at.level);
		return;
	}
	if (old & r->rights)
		pte_set_rights(at.slot, old & ~r->rights);
	status = pte_harvest(at.slot);
	if ((old & r->rights) || status)
		pt_flush_page(m->space, mapping_va(m), at.level);
	r->status |= status | mapping_take_status(m, MAPPING_OWN_SHIFT) |
		     mapping_take_status(m, MAPPING_DERIVED_SHIFT);
}

static bool removes(const struct revocation *r)
{
	return r->rights == ABI_RIGHTS_MASK;
}

struct revocation *revocation_start(struct mapping *top, word_t low, word_t high, unsigned rights,
				    bool self, struct unmap_op *owner)
{
	struct revocations *set = &revocations[record_number(top)];
	struct revocation *r = set->records;

	kassert(!revocation_of(top->phys, mapping_level(top)));
	while (r->top)
		if (++r == set->records + REVOCATIONS)
			return NULL;
	*r = (struct revocation){
		.top = top, .cursor = top, .owner = owner, .low = low, .high = high,
		.rights = rights, .self = self, .attribute = owner ? owner->attribute : -1,
	};
	if (owner)
		smp_publish(&owner->revocation, r);
	count_active(set, 1);
	if (self && !removes(r))
		weaken(r, top);
	return r;
}

/*
 * sigma0's own pages are made on demand and may go likewise: one that nobody got on, and that
 * sigma0 doesn't use itself, isn't worth its memory.
 */
void mapping_drop_idle_root(struct mapping *m)
{
	struct pt_spot at;

	if (!m || m->parent || mapping_has_children(m))
		return;
	at = pt_find(m->space, mapping_va(m));
	if (!pte_status(pt_read(at.slot)) && !mapping_attribute(m))
		(void)mapping_destroy(m);
}

/*
 * The walk is over.  The bits it found are the owner's; those whose pages top's page came from
 * find them as bits of a derived page that is gone, when they ask.  Where nobody was told, they
 * wait at top itself.
 */
static void revocation_end(struct revocation *r)
{
	struct mapping *top = r->top, *parent = top->parent;

	count_active(&revocations[record_number(top)], -1);
	if (r->split == SPLIT_LINKS) {
		mapping_unlink(top);
		mapping_free(top);
		r->top = NULL;
		return;
	}
	if (r->attribute >= 0) {	/* nothing was found out */
		parent = NULL;
	} else if (r->self && removes(r)) {
		r->status |= mapping_destroy(top);
		top = NULL;
	} else {
		r->status |= mapping_take_status(top, MAPPING_DERIVED_SHIFT);
	}
	if (top && !r->owner)
		mapping_add_status(top, MAPPING_DERIVED_SHIFT, r->status);
	else if (parent)
		mapping_add_status(parent, MAPPING_DERIVED_SHIFT, r->status);
	if (r->owner) {
		r->owner->status |= r->status;
		smp_publish(&r->owner->revocation, NULL);	/* its status is complete */
	}
	r->top = NULL;
	if (parent && !top)
		mapping_drop_idle_root(parent);
	else if (top && removes(r))
		mapping_drop_idle_root(top);
}

static struct mapping *child_after(const struct revocation *r, struct mapping *m,
				   struct mapping *after, int *budget)
{
	if (m == r->top)
		return mapping_next_child(m, after, r->low, r->high, budget);
	return mapping_next_child(m, after, 0, mapping_size(m), budget);
}

static void go_to(struct revocation *r, struct mapping *m)
{
	if (!removes(r))
		weaken(r, m);
	r->cursor = m;
	r->ascending = false;
}

/* One move of the walk; true if it was the last. */
static bool revocation_step(struct revocation *r, int *budget)
{
	struct mapping *m = r->cursor, *next;

	*budget -= MAPDB_NODE_COST;
	if (!r->ascending) {
		next = child_after(r, m, NULL, budget);
		if (next) {
			go_to(r, next);
			return false;
		}
		r->ascending = true;
	}
	if (m == r->top) {
		if (r->split && !mapping_split_step(r, budget))
			return false;
		revocation_end(r);
		return true;
	}
	struct mapping *parent = m->parent;

	next = child_after(r, parent, m, budget);
	if (removes(r))
		r->status |= mapping_destroy(m);
	if (next)
		go_to(r, next);
	else
		r->cursor = parent;	/* still ascending */
	return false;
}

bool revocation_run(struct revocation *r, int *budget)
{
	if (!regions_enter(mapping_regions(r->top)))
		return false;
	do
		if (revocation_step(r, budget))
			return true;
	while (*budget > 0);
	return false;
}

bool revocation_drive(struct revocation *r, int *budget)
{
	bool ended = revocation_run(r, budget);

	if (ended && *budget <= 0)
		*budget = 1;
	return ended;
}

bool mapping_flush(struct mapping *m, int *budget)
{
	struct revocation *r = revocation_of(m->phys, mapping_level(m));

	if (!r)
		r = revocation_start(m, 0, mapping_size(m), ABI_RIGHTS_MASK, true, NULL);
	if (!r)
		r = revocation_before(m);
	return revocation_run(r, budget);
}

/* A slice for one of a region's that has no owner; false if there is none. */
static bool finish_orphan_of(struct revocations *set, unsigned number)
{
	int budget = MAPDB_SLICE;
	bool found;

	regions_take(region_bit(number));
	do {
		found = false;
		for (unsigned i = 0; i < REVOCATIONS && !found; i++) {
			struct revocation *r = &set->records[i];

			found = r->top && !r->owner;
			if (found)
				(void)revocation_run(r, &budget);
		}
	} while (regions_again());
	regions_drop();
	return found;
}

enum slice mapdb_finish_orphans(void)
{
	for (unsigned n = 0; n < REGION_RECORDS; n++)
		if (unlikely(__atomic_load_n(&revocations[n].active, __ATOMIC_RELAXED)) &&
		    finish_orphan_of(&revocations[n], n))
			return SLICE_MORE;
	return SLICE_DONE;
}
