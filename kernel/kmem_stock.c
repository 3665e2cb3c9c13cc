/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel memory for many CPUs: what everybody calls, before the allocator that one lock guards
 * (kmem.c, kmem_cache.c).  Of every cache each CPU has some objects in stock, so that what comes
 * and goes takes no lock and writes no line of another's.  Stocks are given back when memory runs
 * out: one's own at once, those of others when they touch theirs next.
 */
#include <kernel/cpu.h>
#include <kernel/kmem.h>

#define STOCK_MOST	16
#define STOCK_HALF	8

/* How often memory has run out; stocks that have seen less of it are given back. */
static unsigned memory_calls;

static struct kmem_stock *stock_of(struct kmem_cache *cache)
{
	return &cache->stock[this_cpu()->number];
}

/* So many objects of a stock go back, under the lock. */
static void stock_return(struct kmem_cache *cache, struct kmem_stock *s, unsigned most)
{
	while (most-- > 0 && s->first) {
		void *object = s->first;

		s->first = *(void **)object;
		s->count--;
		kmem_cache_free_held(cache, object);
	}
}

/* All that this CPU has, under the lock. */
static void stocks_return(void)
{
	for (struct kmem_cache *c = kmem_caches; c; c = c->next)
		stock_return(c, stock_of(c), STOCK_MOST + 1);
}

static void stocks_recall(void)
{
	stocks_return();
	__atomic_store_n(&memory_calls, memory_calls + 1, __ATOMIC_RELAXED);
}

void *kmem_take_pages(unsigned order, enum kmem_for who)
{
	void *pages;

	lock_take(&kmem_lock);
	pages = kmem_take_held(order, who);
	if (unlikely(!pages)) {
		stocks_recall();
		pages = kmem_take_held(order, who);
	}
	lock_drop(&kmem_lock);
	return pages;
}

void kmem_free_pages(void *pages, unsigned order)
{
	lock_take(&kmem_lock);
	kmem_free_held(pages, order);
	lock_drop(&kmem_lock);
}

/* The stock is empty: an object, and some more if they cost no page. */
static COLD void *stock_refill(struct kmem_cache *cache, struct kmem_stock *s, enum kmem_for who)
{
	void *object;

	lock_take(&kmem_lock);
	object = kmem_cache_take_held(cache, who);
	if (!object) {
		stocks_recall();
		object = kmem_cache_take_held(cache, who);
	}
	while (object && s->count < STOCK_HALF && !list_empty(&cache->partial)) {
		void *more = kmem_cache_take_held(cache, who);

		*(void **)more = s->first;
		s->first = more;
		s->count++;
	}
	lock_drop(&kmem_lock);
	return object;
}

void *kmem_cache_take(struct kmem_cache *cache, enum kmem_for who)
{
	struct kmem_stock *s = stock_of(cache);
	void *object = s->first;

	if (unlikely(!object))
		return stock_refill(cache, s, who);
	s->first = *(void **)object;
	s->count--;
	return object;
}

/* There are many in stock, or memory is short. */
static COLD void stock_shrink(struct kmem_cache *cache, struct kmem_stock *s)
{
	unsigned heard = __atomic_load_n(&memory_calls, __ATOMIC_RELAXED);

	lock_take(&kmem_lock);
	if (s->seen != heard)
		stocks_return();
	else
		stock_return(cache, s, STOCK_HALF);
	s->seen = heard;
	lock_drop(&kmem_lock);
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	struct kmem_stock *s = stock_of(cache);

	*(void **)object = s->first;
	s->first = object;
	if (unlikely(++s->count > STOCK_MOST ||
		     s->seen != __atomic_load_n(&memory_calls, __ATOMIC_RELAXED)))
		stock_shrink(cache, s);
}

size_t kmem_free_bytes(void)
{
	size_t bytes;

	lock_take(&kmem_lock);
	stocks_return();
	bytes = kmem_free_bytes_held();
	lock_drop(&kmem_lock);
	return bytes;
}
