/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel memory by pages: a buddy allocator.  Every operation takes constant time (bounded by the
 * number of orders).  A free block links itself through its first bytes; one byte per page tells
 * of a block's first page whether it is free and how large it is.  Such a byte is written whenever
 * a block comes into being, and read for the buddy of a block only, which is a block's first page
 * as well; so nothing needs to be initialised at boot but the few largest blocks.
 */
#include <kernel/assert.h>
#include <kernel/kmem.h>

#define KMEM_MAX_ORDER		18	/* 1 GB */
#define KMEM_REGIONS		16
#define KMEM_STATIC_STATES	256	/* for regions too small to hold their own */
#define KMEM_BLOCK_FREE		0x80
#define KMEM_RESERVE_BYTES	(CONFIG_KMEM_RESERVE_KB * (size_t)1024)

struct kmem_region {
	uintptr_t base;
	size_t pages;
	uint8_t *state;		/* of a block, at its first page: order | KMEM_BLOCK_FREE */
};

struct free_block {
	struct free_block *next, **link;	/* link: what points at this block */
};

struct lock kmem_lock = LOCK(LOCK_KMEM);

static struct kmem_region kmem_regions[KMEM_REGIONS];
static unsigned region_count;
static uint8_t static_states[KMEM_STATIC_STATES];
static size_t static_states_used;

static struct free_block *free_blocks[KMEM_MAX_ORDER + 1];
static uint32_t free_orders;	/* bit k: free_blocks[k] isn't empty */
static size_t free_bytes, total_bytes;

static struct kmem_region *region_of(uintptr_t addr)
{
	for (unsigned i = 0; i < region_count; i++)
		if (addr - kmem_regions[i].base < kmem_regions[i].pages << KMEM_PAGE_LOG2)
			return &kmem_regions[i];
	panic("kernel memory at %p was never handed out", (void *)addr);
}

static uint8_t *state_of_block(struct kmem_region *r, uintptr_t addr)
{
	return &r->state[(addr - r->base) >> KMEM_PAGE_LOG2];
}

static void push_block(struct kmem_region *r, uintptr_t addr, unsigned order)
{
	struct free_block *b = (struct free_block *)addr;

	*state_of_block(r, addr) = order | KMEM_BLOCK_FREE;
	b->next = free_blocks[order];
	b->link = &free_blocks[order];
	if (b->next)
		b->next->link = &b->next;
	free_blocks[order] = b;
	free_orders |= 1u << order;
}

static void remove_block(struct free_block *b, unsigned order)
{
	*b->link = b->next;
	if (b->next)
		b->next->link = b->link;
	if (!free_blocks[order])
		free_orders &= ~(1u << order);
}

/* Cut [addr, end) into the largest naturally aligned blocks. */
static void push_range(struct kmem_region *r, uintptr_t addr, uintptr_t end)
{
	while (addr < end) {
		unsigned order = 0;

		while (order < KMEM_MAX_ORDER && !(addr & ((uintptr_t)KMEM_PAGE_SIZE << order)) &&
		       end - addr >= (uintptr_t)KMEM_PAGE_SIZE << (order + 1))
			order++;
		push_block(r, addr, order);
		addr += (uintptr_t)KMEM_PAGE_SIZE << order;
	}
}

COLD void kmem_add(void *low, void *high)
{
	uintptr_t addr = (uintptr_t)low, end = (uintptr_t)high;
	size_t pages = (end - addr) >> KMEM_PAGE_LOG2;
	struct kmem_region *r = &kmem_regions[region_count];

	if (pages == 0 || region_count == KMEM_REGIONS)
		return;
	r->base = addr;
	r->pages = pages;
	if (pages <= KMEM_STATIC_STATES - static_states_used) {
		r->state = static_states + static_states_used;
		static_states_used += pages;
	} else {
		r->state = (uint8_t *)addr;
		addr += (pages + KMEM_PAGE_SIZE - 1) & ~(uintptr_t)(KMEM_PAGE_SIZE - 1);
	}
	region_count++;
	total_bytes += end - (uintptr_t)low;
	free_bytes += end - addr;
	push_range(r, addr, end);
}

void *kmem_take_held(unsigned order, enum kmem_for who)
{
	size_t bytes = (size_t)KMEM_PAGE_SIZE << order;

	if (free_bytes < bytes + (who == KMEM_USER ? KMEM_RESERVE_BYTES : 0))
		return NULL;
	while (!(free_orders >> order))
		if (!kmem_cache_drain())
			return NULL;
	unsigned found = order + __builtin_ctz(free_orders >> order);
	uintptr_t addr = (uintptr_t)free_blocks[found];
	struct kmem_region *r = region_of(addr);

	remove_block(free_blocks[found], found);
	while (found > order) {
		found--;
		push_block(r, addr + ((uintptr_t)KMEM_PAGE_SIZE << found), found);
	}
	*state_of_block(r, addr) = order;
	free_bytes -= bytes;
	return (void *)addr;
}

void *kmem_alloc_pages(unsigned order, enum kmem_for who)
{
	void *pages = kmem_take_pages(order, who);

	if (pages)
		__builtin_memset(pages, 0, (size_t)KMEM_PAGE_SIZE << order);
	return pages;
}

void kmem_free_held(void *pages, unsigned order)
{
	uintptr_t addr = (uintptr_t)pages;
	struct kmem_region *r = region_of(addr);

	kassert(*state_of_block(r, addr) == order);
	free_bytes += (size_t)KMEM_PAGE_SIZE << order;
	for (; order < KMEM_MAX_ORDER; order++) {
		uintptr_t buddy = addr ^ (uintptr_t)KMEM_PAGE_SIZE << order;

		if (buddy - r->base >= r->pages << KMEM_PAGE_LOG2 ||
		    *state_of_block(r, buddy) != (order | KMEM_BLOCK_FREE))
			break;
		remove_block((struct free_block *)buddy, order);
		addr &= ~((uintptr_t)KMEM_PAGE_SIZE << order);
	}
	push_block(r, addr, order);
}

/* Of a block with a page of each colour the others go back at once. */
void *kmem_alloc_coloured(word_t va, unsigned bits, enum kmem_for who)
{
	unsigned wanted = va >> KMEM_PAGE_LOG2 & ((1u << bits) - 1);

	lock_take(&kmem_lock);
	uintptr_t block = (uintptr_t)kmem_take_held(bits, who);

	if (!block) {
		lock_drop(&kmem_lock);
		return NULL;
	}
	for (unsigned i = 0; i < 1u << bits; i++)
		*state_of_block(region_of(block), block + i * KMEM_PAGE_SIZE) = 0;
	for (unsigned i = 0; i < 1u << bits; i++)
		if (i != wanted)
			kmem_free_held((void *)(block + i * KMEM_PAGE_SIZE), 0);
	lock_drop(&kmem_lock);
	return __builtin_memset((void *)(block + wanted * KMEM_PAGE_SIZE), 0, KMEM_PAGE_SIZE);
}

void kmem_spare_put(void)
{
	free_bytes += KMEM_PAGE_SIZE;
}

bool kmem_spare_get(enum kmem_for who)
{
	if (who == KMEM_USER && free_bytes < KMEM_PAGE_SIZE + KMEM_RESERVE_BYTES)
		return false;
	free_bytes -= KMEM_PAGE_SIZE;
	return true;
}

size_t kmem_free_bytes_held(void)
{
	return free_bytes;
}

size_t kmem_total_bytes(void)
{
	return total_bytes;
}
