/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel memory by objects: caches of objects of one size, cut from single pages ("slabs") whose
 * first bytes keep the account.  Objects of a new slab are carved one by one, so that a page is
 * touched only as far as it is used.  An empty slab goes back to the pages; one per cache is held
 * as a spare, so that a single object coming and going doesn't cost a page each time.
 */
#include <kernel/assert.h>
#include <kernel/kmem.h>

struct slab {
	struct link link;	/* in cache->partial, unless full */
	void *free;		/* freed objects, linked through their first word */
	unsigned used;
	unsigned carved;	/* bytes of the page */
};

#define SLAB_LINE	64u

struct kmem_cache *kmem_caches;

static unsigned slab_header(const struct kmem_cache *cache)
{
	unsigned align = cache->size % SLAB_LINE ? 16 : SLAB_LINE;

	return (sizeof(struct slab) + align - 1) & ~(align - 1);
}

static struct slab *slab_of(void *object)
{
	return (struct slab *)((uintptr_t)object & ~(uintptr_t)(KMEM_PAGE_SIZE - 1));
}

static void cache_enter(struct kmem_cache *cache)
{
	cache->per_slab = (KMEM_PAGE_SIZE - slab_header(cache)) / cache->size;
	kassert(cache->per_slab != 0);
	cache->next = kmem_caches;
	kmem_caches = cache;
}

static struct slab *slab_new(struct kmem_cache *cache, enum kmem_for who)
{
	struct slab *slab = cache->spare;

	if (!cache->per_slab)
		cache_enter(cache);
	if (slab) {
		if (!kmem_spare_get(who))
			return NULL;
		cache->spare = NULL;
	} else {
		slab = kmem_take_held(0, who);
		if (!slab)
			return NULL;
		slab->free = NULL;
		slab->used = 0;
		slab->carved = slab_header(cache);
	}
	list_add_head(&cache->partial, &slab->link);
	return slab;
}

void *kmem_cache_take_held(struct kmem_cache *cache, enum kmem_for who)
{
	struct slab *slab = list_entry(cache->partial.next, struct slab, link);
	void *object;

	if (list_empty(&cache->partial)) {
		slab = slab_new(cache, who);
		if (!slab)
			return NULL;
	}
	object = slab->free;
	if (object) {
		slab->free = *(void **)object;
	} else {
		object = (char *)slab + slab->carved;
		slab->carved += cache->size;
	}
	if (++slab->used == cache->per_slab)
		list_remove(&slab->link);
	cache->objects++;
	return object;
}

void *kmem_cache_alloc(struct kmem_cache *cache, enum kmem_for who)
{
	void *object = kmem_cache_take(cache, who);

	return object ? __builtin_memset(object, 0, cache->size) : NULL;
}

void kmem_cache_free_held(struct kmem_cache *cache, void *object)
{
	struct slab *slab = slab_of(object);

	kassert(slab->used > 0 && cache->objects > 0);
	*(void **)object = slab->free;
	slab->free = object;
	cache->objects--;
	if (slab->used-- == cache->per_slab)
		list_add_head(&cache->partial, &slab->link);
	if (slab->used > 0)
		return;
	list_remove(&slab->link);
	if (cache->spare) {
		kmem_free_held(slab, 0);
	} else {
		cache->spare = slab;
		kmem_spare_put();
	}
}

/* Give one spare back to the pages; false if there is none. */
bool kmem_cache_drain(void)
{
	for (struct kmem_cache *cache = kmem_caches; cache; cache = cache->next) {
		struct slab *slab = cache->spare;

		if (slab) {
			cache->spare = NULL;
			(void)kmem_spare_get(KMEM_PRIVILEGED);	/* counted again when freed */
			kmem_free_held(slab, 0);
			return true;
		}
	}
	return false;
}

size_t kmem_cache_objects(const struct kmem_cache *cache)
{
	size_t objects = cache->objects;

#ifdef CONFIG_SMP
	for (unsigned n = 0; n < CONFIG_SMP_MAX_PROCS; n++)
		objects -= cache->stock[n].count;
#endif
	return objects;
}
