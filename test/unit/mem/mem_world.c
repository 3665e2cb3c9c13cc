/* SPDX-License-Identifier: BSD-2-Clause */
/* See mem_world.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <cmocka.h>
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/kip.h>
#include <kernel/thread.h>
#include "mem_world.h"

struct space *spaces[SPACES], *hidden_spaces[HIDDEN_SPACES];
#ifdef CONFIG_SMP
struct cpu *cpus[CONFIG_SMP_MAX_PROCS];
unsigned cpu_count = 1;
_Thread_local struct cpu *cpu_here;
static struct cpu cpu0;
#else
struct cpu cpu0;
#endif
word_t kip[KIP_WORDS] __attribute__((aligned(KIP_BYTES)));
phys_t world_phys_end = 0x40000000, world_kernel_low = 0x30000, world_kernel_high = 0x34000;
static size_t free_before;
static _Thread_local uint64_t random_state;

#ifndef MEM_TINY
bool x86_has_1g = true;
#endif

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
	abort();
}

word_t thread_system_base(void)
{
	return 16;
}

void *user_open(const struct space *space, word_t va, phys_t frame, bool write)
{
	(void)space, (void)va, (void)frame, (void)write;
	return NULL;
}

void user_close(void *p)
{
	(void)p;
}

void arch_space_init(struct space *space)
{
	space->arch.number = 1;
}

void arch_space_destroy(struct space *space)
{
	assert_int_equal(space->arch.number, 1);
	space->arch.number = 0;
}

void world_boot(void)
{
	char *arena = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert_true(arena != MAP_FAILED);
	link_init(&cpu0.worker.dying_spaces);
#ifdef CONFIG_SMP
	cpus[0] = cpu_here = &cpu0;
#endif
	kmem_add(arena + KMEM_PAGE_SIZE, arena + 5 * KMEM_PAGE_SIZE);
	kmem_add(arena + 7 * KMEM_PAGE_SIZE, arena + ARENA_BYTES);
}

static struct space *make_space(void)
{
	struct space *s = space_create(KMEM_PRIVILEGED);
	word_t kip_area = fpage(KIP_AT, 12, 0), utcb_area = fpage(UTCB_AT, UTCB_LOG2, 0);

	assert_non_null(s);
	assert_int_equal(space_check_areas(kip_area, utcb_area), 0);
	assert_int_equal(space_init_areas(s, kip_area, utcb_area, KMEM_PRIVILEGED), 0);
	return s;
}

void world_begin(void)
{
	free_before = kmem_free_bytes();
	for (unsigned i = 0; i < SPACES; i++)
		spaces[i] = make_space();
	spaces[0]->sigma0 = true;
}

void world_reap(struct space *s)
{
	unsigned long slices = 0;

	space_discard(s);
	while (reap_step() == SLICE_MORE)
		assert_true(++slices < 10000000);
	for (unsigned i = 0; i < SPACES; i++)
		if (spaces[i] == s)
			spaces[i] = NULL;
}

void world_end(void)
{
	for (unsigned i = SPACES; i-- > 0;)
		if (spaces[i])
			world_reap(spaces[i]);
	assert_null(revocation_any());
	assert_int_equal(node_count(), 0);
	assert_int_equal(kmem_free_bytes(), free_before);
}

word_t fpage(word_t base, unsigned log2size, unsigned rights)
{
	return base | log2size << ABI_FPAGE_SIZE_SHIFT | rights;
}

/* Every other time the short way goes first; what it does must not differ. */
static bool try_short(void)
{
	static bool last;

	return last = !last;
}

enum slice map(struct space *src, word_t snd_fpage, word_t snd_base, struct space *dst,
	       word_t window, bool grant)
{
	struct map_op op;
	enum slice end;
	unsigned long slices = 0;

	if (try_short() && !grant &&
	    mapdb_map_page(src, snd_fpage, snd_base, dst, window, KMEM_PRIVILEGED))
		return SLICE_DONE;
	if (!map_op_init(&op, src, snd_fpage, snd_base, dst, window, grant, KMEM_PRIVILEGED))
		return SLICE_DONE;
	while ((end = map_op_run(&op)) == SLICE_MORE)
		assert_true(++slices < 10000000);
	return end;
}

unsigned unmap(struct space *s, word_t page, bool flush)
{
	struct unmap_op op;
	unsigned long slices = 0;
	unsigned status;

	if (try_short() && mapdb_unmap_page(s, page, flush, &status))
		return status;
	if (!unmap_op_init(&op, s, page, flush))
		return 0;
	while (unmap_op_run(&op) == SLICE_MORE)
		assert_true(++slices < 10000000);
	assert_null(op.revocation);
	return op.status;
}

void map_page(struct space *src, word_t va, struct space *dst, word_t dva, unsigned log2size,
	      unsigned rights)
{
	assert_int_equal(map(src, fpage(va, log2size, rights), dva, dst, ABI_FPAGE_COMPLETE, false),
			 SLICE_DONE);
}

