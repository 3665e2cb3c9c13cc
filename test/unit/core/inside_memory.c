/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariants of memory: page tables, mapping nodes and families, UTCB pages, and that every page
 * the core has taken is where one can say what for.
 */
#include "inside.h"

#define SPACES_SEEN	64

static bool grants_expected;

/* What one look at everything has found. */
static struct {
	size_t bytes;			/* of pages, by what is made of them */
	size_t nodes, children, family_members;
	const struct space *spaces[SPACES_SEEN];
	unsigned space_count;
	size_t discarded_spaces;
} seen;

void inside_expect_grants(bool may_be)
{
	grants_expected = may_be;
}

size_t inside_mappings(void)
{
	return kmem_cache_objects(&mapping_cache);
}

struct mapping *inside_mapping(const struct space *s, word_t va)
{
	struct pt_spot at = pt_find(s, va);

	return pte_is_present(*at.slot) ? pt_mapping(at) : NULL;
}

bool inside_revoking(void)
{
	return revocation_any() != NULL;
}

static size_t pages_bytes(unsigned order)
{
	return (size_t)KMEM_PAGE_SIZE << order;
}

/* A page being split: its pieces and their table are nowhere to be found yet; or it is what has no
 * page any more, and its pieces are no members of the family yet. */
static void check_split(const struct revocation *r)
{
	unsigned level = mapping_level(r->top) - 1, n = 1u << pieces_log2(level + 1);

	must(r->pieces <= n && r->cursor == r->top && r->ascending, "a split is in disorder");
	if (r->split != SPLIT_LINKS) {
		seen.nodes += r->pieces;
		seen.bytes += r->table ? pages_bytes(pt_table_order(level)) : 0;
		return;
	}
	seen.nodes++;
	seen.children++;
	seen.children -= n - (r->pieces ? r->pieces : 1);
	must(*pt_find(r->top->space, mapping_va(r->top)).above == pte_table(virt_to_phys(r->table)),
	     "a split is in the wrong place");
}

/* The families below `f`: answers how many members they have. */
static size_t check_family(struct mapping *m, struct family *f, unsigned level)
{
	size_t members = 0, used = 0;

	for (struct mapping *c = f->list; c; c = c->next, members++) {
		must(c->parent == m && *c->link == c && mapping_level(c) == level,
		     "a derived mapping doesn't know its family");
	}
	if (!f->index)
		return members;
	must(level > 0, "a smallest page has pieces");
	seen.bytes += pages_bytes(index_order(level));
	for (unsigned i = 0; i < 1u << pieces_log2(level); i++) {
		struct family *piece = family_index(f) + i;

		if (family_empty(piece))
			continue;
		used++;
		members += check_family(m, piece, level - 1);
	}
	must(used > 0 && used == (f->index & FAMILY_COUNT_MASK),
	     "a family counts its pieces wrong");
	return members;
}

static void check_node(struct mapping *m, pte_t pte, const struct space *s, word_t va,
		       unsigned level)
{
	struct mapping *p = m->parent;

	seen.nodes++;
	must(m->space == s && mapping_level(m) == level && m->phys == pte_phys(pte),
	     "a mapping at %lx doesn't agree with its page", (unsigned long)va);
	must((mapping_va(m) ^ va) << (ABI_WORD_BITS - pt_shift(PT_LEVELS - 1) + 0) == 0,
	     "a mapping has another address");
	must(pte_phys(pte) < HOST_USER_END, "a user has a page of the kernel's");
	must(arch_user_frame_ok(pte_phys(pte), pt_shift(level)),
	     "a user has a frame of the kernel's");
	seen.family_members += check_family(m, &m->family, level);
	if (!p) {
		must(s->sigma0 && mapping_va(m) == m->phys, "a mapping has no ancestor");
		return;
	}
	seen.children++;
	must(m->phys >= p->phys && m->phys + mapping_size(m) <= p->phys + mapping_size(p),
	     "a mapping is larger than what it is part of");
	struct pt_spot at = pt_find(p->space, mapping_va(p));

	must(pte_is_present(*at.slot) && pt_mapping(at) == p, "a mapping's ancestor is gone");
	must(grants_expected || revocation_any() || !(pte_rights(pte) & ~pte_rights(*at.slot)),
	     "a mapping at %lx has rights %u, its parent %u", (unsigned long)va, pte_rights(pte),
	     pte_rights(*at.slot));
}

/* KIP or UTCBs. */
static void check_kernel_page(const struct space *s, pte_t *slot, pte_t pte, word_t va)
{
	uintptr_t shadow = *pt_shadow(slot, 0);
	unsigned users = 0;

	if (!(shadow & 1)) {
		must(!(pte_rights(pte) & ABI_RIGHT_W), "users can write a page of the kernel's");
		return;
	}
	must(!(pte_rights(pte) & ABI_RIGHT_X), "UTCBs are executable");
	seen.bytes += KMEM_PAGE_SIZE;
	for (struct link *l = s->threads.next; l != &s->threads; l = l->next) {
		struct tcb *t = list_entry(l, struct tcb, space_link);

		if (!t->utcb || (t->utcb_location ^ va) & ~(word_t)0xfff)
			continue;
		users++;
		must(virt_to_phys(t->utcb) == pte_phys(pte) + (t->local_id & 0xfff),
		     "the alias of a UTCB is stale");
	}
	must(shadow == users * 2 + 1, "a page of UTCBs counts %lu, there are %u",
	     (unsigned long)shadow / 2, users);
}

