/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel memory: pages and objects come zeroed, aligned and apart, and all come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "mem_world.h"

#define HOLD	2000

static void pages_are_aligned_zeroed_and_apart(void **state)
{
	size_t before = kmem_free_bytes();
	struct { char *at; unsigned order; } held[HOLD] = { 0 };

	(void)state;
	for (unsigned round = 0; round < 40000; round++) {
		unsigned i = rnd(HOLD), order = rnd(8) ? rnd(3) : rnd(7);

		if (held[i].at) {
			assert_int_equal(held[i].at[0], (char)i);
			kmem_free_pages(held[i].at, held[i].order);
			held[i].at = NULL;
			continue;
		}
		held[i].at = kmem_alloc_pages(order, KMEM_PRIVILEGED);
		held[i].order = order;
		if (!held[i].at)
			continue;
		assert_int_equal((uintptr_t)held[i].at % (KMEM_PAGE_SIZE << order), 0);
		for (size_t n = 0; n < (size_t)KMEM_PAGE_SIZE << order; n += 512)
			assert_int_equal(held[i].at[n], 0);
		memset(held[i].at, (char)i, (size_t)KMEM_PAGE_SIZE << order);
	}
	for (unsigned i = 0; i < HOLD; i++)
		if (held[i].at)
			kmem_free_pages(held[i].at, held[i].order);
	assert_int_equal(kmem_free_bytes(), before);
}

/* After any use, the largest block there was can be had again. */
static void blocks_merge(void **state)
{
	size_t before = kmem_free_bytes(), pages = 0;
	void *large = kmem_alloc_pages(12, KMEM_PRIVILEGED), *chain = NULL, *page;

	(void)state;
	assert_non_null(large);
	kmem_free_pages(large, 12);
	while ((page = kmem_alloc_pages(0, KMEM_PRIVILEGED))) {
		*(void **)page = chain;
		chain = page;
		pages++;
	}
	assert_int_equal(kmem_free_bytes(), 0);
	assert_int_equal(pages * KMEM_PAGE_SIZE, before);
	while (chain) {
		page = chain;
		chain = *(void **)page;
		kmem_free_pages(page, 0);
	}
	large = kmem_alloc_pages(12, KMEM_PRIVILEGED);
	assert_non_null(large);
	kmem_free_pages(large, 12);
	assert_int_equal(kmem_free_bytes(), before);
}

static void the_reserve_is_for_the_privileged(void **state)
{
	size_t before = kmem_free_bytes(), reserve = CONFIG_KMEM_RESERVE_KB * 1024ul;
	static KMEM_CACHE(cache, "greedy", 1000);
	void *chain = NULL, *page;

	(void)state;
	while ((page = kmem_alloc_pages(0, KMEM_USER))) {
		*(void **)page = chain;
		chain = page;
	}
	assert_int_equal(kmem_free_bytes(), reserve);
	assert_null(kmem_cache_alloc(&cache, KMEM_USER));
	void *object = kmem_cache_alloc(&cache, KMEM_PRIVILEGED);

	assert_non_null(object);
	kmem_cache_free(&cache, object);
	assert_int_equal(kmem_free_bytes(), reserve);
	assert_null(kmem_cache_alloc(&cache, KMEM_USER));	/* the spare slab is reserve too */
	while (chain) {
		page = chain;
		chain = *(void **)page;
		kmem_free_pages(page, 0);
	}
	assert_int_equal(kmem_free_bytes(), before);
}

static void objects_come_and_go(void **state)
{
	static KMEM_CACHE(small, "small", 64);
	static KMEM_CACHE(odd, "odd", 200);
	static KMEM_CACHE(half, "half", 2000);
	struct kmem_cache *caches[] = { &small, &odd, &half };
	size_t before = kmem_free_bytes();
	struct { unsigned char *at; struct kmem_cache *cache; } held[HOLD] = { 0 };

	(void)state;
	for (unsigned round = 0; round < 200000; round++) {
		unsigned i = rnd(HOLD);
		struct kmem_cache *c = caches[rnd(3)];

		if (held[i].at) {
			for (unsigned n = 0; n < held[i].cache->size; n++)
				assert_int_equal(held[i].at[n], i & 0xff);
			kmem_cache_free(held[i].cache, held[i].at);
			held[i].at = NULL;
			continue;
		}
		held[i].at = kmem_cache_alloc(c, KMEM_USER);
		held[i].cache = c;
		assert_non_null(held[i].at);
		assert_int_equal((uintptr_t)held[i].at % (c->size % 64 ? 8 : 64), 0);
		for (unsigned n = 0; n < c->size; n++)
			assert_int_equal(held[i].at[n], 0);
		memset(held[i].at, i & 0xff, c->size);
	}
	for (unsigned i = 0; i < HOLD; i++)
		if (held[i].at)
			kmem_cache_free(held[i].cache, held[i].at);
	assert_int_equal(small.objects + odd.objects + half.objects, 0);
	assert_int_equal(kmem_free_bytes(), before);
}

/* Empty slabs kept as spares count as free, and are found when pages run out. */
static void spares_are_given_back_when_needed(void **state)
{
	static KMEM_CACHE(cache, "spare", 100);
	size_t before = kmem_free_bytes(), pages = 0;
	void *chain = NULL, *page;

	(void)state;
	kmem_cache_free(&cache, kmem_cache_alloc(&cache, KMEM_USER));
	assert_non_null(cache.spare);
	assert_int_equal(kmem_free_bytes(), before);
	while ((page = kmem_alloc_pages(0, KMEM_PRIVILEGED))) {
		*(void **)page = chain;
		chain = page;
		pages++;
	}
	assert_null(cache.spare);
	assert_int_equal(pages * KMEM_PAGE_SIZE, before);
	while (chain) {
		page = chain;
		chain = *(void **)page;
		kmem_free_pages(page, 0);
	}
	assert_int_equal(kmem_free_bytes(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_aligned_zeroed_and_apart),
		cmocka_unit_test(blocks_merge),
		cmocka_unit_test(the_reserve_is_for_the_privileged),
		cmocka_unit_test(objects_come_and_go),
		cmocka_unit_test(spares_are_given_back_when_needed),
	};

	seed(1);
	world_boot();
	return cmocka_run_group_tests_name("kernel memory", tests, NULL, NULL);
}
