/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Map and grant (X.2: map and grant items; ipc sheet 3.1), page by page: each step finds the
 * sender's page and the receiver's place anew, so nothing but addresses outlives it.  In the way of
 * a step may stand a revocation of the same frames, which is driven on first, or an older mapping
 * at the place, which is flushed first.
 */
#include <kernel/assert.h>
#include <kernel/mapping.h>

/* One page under consideration. */
struct map_step {
	struct mapping *from;	/* sender's; NULL: sigma0's, yet to be made */
	word_t sva, dva;
	phys_t phys;
	unsigned level;		/* size of the page to map */
	unsigned rights;
};

bool map_op_init(struct map_op *op, struct space *src, word_t snd_fpage, word_t snd_base,
		 struct space *dst, word_t window, bool grant, enum kmem_for who)
{
	unsigned s = fpage_log2(snd_fpage), r = fpage_log2(window);
	unsigned least = s < r ? s : r;

	if (s == 0 || r == 0 || least < pt_shift(0) || ABI_FPAGE_RIGHTS(snd_fpage) == 0)
		return false;
	op->src = src;
	op->dst = dst;
	op->src_base = fpage_base(snd_fpage, s);
	op->dst_base = fpage_base(window, r);
	op->last = fpage_last(least);
	op->done = 0;
	op->rights = ABI_FPAGE_RIGHTS(snd_fpage);
	op->grant = grant;
	op->flush_rest = grant && s > r && !src->sigma0;
	op->flushing = false;
	op->who = who;
	if (op->flush_rest) {
		op->fpage_base = op->src_base;
		op->fpage_last = fpage_last(s);
	}
	/* the send base places the smaller one in the larger one */
	if (s < r)
		op->dst_base |= fpage_base(snd_base, s) & fpage_last(r);
	else if (s > r)
		op->src_base |= fpage_base(snd_base, r) & fpage_last(s);
	return src != dst || op->src_base != op->dst_base;	/* onto itself: it is there */
}

/* Skip `bytes` of the transfer. */
static void advance(struct map_op *op, word_t bytes)
{
	op->done = bytes > op->last - op->done ? op->last + 1 : op->done + bytes;
}

/* Both addresses into the user area; false if that moved them. */
static bool in_user_area(struct map_op *op, struct map_step *st)
{
	word_t snext, dnext;

	if (!pt_user_next(st->sva, &snext) || !pt_user_next(st->dva, &dnext) ||
	    snext - st->sva > op->last - op->done || dnext - st->dva > op->last - op->done) {
		op->done = op->last + 1;
		return false;
	}
	if (likely(snext == st->sva && dnext == st->dva))
		return true;
	word_t gap = snext - st->sva > dnext - st->dva ? snext - st->sva : dnext - st->dva;

	advance(op, gap);
	return false;
}

/* The largest page size, at most *level, that fits the addresses and what is left to do. */
static unsigned fitting_level(const struct map_op *op, const struct map_step *st, unsigned level)
{
	word_t addrs = st->sva | st->dva, rest = op->last - op->done;

	while (level > 0 && (!pt_level_is_leaf(level) || (addrs & (pt_size(level) - 1)) ||
			     rest < pt_size(level) - 1))
		level--;
	return level;
}

/*
 * The sender's page: st->from, phys, rights, and in st->level the largest size to map.  False:
 * none, and the transfer has moved on.  sigma0 has all memory 1:1, in its table or not.
 */
static bool find_source(struct map_op *op, struct map_step *st, int *budget)
{
	struct pt_spot at = pt_find(op->src, st->sva);
	word_t in_page = st->sva & (pt_size(at.level) - 1);

	pte_t pte = pt_entry(at);

	st->from = NULL;
	st->rights = op->rights;
	if (pte_is_present(pte)) {
		if (!spot_enter(at))
			return false;
		st->from = pt_mapping(at);
		if (st->from)
			st->rights &= pte_rights(pte);
		if (!st->from || !st->rights) {
			advance(op, pt_size(at.level) - in_page);
			return false;
		}
		st->phys = st->from->phys + in_page;
		st->level = fitting_level(op, st, at.level);
		return true;
	}
	if (!op->src->sigma0) {
		advance(op, pt_empty_run(at, st->sva, op->last - op->done, budget));
		return false;
	}
	if (st->sva >= arch_user_phys_end()) {
		op->done = op->last + 1;
		return false;
	}
	st->phys = st->sva;
	st->level = fitting_level(op, st, at.level);
	while (!root_page_ok(op->src, st->phys, st->level)) {
		if (st->level == 0) {
			advance(op, pt_size(0));
			return false;
		}
		st->level = fitting_level(op, st, st->level - 1);
	}
	return true;
}