static uintptr_t check_table(const struct space *s, pte_t *table, unsigned level, word_t base)
{
	uintptr_t present = 0;

	seen.bytes += pages_bytes(pt_table_order(level));
	for (unsigned i = 0; i < pt_entries(level); i++) {
		pte_t *slot = table + i, pte = *slot;
		word_t va = base + ((word_t)i << pt_shift(level));

		if (!pte_is_present(pte))
			continue;
		present++;
		if (!pte_is_leaf(pte, level)) {
			must(*pt_shadow(slot, level) ==
			     check_table(s, pt_table(pte), level - 1, va),
			     "a table counts its entries wrong");
			continue;
		}
		struct mapping *m = pt_mapping((struct pt_spot){ slot, NULL, level });

		if (m)
			check_node(m, pte, s, va, level);
		else
			check_kernel_page(s, slot, pte, va);
	}
	must(present > 0 || level == PT_LEVELS - 1, "an empty table is kept");
	return present;
}

static void check_space(const struct space *s)
{
	size_t threads = 0;

	for (unsigned i = 0; i < seen.space_count; i++)
		if (seen.spaces[i] == s)
			return;
	must(seen.space_count < SPACES_SEEN, "too many spaces for the checks");
	seen.spaces[seen.space_count++] = s;
	(void)check_table(s, s->root, PT_LEVELS - 1, 0);
	for (struct link *l = s->threads.next; l != &s->threads; l = l->next, threads++) {
		check_link(l);
		must(list_entry(l, struct tcb, space_link)->space == s,
		     "a space has a thread of another");
	}
	must(threads == s->thread_count, "a space counts %lu threads, there are %lu",
	     (unsigned long)s->thread_count, (unsigned long)threads);
	must(s->dying == (threads == 0), "a space without threads lives");
}

static void check_dying_spaces(struct cpu *cpu)
{
	struct link *dying = &cpu->worker.dying_spaces;

	for (struct link *l = dying->next; l != dying; l = l->next)
		check_space(list_entry(l, struct space, dying_link));
}

#ifdef CONFIG_SMP

static size_t table_rest_bytes(const struct tcb *t)
{
	size_t bytes = 0;

	for (const word_t *w = t->travel.call; w[0]; w += 2)
		bytes += pages_bytes(w[1]);
	return bytes;
}

/* What is in nobody's hands any more and not free yet. */
static void see_grace(const struct grace *g)
{
	for (; g; g = g->next) {
		if (g->then == free_later) {
			seen.discarded_spaces++;
			seen.bytes += pages_bytes(pt_table_order(PT_LEVELS - 1));
		} else if (g->then == free_page) {
			seen.bytes += KMEM_PAGE_SIZE;
		} else if (g->then == free_discarded) {
			seen.bytes += pages_bytes(pt_table_order(
				container_of(g, struct discarded_table, grace)->level));
		} else if (g->then == tables_unseen) {
			seen.bytes += table_rest_bytes(container_of(g, struct tcb, grace));
		}
	}
}

static void see_graces(void)
{
	for (unsigned n = 0; n < cpu_count; n++) {
		see_grace(cpus[n]->smp.waiting);
		see_grace(cpus[n]->smp.leaving);
		see_grace(cpus[n]->smp.unseen);
	}
}

#else

static void see_graces(void)
{
}

#endif

void inside_check_memory(void)
{
	__builtin_memset(&seen, 0, sizeof(seen));
	for (struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		if (t->space)
			check_space(t->space);
	for (unsigned n = 0; n < cpu_count; n++)
		check_dying_spaces(cpu_of(n));
	see_graces();
	must(kmem_cache_objects(&space_cache) == seen.space_count + seen.discarded_spaces,
	     "%lu spaces, %lu of them known", (unsigned long)kmem_cache_objects(&space_cache),
	     (unsigned long)(seen.space_count + seen.discarded_spaces));
	for (unsigned n = 0; n < REGION_RECORDS; n++)
		for (unsigned i = 0; i < REVOCATIONS; i++) {
			const struct revocation *r = &revocations[n].records[i];

			if (r->top && r->cursor == r->top && r->ascending && r->split)
				check_split(r);
		}
	must(inside_mappings() == seen.nodes, "%lu mappings, %lu pages",
	     (unsigned long)inside_mappings(), (unsigned long)seen.nodes);
	must(seen.children == seen.family_members, "%lu derived mappings, %lu in families",
	     (unsigned long)seen.children, (unsigned long)seen.family_members);
	seen.bytes += host_table_bytes();
	must(seen.bytes == host_kmem_live_bytes(), "%lu bytes of pages are taken, %lu in use",
	     (unsigned long)host_kmem_live_bytes(), (unsigned long)seen.bytes);
}
