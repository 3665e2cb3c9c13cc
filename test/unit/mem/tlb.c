/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TLBs of the CPUs, and what users and string copies do: they walk the tables as hardware does,
 * set reference bits, and touch the memory of UTCBs, which goes back to the kernel one day.
 */
#include <pthread.h>
#include <kernel/pgtable.h>
#include "cpus.h"

#define ENTRIES		32

struct tlb_entry {
	bool valid, dirty;
	unsigned level, rights;
	word_t va;
	phys_t frame;
};

static struct tlb {
	pthread_mutex_t mutex;		/* between its CPU and tlb_check */
	struct tlb_entry entries[ENTRIES];
	unsigned next;
} CACHE_ALIGNED tlbs[CPUS];

static struct tlb *own(void)
{
	return &tlbs[this_cpu()->number];
}

static void load(const struct space *s)
{
	pthread_mutex_lock(&own()->mutex);
	__atomic_store_n(&this_cpu()->smp.loaded, s, __ATOMIC_RELEASE);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	memset(own()->entries, 0, sizeof(own()->entries));
	pthread_mutex_unlock(&own()->mutex);
}

void tlb_load(const struct space *s)
{
	if (this_cpu()->smp.loaded != s)
		load(s);
}

static bool covers(const struct tlb_entry *e, word_t va)
{
	return e->valid && (va ^ e->va) >> pt_shift(e->level) == 0;
}

void arch_flush_pages(const struct flush *f)
{
	struct tlb *t = own();

	if (this_cpu()->smp.loaded != f->space)
		return;
	if (f->leave)
		load(NULL);
	pthread_mutex_lock(&t->mutex);
	if (f->pages > FLUSH_PAGES)
		memset(t->entries, 0, sizeof(t->entries));
	for (unsigned n = 0; n < f->pages && n < FLUSH_PAGES; n++)
		for (unsigned i = 0; i < ENTRIES; i++)
			if (covers(&t->entries[i], f->va[n]))
				t->entries[i].valid = false;
	pthread_mutex_unlock(&t->mutex);
}

/* The leaf for an address, with its reference bits set; false if that is a fault. */
static bool walk(const struct space *s, word_t va, bool write, struct tlb_entry *e)
{
	const pte_t bits = TINY_ACCESSED | (write ? TINY_DIRTY : 0);
	pte_t *table = s->root;

	for (unsigned level = PT_LEVELS - 1;; level--) {
		pte_t *slot = table + pt_index(va, level), pte = pte_load(slot);

		if (!pte_is_present(pte))
			return false;
		if (!pte_is_leaf(pte, level)) {
			table = phys_to_virt(pte_phys(pte));
			continue;
		}
		if (!(pte_rights(pte) & (write ? ABI_RIGHT_W : ABI_RIGHT_R)))
			return false;
		if ((pte & bits) != bits && !pte_compare_set(slot, &pte, pte | bits))
			return walk(s, va, write, e);
		*e = (struct tlb_entry){ true, write || (pte & TINY_DIRTY), level, pte_rights(pte),
					 va >> pt_shift(level) << pt_shift(level), pte_phys(pte) };
		return true;
	}
}

/* Only UTCBs and the KIP have memory behind their pages here. */
static void use_memory(const struct tlb_entry *e, word_t va, bool write)
{
	if (va < UTCB_AT)
		return;
	word_t *word = phys_to_virt(e->frame + (va & (KMEM_PAGE_SIZE - 1) & ~(word_t)7));

	if (write)
		__atomic_store_n(word, va * 0x9e3779b97f4a7c15ull, __ATOMIC_RELAXED);
	else
		(void)__atomic_load_n(word, __ATOMIC_RELAXED);
}

static bool allows(const struct tlb_entry *e, bool write)
{
	return write ? (e->rights & ABI_RIGHT_W) && e->dirty : e->rights & ABI_RIGHT_R;
}

void tlb_access(word_t va, bool write)
{
	const struct space *s = this_cpu()->smp.loaded;
	struct tlb *t = own();
	unsigned at = ENTRIES;
	word_t user;

	if (!s || !pt_user_next(va, &user) || user != va)
		return;
	for (unsigned i = 0; i < ENTRIES; i++)
		if (covers(&t->entries[i], va))
			at = i;
	if (at == ENTRIES || !allows(&t->entries[at], write)) {
		struct tlb_entry e = { 0 };
		bool found = walk(s, va, write, &e);

		if (at == ENTRIES)
			at = t->next++ % ENTRIES;
		cpus_dawdle();
		pthread_mutex_lock(&t->mutex);
		t->entries[at] = e;
		pthread_mutex_unlock(&t->mutex);
		if (!found)
			return;
	}
	use_memory(&t->entries[at], va, write);
}

void tlb_copy(const struct space *s, word_t va, bool write)
{
	struct tlb_entry e;
	word_t user;

	if (pt_user_next(va, &user) && user == va && walk(s, va, write, &e)) {
		cpus_dawdle();
		use_memory(&e, va, write);
	}
}

static void check_entry(const struct space *s, const struct tlb_entry *e)
{
	struct pt_spot at = pt_find(s, e->va);
	pte_t pte = pte_load(at.slot);

	must(pte_is_present(pte));
	must(pte_frame(pte, at.level) + (e->va & (pt_size(at.level) - 1)) == e->frame);
	must(!(e->rights & ~pte_rights(pte)));
	must(at.level < e->level || (pte & TINY_ACCESSED));
	must(at.level < e->level || !e->dirty || (pte & TINY_DIRTY));
}

void tlb_check(void)
{
	regions_take(region_bit(REGION_WIDE));
	for (unsigned n = 0; n < cpu_count; n++) {
		struct tlb *t = &tlbs[n];

		pthread_mutex_lock(&t->mutex);
		const struct space *s = cpus[n]->smp.loaded;

		for (unsigned i = 0; s && i < ENTRIES; i++)
			if (t->entries[i].valid && !space_page_is_special(s, t->entries[i].va))
				check_entry(s, &t->entries[i]);
		pthread_mutex_unlock(&t->mutex);
	}
	regions_drop();
}