/* The receiver's KIP and UTCB areas are never touched: smaller pages around them, and over them.
 * False: inside one, the transfer has moved on. */
static bool avoid_areas(struct map_op *op, struct map_step *st)
{
	while (unlikely(space_range_is_special(op->dst, st->dva, pt_shift(st->level)))) {
		if (st->level == 0) {
			advance(op, space_special_rest(op->dst, st->dva));
			return false;
		}
		st->level = fitting_level(op, st, st->level - 1);
	}
	return true;
}

/*
 * A page is at the place.  True if that is as good as the mapping would be (now); else flush it,
 * and the step comes again.
 */
static bool overmap(struct map_op *op, struct map_step *st, struct pt_spot at, int *budget)
{
	struct mapping *old = pt_mapping(at);
	unsigned have = pte_rights(pt_read(at.slot));

	kassert(old);
	if (old == st->from)
		return true;
	if (!op->grant && st->from && old->parent == st->from &&
	    old->phys + (st->dva - mapping_va(old)) == st->phys) {
		if (!(st->rights & ~have))
			return true;
		if (at.level == st->level) {
			pte_set_rights(at.slot, have | st->rights);
			pt_flush_page(op->dst, st->dva, at.level);
			return true;
		}
	}
	if (mapping_flush(old, budget) && *budget <= 0)
		*budget = 1;
	return false;
}

/* Is a page to be granted that has to be cut from a larger one first? */
static bool is_partial_grant(const struct map_op *op, const struct map_step *st)
{
	return op->grant && !op->src->sigma0 && mapping_level(st->from) > st->level;
}

/* The place, at, is empty: fill it. */
static enum slice transfer_page(struct map_op *op, struct map_step *st, struct pt_spot at,
				int *budget)
{
	if (!st->from) {	/* the region keeps it until it has children */
		struct pt_spot from = pt_find(op->src, st->sva);

		st->from = mapping_create(NULL, op->src, st->sva, from, st->phys, st->level,
					  ABI_RIGHTS_MASK, op->who);
		if (!st->from)
			return SLICE_NOMEM;
		if (from.level != st->level) {	/* with tables: enough for a slice */
			*budget = 0;
			return SLICE_MORE;
		}
		if (op->src == op->dst)		/* that may have made the place a table */
			at = pt_find(op->dst, st->dva);
	}
	if (!op->grant || op->src->sigma0)
		return mapping_create(st->from, op->dst, st->dva, at, st->phys, st->level,
				      st->rights, op->who) ? SLICE_DONE : SLICE_NOMEM;
	if (is_partial_grant(op, st))
		return mapping_split(st->from, op->who, budget);
	return mapping_move(st->from, op->dst, st->dva, at, st->rights, op->who);
}

/* The revocation that concerns the page there, if any. */
static struct revocation *revocation_at(struct pt_spot at)
{
	struct mapping *m;

	if (!regions_many() && likely(!revocation_any()))
		return NULL;
	m = pt_mapping(at);
	return m ? revocation_of(m->phys, at.level) : NULL;
}

/* The locks for what is to be done with the sender's page. */
static region_set source_regions(const struct map_op *op, const struct map_step *st)
{
	if (st->from && op->grant && !op->src->sigma0)
		return mapping_regions(st->from);
	return region_bit(region_number(st->phys, st->from ? mapping_level(st->from) : st->level));
}

/* One page, or one hole, or a part of the work that must come before.  SLICE_MORE unless out of
 * memory. */
static enum slice map_step(struct map_op *op, int *budget)
{
	struct map_step st = { .sva = op->src_base + op->done, .dva = op->dst_base + op->done };
	struct revocation *busy;
	enum slice end;

	--*budget;
	if (!in_user_area(op, &st))
		return SLICE_MORE;
	struct pt_spot at = pt_find(op->dst, st.dva);
	const bool occupied = pte_is_present(pt_entry(at));

	if (occupied && !spot_enter(at))
		return SLICE_MORE;
	/* what is being flushed there goes first, even if that took the source away */
	busy = occupied ? revocation_at(at) : NULL;
	if (busy) {
		(void)revocation_drive(busy, budget);
		return SLICE_MORE;
	}
	if (!find_source(op, &st, budget) || !avoid_areas(op, &st))
		return SLICE_MORE;
	*budget -= MAPDB_MAP_COST - 1;
	/* smaller pages are there already, keep to their size */
	if (at.level < st.level)
		st.level = fitting_level(op, &st, at.level);
	if (!regions_enter(source_regions(op, &st)))
		return SLICE_MORE;
	busy = revocation_of(st.phys, st.level);
	if (busy) {
		if (busy->top == st.from && is_partial_grant(op, &st))
			return mapping_split(st.from, op->who, budget);
		(void)revocation_drive(busy, budget);
		return SLICE_MORE;
	}
	if (occupied) {
		if (overmap(op, &st, at, budget))
			advance(op, pt_size(st.level));
		return SLICE_MORE;
	}
	end = transfer_page(op, &st, at, budget);
	if (end != SLICE_DONE)
		return end;
	advance(op, pt_size(st.level));
	return SLICE_MORE;
}

