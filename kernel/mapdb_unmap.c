/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unmap, flush and status over ranges of a space, and the tear-down of everything mapped in one
 * (X.2: unmap; syscall sheet 8).  All of them walk a range of addresses, skip what is empty by
 * whole tables, and start one revocation per page found.
 */
#include <kernel/assert.h>
#include <kernel/mapping.h>

/*
 * The next page in [base + *done, base + last]; *done moves to it over what is empty, and beyond
 * `last` if there is none.  A slot of NULL: none, or the budget is used up.
 */
static struct pt_spot next_page(struct space *s, word_t base, word_t last, word_t *done,
				int *budget)
{
	word_t va;

	while (*done <= last && *budget > 0) {
		if (!pt_user_next(base + *done, &va) || va - base > last) {
			*done = last + 1;
			break;
		}
		struct pt_spot at = pt_find(s, va);

		*done = va - base;
		if (pte_is_present(pt_entry(at))) {
			--*budget;
			return at;
		}
		word_t run = pt_empty_run(at, va, last - *done, budget);

		*done = run > last - *done ? last + 1 : *done + run;
	}
	return (struct pt_spot){ NULL, NULL, 0 };
}

/* Bytes from va to the end of its page. */
static word_t rest_of_page(struct pt_spot at, word_t va)
{
	return pt_size(at.level) - (va & (pt_size(at.level) - 1));
}

bool unmap_op_init(struct unmap_op *op, struct space *space, word_t fpage, bool flush)
{
	unsigned log2size = fpage_log2(fpage);

	op->revocation = NULL;
	op->status = 0;
	if (log2size == 0)
		return false;
	if (log2size < pt_shift(0))
		log2size = pt_shift(0);
	op->space = space;
	op->base = fpage_base(fpage, log2size);
	op->last = fpage_last(log2size);
	op->done = 0;
	op->rights = ABI_FPAGE_RIGHTS(fpage);
	op->flush = flush;
	op->attribute = -1;
	return true;
}

/* Start on the page that is found at op->done, unless something else goes first. */
static void unmap_page(struct unmap_op *op, struct pt_spot at, int *budget)
{
	if (!spot_enter(at))
		return;
	struct mapping *m = pt_mapping(at);
	word_t va = op->base + op->done, rest = rest_of_page(at, va), low = 0, high;

	if (m) {
		struct revocation *r = revocation_of(m->phys, at.level);

		high = pt_size(at.level);
		if (!op->flush) {	/* only what was got of the part that is meant */
			low = high - rest;
			if (op->last - op->done < rest)
				high = low + (op->last - op->done) + 1;
		}
		if (!r && !revocation_start(m, low, high, op->rights, op->flush, op))
			r = revocation_before(m);
		if (r) {
			(void)revocation_run(r, budget);
			return;
		}
	}
	op->done += rest;
}

/* Further with the page under way, or on to the next. */
static void unmap_step(struct unmap_op *op, int *budget)
{
	if (smp_observe(&op->revocation)) {
		struct revocation *r = revocation_of_op(op);

		if (r)
			(void)revocation_run(r, budget);
		return;
	}
	struct pt_spot at = next_page(op->space, op->base, op->last, &op->done, budget);

	if (at.slot)
		unmap_page(op, at, budget);
}

enum slice unmap_op_run(struct unmap_op *op)
{
	int budget = MAPDB_SLICE;
	bool more;

	do {
		unmap_step(op, &budget);
		more = smp_observe(&op->revocation) || op->done <= op->last;
	} while (regions_again() || (more && budget > 0));
	regions_drop();
	return more ? SLICE_MORE : SLICE_DONE;
}

void unmap_op_cancel(struct unmap_op *op)
{
	do {
		struct revocation *r = revocation_of_op(op);

		if (r) {
			r->owner = NULL;
			op->revocation = NULL;
		}
	} while (regions_again());
	regions_drop();
}

enum slice mapdb_flush_step(struct space *s, word_t base, word_t last, word_t *done, int *budget)
{
	struct pt_spot at = next_page(s, base, last, done, budget);
	struct mapping *m;

	if (!at.slot)
		return *done > last ? SLICE_DONE : SLICE_MORE;
	if (!spot_enter(at))
		return SLICE_MORE;
	m = pt_mapping(at);
	if (m)
		mapping_flush(m, budget);	/* gone, or found again by the next step */
	else
		*done += rest_of_page(at, base + *done);
	return SLICE_MORE;
}

/* KIP, UTCBs: nobody but the space has them. */
static void drop_kernel_page(struct space *s, word_t va, struct pt_spot at)
{
	bool owned = *pt_shadow(at.slot, at.level) & 1;
	phys_t phys;

	lock_take(&s->lock);
	phys = pte_phys(pt_remove(s, va));
	lock_drop(&s->lock);
	if (owned)
		pt_discard_page(phys_to_virt(phys));
}

/* One page of a dying space, or some emptiness. */
static enum slice reap_page(struct space *s, int *budget)
{
	word_t last = fpage_last(ABI_WORD_BITS);
	struct pt_spot at = next_page(s, 0, last, &s->reap_cursor, budget);

	if (!at.slot)
		return s->reap_cursor > last ? SLICE_DONE : SLICE_MORE;
	if (!spot_enter(at))
		return SLICE_MORE;
	if (pt_mapping(at)) {
		mapping_flush(pt_mapping(at), budget);
		*budget -= 2 * MAPDB_NODE_COST;	/* a revocation of its own */
	} else {
		drop_kernel_page(s, s->reap_cursor, at);
		*budget -= MAPDB_NODE_COST;
	}
	return SLICE_MORE;
}

enum slice mapdb_reap(struct space *s)
{
	int budget = MAPDB_SLICE;
	enum slice end;

	do
		end = reap_page(s, &budget);
	while (regions_again() || (end == SLICE_MORE && budget > 0));
	regions_drop();
	return end;
}
