/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Watches over kernel memory: what the core hasn't been handed, or has given back, is poisoned, so
 * that ASan sees every use of it; pages are counted.  The core calls the allocator by these names;
 * the allocator itself (kmem.c, kmem_cache.c, string.c) is compiled under the names real_*, without
 * ASan, since it alone may touch what is free.
 */
#include <sanitizer/asan_interface.h>
#include <kernel/kmem.h>
#include "host.h"

void real_kmem_add(void *low, void *high);
void *real_kmem_alloc_pages(unsigned order, enum kmem_for who);
void *real_kmem_take_pages(unsigned order, enum kmem_for who);
void real_kmem_free_pages(void *pages, unsigned order);
void *real_kmem_cache_alloc(struct kmem_cache *cache, enum kmem_for who);
void *real_kmem_cache_take(struct kmem_cache *cache, enum kmem_for who);
void real_kmem_cache_free(struct kmem_cache *cache, void *object);

static size_t live_bytes;

void kmem_add(void *low, void *high)
{
	real_kmem_add(low, high);
	__asan_poison_memory_region(low, (char *)high - (char *)low);
}

/* Pages whose content nobody may rely on. */
void *kmem_take_pages(unsigned order, enum kmem_for who)
{
	size_t bytes = (size_t)KMEM_PAGE_SIZE << order;
	char *pages = real_kmem_take_pages(order, who);

	if (!pages)
		return NULL;
	live_bytes += bytes;
	__asan_unpoison_memory_region(pages, bytes);
	return __builtin_memset(pages, 0xa5, bytes);
}

void *kmem_alloc_pages(unsigned order, enum kmem_for who)
{
	size_t bytes = (size_t)KMEM_PAGE_SIZE << order;
	char *pages = real_kmem_alloc_pages(order, who);

	if (!pages)
		return NULL;
	live_bytes += bytes;
	__asan_unpoison_memory_region(pages, bytes);
	for (size_t i = 0; i < bytes; i += sizeof(uint64_t))
		if (*(uint64_t *)(pages + i))
			host_fail("kernel memory was handed out with something in it");
	return pages;
}

void kmem_free_pages(void *pages, unsigned order)
{
	size_t bytes = (size_t)KMEM_PAGE_SIZE << order;

	if (__asan_region_is_poisoned(pages, bytes))
		host_fail("pages are given back that aren't all in use");
	__asan_poison_memory_region(pages, bytes);
	real_kmem_free_pages(pages, order);
	live_bytes -= bytes;
}

void *kmem_cache_take(struct kmem_cache *cache, enum kmem_for who)
{
	void *object = real_kmem_cache_take(cache, who);

	if (object)
		__asan_unpoison_memory_region(object, cache->size);
	return object;
}

void *kmem_cache_alloc(struct kmem_cache *cache, enum kmem_for who)
{
	void *object = real_kmem_cache_alloc(cache, who);

	if (object)
		__asan_unpoison_memory_region(object, cache->size);
	return object;
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	if (__asan_region_is_poisoned(object, cache->size))
		host_fail("a %s is given back twice", cache->name);
	__asan_poison_memory_region(object, cache->size);
	real_kmem_cache_free(cache, object);
}

#ifndef CONFIG_SMP
size_t host_free_bytes(void)
{
	return kmem_free_bytes();
}
#endif

size_t host_kmem_live_bytes(void)
{
	return live_bytes;
}
