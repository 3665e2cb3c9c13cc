/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel memory: the pages that the boot loader reserved (and what is left around the kernel
 * image), handed out as power-of-two runs of pages and as objects of caches cut from pages.  All
 * of it is always mapped (kernel aliases through phys_to_virt).  Running out is an answer, never a
 * panic.  The last KMEM_RESERVE_KB serve privileged callers only, so that the root task can always
 * delete a greedy one.  Context: interrupts off; locks up to LOCK_TABLE may be held.
 */
#ifndef KERNEL_KMEM_H
#define KERNEL_KMEM_H

#include <kernel/list.h>
#include <kernel/lock.h>
#include <kernel/types.h>

#define KMEM_PAGE_LOG2	12
#define KMEM_PAGE_SIZE	4096u

/* On whose behalf memory is taken. */
enum kmem_for {
	KMEM_USER,		/* may not touch the reserve */
	KMEM_PRIVILEGED,	/* a thread of a privileged space, or the kernel itself at boot */
};

#ifdef CONFIG_SMP

/* Free objects that a CPU has at hand: they come and go without a lock (kmem_stock.c). */
struct kmem_stock {
	void *first;		/* linked through their first word */
	unsigned count;
	unsigned seen;		/* how often memory had run out when it was last given back */
} CACHE_ALIGNED;

#endif

struct kmem_cache {
	const char *name;	/* for the debugger's statistics */
	unsigned size;		/* bytes, a multiple of 8; at most half a page */
	unsigned per_slab;	/* objects in a page, set at first use */
	size_t objects;		/* handed out now */
	struct link partial;	/* slabs with a free object */
	struct slab *spare;	/* one empty slab kept; counts as free memory */
	struct kmem_cache *next;	/* all caches used so far */
#ifdef CONFIG_SMP
	struct kmem_stock stock[CONFIG_SMP_MAX_PROCS];	/* their objects count as handed out */
#endif
};

#define KMEM_CACHE(ident, label, bytes) \
	struct kmem_cache ident = { .name = (label), .size = (bytes), \
		.partial = { &(ident).partial, &(ident).partial } }

/* Give [low, high) (page aligned kernel aliases) to the allocator; boot only, may be repeated. */
void kmem_add(void *low, void *high);

/* 2^order pages, naturally aligned, zeroed or as they come; NULL when out of memory. */
void *kmem_alloc_pages(unsigned order, enum kmem_for who);
void *kmem_take_pages(unsigned order, enum kmem_for who);
void kmem_free_pages(void *pages, unsigned order);

/* One zeroed page whose alias agrees with `va` in the lowest bits above the page: where caches
 * are indexed by virtual addresses, what users see at va is cached once. */
void *kmem_alloc_coloured(word_t va, unsigned bits, enum kmem_for who);

/* One zeroed object (64-byte aligned if its size is a multiple of 64); NULL when out of memory. */
void *kmem_cache_alloc(struct kmem_cache *cache, enum kmem_for who);
/* The same, not zeroed: for callers who set all of it. */
void *kmem_cache_take(struct kmem_cache *cache, enum kmem_for who);
void kmem_cache_free(struct kmem_cache *cache, void *object);

/* Bytes in free pages now, and all bytes ever given to the allocator. */
size_t kmem_free_bytes(void);
size_t kmem_total_bytes(void);

/* All caches, for the debugger. */
extern struct kmem_cache *kmem_caches;

/* Of a cache, objects in use. */
size_t kmem_cache_objects(const struct kmem_cache *cache);

/*
 * Between kmem.c, kmem_cache.c and kmem_stock.c, all under kmem_lock.  With one CPU the functions
 * that everybody calls are these themselves; with more, kmem_stock.c stands before them.
 */
extern struct lock kmem_lock;

#ifndef CONFIG_SMP
#define kmem_take_held		kmem_take_pages
#define kmem_free_held		kmem_free_pages
#define kmem_free_bytes_held	kmem_free_bytes
#define kmem_cache_take_held	kmem_cache_take
#define kmem_cache_free_held	kmem_cache_free
#endif

void *kmem_take_held(unsigned order, enum kmem_for who);
void kmem_free_held(void *pages, unsigned order);
size_t kmem_free_bytes_held(void);
void *kmem_cache_take_held(struct kmem_cache *cache, enum kmem_for who);
void kmem_cache_free_held(struct kmem_cache *cache, void *object);
/* Empty slabs given back: one of them; false if there is none. */
bool kmem_cache_drain(void);
/* An empty slab becomes free memory without going back to the pages, or is used again; the latter
 * fails if only the reserve is left. */
void kmem_spare_put(void);
bool kmem_spare_get(enum kmem_for who);

#endif