unsigned rights_at(const struct space *s, word_t va, phys_t *frame, unsigned *level)
{
	phys_t at = 0;
	unsigned rights = 0, l = 0;

	if (!space_lookup(s, va, &at, &rights, &l))
		return 0;
	if (frame)
		*frame = at;
	if (level)
		*level = l;
	return rights;
}

struct mapping *node_at(const struct space *s, word_t va)
{
	struct pt_spot at = pt_find(s, va);

	return pte_is_present(*at.slot) ? pt_mapping(at) : NULL;
}

void touch(struct space *s, word_t va, bool write)
{
	struct pt_spot at = pt_find(s, va);

	assert_true(pte_is_present(*at.slot));
#ifdef MEM_TINY
	*at.slot |= TINY_ACCESSED | (write ? TINY_DIRTY : 0);
#else
	*at.slot |= X86_PTE_ACCESSED | (write ? X86_PTE_DIRTY : 0);
#endif
}

static const struct kmem_cache *mapping_cache_found(void)
{
	for (const struct kmem_cache *c = kmem_caches; c; c = c->next)
		if (!strcmp(c->name, "mapping"))
			return c;
	return NULL;
}

size_t node_count(void)
{
	const struct kmem_cache *c = mapping_cache_found();

	return c ? kmem_cache_objects(c) : 0;
}

static bool was_split(struct mapping *m)
{
	struct revocation *r = revocation_of(m->phys, mapping_level(m));

	return r && r->top == m && r->split == SPLIT_LINKS;
}

/* A node and its children; answers how many nodes it has checked (itself). */
static void check_node(struct mapping *m)
{
	int budget = 0;
	struct mapping *c = NULL;

	while ((c = mapping_next_child(m, c, 0, mapping_size(m), &budget))) {
		assert_ptr_equal(c->parent, m);
		assert_ptr_equal(*c->link, c);
		assert_true(c->phys >= m->phys &&
			    c->phys + mapping_size(c) <= m->phys + mapping_size(m));
		assert_true(node_at(c->space, mapping_va(c)) == c || was_split(c));
	}
}

/* Nodes without a page of their own, at this page: pieces of one that is being split, or what was
 * split, as long as its pieces join their family. */
static size_t nodes_of_split(struct mapping *m, pte_t *slot)
{
	struct revocation *r = revocation_of(m->phys, mapping_level(m));

	if (!r || !r->split)
		return 0;
	if (r->top == m && r->split != SPLIT_LINKS)
		return r->pieces;
	return r->split == SPLIT_LINKS && r->table == slot;
}

static size_t check_table(struct space *s, pte_t *table, unsigned level, word_t base, size_t *nodes)
{
	size_t present = 0;

	for (unsigned i = 0; i < pt_entries(level); i++) {
		pte_t *slot = table + i;
		word_t va = base + ((word_t)i << pt_shift(level));

		if (!pte_is_present(*slot))
			continue;
		present++;
		if (!pte_is_leaf(*slot, level)) {
			size_t below = check_table(s, phys_to_virt(pte_phys(*slot)), level - 1, va,
						   nodes);

			assert_true(below > 0);
			assert_int_equal(*pt_shadow(slot, level), below);
			continue;
		}
		struct mapping *m = pt_mapping((struct pt_spot){ slot, NULL, level });

		if (!m)
			continue;
		*nodes += 1 + nodes_of_split(m, slot);
		assert_ptr_equal(m->space, s);
		assert_int_equal(mapping_level(m), level);
		assert_int_equal(m->phys, pte_phys(*slot));
		assert_int_equal(mapping_va(m) & (pt_size(PT_LEVELS - 1) - 1),
				 va & (pt_size(PT_LEVELS - 1) - 1));
		assert_true(m->parent || s == spaces[0]);
		check_node(m);
	}
	return present;
}

static size_t check_dying(const struct cpu *cpu)
{
	const struct link *list = &cpu->worker.dying_spaces;
	size_t nodes = 0;

	for (struct link *l = list->next; l != list; l = l->next) {
		struct space *s = list_entry(l, struct space, dying_link);

		check_table(s, s->root, PT_LEVELS - 1, 0, &nodes);
	}
	return nodes;
}

void check_world(bool idle)
{
	size_t nodes = 0;

	regions_take(region_bit(REGION_WIDE));
	for (unsigned i = 0; i < SPACES; i++)
		if (spaces[i])
			check_table(spaces[i], spaces[i]->root, PT_LEVELS - 1, 0, &nodes);
	for (unsigned i = 0; i < HIDDEN_SPACES; i++)
		if (hidden_spaces[i])
			check_table(hidden_spaces[i], hidden_spaces[i]->root, PT_LEVELS - 1, 0,
				    &nodes);
	for (unsigned n = 0; n < cpu_count; n++)
		nodes += check_dying(cpu_of(n));
	assert_int_equal(nodes, node_count());
	if (idle)
		assert_null(revocation_any());
	regions_drop();
}

void seed(uint64_t s)
{
	random_state = s * 0x9e3779b97f4a7c15ull + 1;
}

uint64_t rnd(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state * 0x2545f4914f6cdd1dull >> 11) % below;
}
