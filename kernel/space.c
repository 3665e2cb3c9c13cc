/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: making one, its KIP and UTCB areas, its threads.  What users map into it is the
 * mapping database's (mapdb.h), its end is reap.c's (X.2: SpaceControl; syscall sheet 9).
 */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/pgtable.h>
#include <kernel/reap.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/memory.h>

static KMEM_CACHE(space_cache, "space", sizeof(struct space));

struct space *space_create(enum kmem_for who)
{
	struct space *s = kmem_cache_alloc(&space_cache, who);

	if (!s)
		return NULL;
	s->root = pt_new_table(PT_LEVELS - 1, who);
	if (!s->root) {
		kmem_cache_free(&space_cache, s);
		return NULL;
	}
	s->redirector = ANYTHREAD;
	lock_init(&s->lock, LOCK_SPACE);
	link_init(&s->threads);
	link_init(&s->dying_link);
	arch_space_init(s);
	return s;
}

static void free_now(struct space *s)
{
	arch_space_destroy(s);
	pt_free_table(s->root, PT_LEVELS - 1);
	kmem_cache_free(&space_cache, s);
}

#ifdef CONFIG_SMP

/* In the shadow of the top-level table, which is empty. */
struct discarded_space {
	struct grace grace;
	struct space *space;
};

static void free_later(struct grace *g)
{
	free_now(container_of(g, struct discarded_space, grace)->space);
}

void space_free(struct space *s)
{
	struct discarded_space *d =
		(struct discarded_space *)pt_shadow(s->root, PT_LEVELS - 1);

	smp_flush_leave(s);
	d->space = s;
	grace_call(&d->grace, free_later);
}

#else

void space_free(struct space *s)
{
	free_now(s);
}

#endif

void space_discard(struct space *s)
{
	kassert(s->thread_count == 0);
	if (s->dying)
		return;
	s->dying = true;
	reap_space(s);
}

static unsigned area_log2(word_t fpage)
{
	return ABI_FPAGE_LOG2(fpage);
}

static word_t area_base(word_t fpage)
{
	return fpage >> area_log2(fpage) << area_log2(fpage);
}

static bool area_in_user_area(word_t fpage)
{
	if (area_log2(fpage) >= ABI_WORD_BITS)
		return false;
	word_t base = area_base(fpage);

	return pt_user_range(base, base + (((word_t)1 << area_log2(fpage)) - 1));
}

/* Aligned blocks overlap if they agree above the larger one's size. */
static bool blocks_overlap(word_t a, unsigned a_log2, word_t b, unsigned b_log2)
{
	unsigned log2size = a_log2 > b_log2 ? a_log2 : b_log2;

	return log2size >= ABI_WORD_BITS || (a ^ b) >> log2size == 0;
}

word_t space_check_areas(word_t kip_area, word_t utcb_area)
{
	if (area_log2(utcb_area) < ABI_UTCB_S || !area_in_user_area(utcb_area))
		return ABI_ERR_UTCB_AREA;
	if (area_log2(kip_area) < ABI_KIP_AREA_S || !area_in_user_area(kip_area) ||
	    blocks_overlap(kip_area, area_log2(kip_area), utcb_area, area_log2(utcb_area)))
		return ABI_ERR_KIP_AREA;
	return ABI_ERR_OK;
}

word_t space_init_areas(struct space *s, word_t kip_area, word_t utcb_area, enum kmem_for who)
{
	word_t va = area_base(kip_area);
	bool shown;

	lock_take(&s->lock);
	/* some machines' system calls are in it */
	shown = pt_insert(s, va, pt_find(s, va), 0,
			  pte_make(virt_to_phys(kip), ABI_RIGHT_R | ABI_RIGHT_X, 0), 0, who);
	smp_flush_commit();
	lock_drop(&s->lock);
	if (!shown)
		return ABI_ERR_NO_MEM;
	s->kip_area = va | (kip_area & ((1u << ABI_FPAGE_BASE_SHIFT) - 1));
	s->utcb_area = utcb_area;
	s->kip_base = va;
	s->kip_mask = -((word_t)1 << area_log2(kip_area));
	s->utcb_base = area_base(utcb_area);
	s->utcb_mask = -((word_t)1 << area_log2(utcb_area));
	return ABI_ERR_OK;
}

static bool in_area(word_t fpage, word_t addr, unsigned log2size)
{
	return fpage && blocks_overlap(fpage, area_log2(fpage), addr, log2size);
}

bool space_range_is_special(const struct space *s, word_t addr, word_t log2size)
{
	return in_area(s->kip_area, addr, log2size) || in_area(s->utcb_area, addr, log2size) ||
	       !pt_user_range(addr, addr + (((word_t)1 << log2size) - 1));
}

word_t space_special_rest(const struct space *s, word_t addr)
{
	word_t area = in_area(s->kip_area, addr, 0) ? s->kip_area : s->utcb_area;
	word_t size = (word_t)1 << area_log2(area);

	return size - (addr & (size - 1));
}

bool space_lookup(const struct space *s, word_t va, phys_t *frame, unsigned *rights,
		  unsigned *level)
{
	word_t user;

	if (!pt_user_next(va, &user) || user != va)
		return false;
	struct pt_spot at = pt_find(s, va);

	pte_t pte = pt_entry(at);

	if (!pte_is_present(pte))
		return false;
	*frame = pte_frame(pte, at.level) + (va & (pt_size(at.level) - 1) & ~(pt_size(0) - 1));
	*rights = pte_rights(pte);
	*level = at.level;
	return true;
}

COLD bool space_read(const struct space *s, word_t va, void *to, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++, va++) {
		phys_t frame;
		unsigned rights, level;

		if (!space_lookup(s, va, &frame, &rights, &level))
			return false;
		char *p = user_open(s, va, frame + (va & (pt_size(0) - 1)), false);

		if (!p)
			return false;
		((char *)to)[i] = *(const volatile char *)p;
		user_close(p);
	}
	return true;
}

void space_mark_redirected(const struct space *s, struct tcb *t)
{
	t->flags &= ~TCB_REDIRECT;
	if (s->redirector != ANYTHREAD)
		t->flags |= TCB_REDIRECT;
}

bool space_reserve(struct space *s)
{
	bool alive;

	lock_take(&s->lock);
	alive = !s->dying;
	s->thread_count += alive;
	lock_drop(&s->lock);
	return alive;
}

void space_add_thread(struct space *s, struct tcb *t)
{
	lock_take(&s->lock);
	t->space = s;
	space_mark_redirected(s, t);
	list_add_tail(&s->threads, &t->space_link);
	lock_drop(&s->lock);
}

void space_unreserve(struct space *s)
{
	bool last;

	lock_take(&s->lock);
	last = --s->thread_count == 0;
	if (last)
		s->dying = true;
	lock_drop(&s->lock);
	if (last)
		reap_space(s);
}

void space_remove_thread(struct space *s, struct tcb *t)
{
	lock_take(&s->lock);
	list_remove(&t->space_link);
	lock_drop(&s->lock);
	space_unreserve(s);
}

struct tcb *space_first_thread(struct space *s)
{
	struct tcb *t;

	lock_take(&s->lock);
	t = list_empty(&s->threads) ? NULL : list_entry(s->threads.next, struct tcb, space_link);
	lock_drop(&s->lock);
	return t;
}

void space_thread_to_end(struct space *s, struct tcb *t)
{
	lock_take(&s->lock);
	if (t->space == s) {
		list_remove(&t->space_link);
		list_add_tail(&s->threads, &t->space_link);
	}
	lock_drop(&s->lock);
}
