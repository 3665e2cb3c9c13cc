/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory behind a space's UTCB area: pages made when the first UTCB in them is, counted by
 * UTCB, and given back with the last.  The count stands in the page's shadow word (pgtable.h), as
 * count * 2 + 1.  These pages have no mapping node: they can't be mapped on, nor unmapped.
 */
#include <kernel/assert.h>
#include <kernel/pgtable.h>
#include <kernel/space.h>
#include <kernel/thread.h>
#include <arch/utcb.h>

#define UTCB_COUNT(n)		((uintptr_t)(n) * 2 + 1)

/*
 * Where UTCBs were and are no more: whoever follows a stale local id reads here an id that matches
 * no thread of a user (the kernel's own first one).
 */
static uint8_t dead_utcbs[KMEM_PAGE_SIZE] __attribute__((aligned(KMEM_PAGE_SIZE)));

/* Others may look whether it is one (pt_mapping). */
static void set_count(pte_t *slot, uintptr_t count)
{
	__atomic_store_n(pt_shadow(slot, 0), count, __ATOMIC_RELAXED);
}

static void name_nobody(void *utcb_object)
{
	utcb_object_set_id((char *)utcb_object + ABI_UTCB_POINTER,
			   id_make(thread_system_base(), 1));
}

/* Filled by the first who needs it; nobody else shows it to anybody before that. */
static phys_t dead_page(void)
{
	lock_take(&kmem_lock);
	if (utcb_object_id(dead_utcbs + ABI_UTCB_POINTER) == 0)
		for (unsigned at = 0; at < KMEM_PAGE_SIZE; at += ABI_UTCB_BYTES)
			name_nobody(dead_utcbs + at);
	lock_drop(&kmem_lock);
	return virt_to_phys(dead_utcbs);
}

bool space_utcb_valid(const struct space *s, word_t location)
{
	unsigned log2size = ABI_FPAGE_LOG2(s->utcb_area);

	return space_is_initialised(s) && (location & (((word_t)1 << ABI_UTCB_A) - 1)) == 0 &&
	       (location ^ s->utcb_area) >> log2size == 0;
}

/* Memory for the page of this address, in place of nothing or of the dead UTCBs. */
static bool add_page(struct space *s, word_t va, struct pt_spot at, enum kmem_for who)
{
	void *page = PAGE_COLOUR_BITS ? kmem_alloc_coloured(va, PAGE_COLOUR_BITS, who) :
					kmem_alloc_pages(0, who);
	pte_t pte;

	if (!page)
		return false;
	for (unsigned offset = 0; offset < KMEM_PAGE_SIZE; offset += ABI_UTCB_BYTES)
		name_nobody((char *)page + offset);
	pte = pte_make(virt_to_phys(page), ABI_RIGHT_R | ABI_RIGHT_W, 0);
	if (pte_is_present(pt_read(at.slot))) {
		set_count(at.slot, UTCB_COUNT(0));
		(void)pte_replace(at.slot, pte);
		pt_flush_page(s, va, 0);
	} else if (!pt_insert(s, va, at, 0, pte, UTCB_COUNT(0), who)) {
		kmem_free_pages(page, 0);
		return false;
	}
	return true;
}

COLD void *space_utcb_get(struct space *s, word_t location, enum kmem_for who)
{
	char *object = NULL;

	lock_take(&s->lock);
	struct pt_spot at = pt_find(s, location);

	if ((pte_is_present(pt_read(at.slot)) && (*pt_shadow(at.slot, 0) & 1)) ||
	    add_page(s, location, at, who)) {
		at = pt_find(s, location);
		set_count(at.slot, *pt_shadow(at.slot, 0) + UTCB_COUNT(1) - UTCB_COUNT(0));
		object = (char *)phys_to_virt(pte_phys(pt_read(at.slot))) +
			 (location & (KMEM_PAGE_SIZE - 1));
		__builtin_memset(object, 0, ABI_UTCB_BYTES);
		object += ABI_UTCB_POINTER;
	}
	smp_flush_commit();
	lock_drop(&s->lock);
	return object;
}

void space_utcb_put(struct space *s, word_t location)
{
	lock_take(&s->lock);
	struct pt_spot at = pt_find(s, location);
	uintptr_t count = *pt_shadow(at.slot, 0) - (UTCB_COUNT(1) - UTCB_COUNT(0));
	char *page = phys_to_virt(pte_phys(pt_read(at.slot)));

	kassert(pte_is_present(pt_read(at.slot)) && (count & 1));
	if (count != UTCB_COUNT(0)) {
		set_count(at.slot, count);
		name_nobody(page + (location & (KMEM_PAGE_SIZE - 1)));
	} else {
		set_count(at.slot, 0);
		(void)pte_replace(at.slot, pte_make(dead_page(), ABI_RIGHT_R, 0));
		pt_flush_page(s, location, 0);
		pt_discard_page(page);
	}
	lock_drop(&s->lock);
}
