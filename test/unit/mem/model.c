/* SPDX-License-Identifier: BSD-2-Clause */
/* See model.h.  Written for clarity only; a space has 57344 pages, so arrays will do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "model.h"

#define PAGES	40000
#define NONE	(-1)
#define SPECIAL	(-2)		/* KIP, UTCBs: nobody's to map */
#define PAGE	4096ul

static struct model_page page[PAGES];
static int highest;		/* no page in use at or above */
static int owner[SPACES][MODEL_VA_PAGES];	/* which page shows there */

static word_t size_of(unsigned level)
{
	return (word_t)1 << (12 + PT_LEVEL_BITS * level);
}

static void set_owner(int p, int value)
{
	for (word_t at = 0; at < size_of(page[p].level); at += PAGE)
		owner[page[p].space][(page[p].va + at) / PAGE] = value;
}

static int add(unsigned space, word_t va, phys_t phys, unsigned level, unsigned rights, int parent)
{
	int p = 0;

	while (page[p].used)
		assert_true(++p < PAGES);
	page[p] = (struct model_page){
		.used = true, .space = space, .level = level, .rights = rights, .va = va,
		.phys = phys, .parent = parent,
	};
	if (p >= highest)
		highest = p + 1;
	set_owner(p, p);
	return p;
}

static void drop(int p)
{
	set_owner(p, NONE);
	page[p].used = false;
}

static bool has_children(int p)
{
	for (int c = 0; c < highest; c++)
		if (page[c].used && page[c].parent == p)
			return true;
	return false;
}

void model_begin(void)
{
	memset(page, 0, sizeof(page));
	highest = 0;
	for (unsigned s = 0; s < SPACES; s++) {
		for (unsigned i = 0; i < MODEL_VA_PAGES; i++)
			owner[s][i] = NONE;
		owner[s][KIP_AT / PAGE] = SPECIAL;
	}
}

static bool is_user(word_t va)
{
	return va < TINY_HOLE_BEGIN || (va >= TINY_HOLE_END && va < TINY_USER_END);
}

static bool in_areas(word_t va)
{
	return (va >= KIP_AT && va < KIP_AT + PAGE) ||
	       (va >= UTCB_AT && va < UTCB_AT + (1ul << UTCB_LOG2));
}

/* Everything below p loses rights; answers the status bits found. */
static unsigned revoke(int p, unsigned rights, bool self, word_t low, word_t high)
{
	unsigned status = page[p].derived;

	page[p].derived = 0;
	for (int c = 0; c < highest; c++) {
		word_t at = page[c].phys - page[p].phys;

		if (page[c].used && page[c].parent == p && at < high &&
		    at + size_of(page[c].level) > low)
			status |= revoke(c, rights, true, 0, size_of(page[c].level));
	}
	if (!self)
		return status;
	status |= page[p].hw | page[p].own;
	page[p].hw = page[p].own = 0;
	page[p].rights &= ~rights;
	if (rights == RWX)
		drop(p);
	return status;
}

/* A revocation as a whole, with what it means to the pages above. */
static unsigned revoke_top(int p, unsigned rights, bool self, word_t low, word_t high)
{
	int parent = page[p].parent, root = self ? parent : p;
	unsigned status = revoke(p, rights, self, low, high);

	if (parent >= 0)
		page[parent].derived |= status;
	/* sigma0's unused pages go */
	if (rights == RWX && root >= 0 && page[root].parent < 0 && !page[root].hw &&
	    !has_children(root))
		drop(root);
	return status;
}

static void flush(int p)
{
	revoke_top(p, RWX, true, 0, size_of(page[p].level));
}

static unsigned log2_of(word_t fp)
{
	if ((fp & ~0xful) == ABI_FPAGE_COMPLETE)
		return 64;
	return ABI_FPAGE_LOG2(fp);
}

/* Has `space` smaller pages than this level in that block? */
static bool has_smaller(unsigned space, word_t va, unsigned level)
{
	word_t base = va & ~(size_of(level) - 1);

	for (word_t at = base; at < base + size_of(level); at += PAGE) {
		int p = is_user(at) ? owner[space][at / PAGE] : NONE;

		if (p == SPECIAL || (p >= 0 && page[p].level < level))
			return true;
	}
	return false;
}

static bool touches_areas(word_t va, unsigned level)
{
	for (word_t at = va; at < va + size_of(level); at += PAGE)
		if (in_areas(at) || !is_user(at))
			return true;
	return false;
}

struct transfer_page {
	unsigned src, dst;
	word_t sva, dva, left;
	int from;
};

static bool level_fits(const struct transfer_page *t, unsigned level)
{
	if (((t->sva | t->dva) & (size_of(level) - 1)) || t->left < size_of(level))
		return false;
	if (t->from >= 0 ? page[t->from].level < level :
	    has_smaller(t->src, t->sva, level) ||
	    !arch_user_frame_ok(t->sva, 12 + PT_LEVEL_BITS * level))
		return false;
	return !touches_areas(t->dva, level) && !has_smaller(t->dst, t->dva, level);
}

static void split(int p)
{
	struct model_page old = page[p];

	if (has_children(p)) {	/* nobody is told, so the bits stay; what goes may make room */
		page[p].derived = revoke(p, RWX, false, 0, size_of(old.level));
		return;
	}
	drop(p);
	for (word_t at = 0; at < size_of(old.level); at += size_of(old.level - 1)) {
		int piece = add(old.space, old.va + at, old.phys + at, old.level - 1, old.rights,
				old.parent);

		page[piece].own = old.own | old.hw;
		page[piece].derived = old.derived;
	}
}