/* A page is transferred, perhaps the last; of a grant that was larger than the window the rest goes
 * as well. */
static enum slice map_next(struct map_op *op, int *budget)
{
	enum slice end = map_step(op, budget);

	if (end != SLICE_MORE || op->done <= op->last)
		return end;
	if (!op->flush_rest)
		return SLICE_DONE;
	op->flushing = true;
	op->done = 0;
	return SLICE_MORE;
}

enum slice map_op_run(struct map_op *op)
{
	int budget = MAPDB_SLICE;
	enum slice end;

	do
		end = likely(!op->flushing) ? map_next(op, &budget) :
					      mapdb_flush_step(op->src, op->fpage_base,
							       op->fpage_last, &op->done, &budget);
	while (regions_again() || (end == SLICE_MORE && budget > 0));
	regions_drop();
	return end;
}

/* The largest page of sigma0's at va that is allowed, lies in [va, va + rest] and in `level`. */
static bool make_root(struct space *sigma0, word_t va, word_t rest, struct pt_spot at,
		      enum slice *end)
{
	unsigned level = at.level;

	while (!pt_level_is_leaf(level) || (va & (pt_size(level) - 1)) ||
	       rest < pt_size(level) - 1 || !root_page_ok(sigma0, va, level) ||
	       space_range_is_special(sigma0, va, pt_shift(level)))
		if (level-- == 0)
			return false;
	if (regions_enter(region_bit(region_number(va, level))))
		*end = mapping_create(NULL, sigma0, va, at, va, level, ABI_RIGHTS_MASK,
				      KMEM_PRIVILEGED) ? SLICE_MORE : SLICE_NOMEM;
	return true;
}

/* One page, or one hole. */
static COLD enum slice make_roots_step(struct space *sigma0, word_t base, word_t last, word_t *done)
{
	enum slice end = SLICE_MORE;
	word_t va, rest, step = pt_size(0);

	if (*done > last || !pt_user_next(base + *done, &va) || va - base > last ||
	    va >= arch_user_phys_end()) {
		*done = last + 1;
		return SLICE_DONE;
	}
	*done = va - base;
	rest = last - *done;
	struct pt_spot at = pt_find(sigma0, va);

	if (pte_is_present(pt_entry(at)))
		step = pt_size(at.level) - (va & (pt_size(at.level) - 1));
	else if (make_root(sigma0, va, rest, at, &end))
		step = 0;	/* it is found there next */
	if (end == SLICE_MORE)
		*done = step > rest ? last + 1 : *done + step;
	return end;
}

enum slice mapdb_make_roots(struct space *sigma0, word_t base, word_t last, word_t *done)
{
	int budget = MAPDB_SLICE;
	enum slice end;

	do {
		end = make_roots_step(sigma0, base, last, done);
		budget -= MAPDB_NODE_COST;
	} while (regions_again() || (end == SLICE_MORE && budget > 0));
	regions_drop();
	return end;
}

/* The page of the smallest size at va, given back its rights or made. */
static bool fault_in(struct space *sigma0, word_t va)
{
	struct pt_spot at = pt_find(sigma0, va);

	if (pte_is_present(pt_entry(at))) {
		if (!spot_enter(at))
			return false;
		struct mapping *m = pt_mapping(at);

		if (!m || m->parent)	/* somebody mapped this to sigma0 */
			return false;
		pte_set_rights(at.slot, ABI_RIGHTS_MASK);
		pt_flush_page(sigma0, va, at.level);
		return true;
	}
	return root_page_ok(sigma0, va, 0) && regions_enter(region_bit(region_number(va, 0))) &&
	       mapping_create(NULL, sigma0, va, at, va, 0, ABI_RIGHTS_MASK, KMEM_PRIVILEGED);
}

bool mapdb_sigma0_fault(struct space *sigma0, word_t addr)
{
	word_t va = addr & ~(pt_size(0) - 1), user;
	bool there;

	if (!pt_user_next(va, &user) || user != va ||
	    space_range_is_special(sigma0, va, pt_shift(0)))
		return false;
	do
		there = fault_in(sigma0, va);
	while (regions_again());
	regions_drop();
	return there;
}