static void move(int p, unsigned space, word_t va, unsigned rights)
{
	set_owner(p, NONE);
	page[p].space = space;
	page[p].va = va;
	page[p].rights = rights;
	page[p].own |= page[p].hw;
	page[p].hw = 0;
	set_owner(p, p);
}

/* One attempt at one page; answers the bytes done with, 0 if something had to go first. */
static word_t transfer(struct transfer_page *t, unsigned rights, bool grant)
{
	unsigned level = 2;
	int from = t->from, old = owner[t->dst][t->dva / PAGE];
	phys_t phys = from >= 0 ? page[from].phys + (t->sva - page[from].va) : t->sva;

	while (level > 0 && !level_fits(t, level))
		level--;
	if (old >= 0) {
		if (old == from)
			return size_of(level);
		if (!grant && from >= 0 && page[old].parent == from &&
		    page[old].phys + (t->dva - page[old].va) == phys &&
		    (!(rights & ~page[old].rights) || page[old].level == level)) {
			page[old].rights |= rights;
			return size_of(level);
		}
		flush(old);
		return 0;
	}
	if (from < 0)
		from = add(t->src, t->sva, phys, level, RWX, NONE);
	if (!grant || t->src == 0) {
		add(t->dst, t->dva, phys, level, rights, from);
	} else if (page[from].level > level) {
		split(from);
		return 0;
	} else {
		move(from, t->dst, t->dva, rights);
	}
	return size_of(level);
}

void model_map(unsigned src, word_t snd_fpage, word_t snd_base, unsigned dst, word_t window,
	       bool grant)
{
	unsigned s = log2_of(snd_fpage), r = log2_of(window), least = s < r ? s : r;
	word_t smask = s < 64 ? (1ul << s) - 1 : ~0ul, rmask = r < 64 ? (1ul << r) - 1 : ~0ul;
	word_t sbase = s < 64 ? snd_fpage & ~smask : 0, dbase = r < 64 ? window & ~rmask : 0;
	word_t size = least < 28 ? 1ul << least : 1ul << 28;

	if (least < 12 || (snd_fpage & RWX) == 0)
		return;
	if (s < r)
		dbase |= snd_base & ~smask & rmask;
	else
		sbase |= snd_base & ~rmask & smask;
	if (src == dst && sbase == dbase)
		return;
	for (word_t at = 0; at < size;) {
		struct transfer_page t = { src, dst, sbase + at, dbase + at, size - at, NONE };
		unsigned rights = snd_fpage & RWX;

		if (is_user(t.sva) && is_user(t.dva) && !in_areas(t.dva)) {
			t.from = owner[src][t.sva / PAGE];
			if (t.from >= 0)
				rights &= page[t.from].rights;
			if (rights && t.from != SPECIAL &&
			    (t.from >= 0 || (src == 0 && arch_user_frame_ok(t.sva, 12)))) {
				at += transfer(&t, rights, grant);
				continue;
			}
		}
		at += PAGE;
	}
	if (grant && s > r && src != 0)
		model_unmap(src, (snd_fpage & ~0xful) | RWX, true);
}

unsigned model_unmap(unsigned space, word_t fp, bool flush_too)
{
	unsigned log2size = log2_of(fp), status = 0;

	if (log2size < 10)
		return 0;
	if (log2size < 12)
		log2size = 12;
	word_t size = log2size < 28 ? 1ul << log2size : 1ul << 28;
	word_t base = log2size < 64 ? fp & ~((1ul << log2size) - 1) : 0;

	for (word_t at = 0; at < size;) {
		word_t va = base + at;
		int p = is_user(va) ? owner[space][va / PAGE] : NONE;

		if (p < 0) {
			at += PAGE;
			continue;
		}
		word_t offset = va - page[p].va, whole = size_of(page[p].level);
		word_t high = size - at < whole - offset ? offset + size - at : whole;

		status |= flush_too ? revoke_top(p, fp & RWX, true, 0, whole) :
				      revoke_top(p, fp & RWX, false, offset, high);
		at += whole - offset;
	}
	return status;
}

void model_touch(int p, bool write)
{
	page[p].hw |= ABI_STATUS_REFERENCED | (write ? ABI_STATUS_WRITTEN : 0);
}

void model_reap(unsigned space)
{
	model_unmap(space, ABI_FPAGE_COMPLETE | RWX, true);
}

int model_any_page(void)
{
	for (unsigned i = 0; highest && i < 100; i++) {
		int p = rnd(highest);

		if (page[p].used)
			return p;
	}
	return NONE;
}

const struct model_page *model_page(int p)
{
	return &page[p];
}

void model_compare(void)
{
	size_t count = 0;

	for (int p = 0; p < highest; p++) {
		if (!page[p].used)
			continue;
		struct space *s = spaces[page[p].space];
		struct pt_spot at = pt_find(s, page[p].va);
		struct mapping *m = node_at(s, page[p].va);

		count++;
		assert_non_null(m);
		assert_int_equal(mapping_va(m), page[p].va);
		assert_int_equal(mapping_level(m), page[p].level);
		assert_int_equal(m->phys, page[p].phys);
		assert_int_equal(pte_rights(*at.slot), page[p].rights);
		assert_int_equal(pte_status(*at.slot), page[p].hw);
		assert_int_equal(m->va_bits >> MAPPING_OWN_SHIFT & 7, page[p].own);
		assert_int_equal(m->va_bits >> MAPPING_DERIVED_SHIFT & 7, page[p].derived);
		if (page[p].parent < 0) {
			assert_null(m->parent);
		} else {
			const struct model_page *up = &page[page[p].parent];

			assert_ptr_equal(m->parent, node_at(spaces[up->space], up->va));
		}
	}
	assert_int_equal(count, node_count());
}
