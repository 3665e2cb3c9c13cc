/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The primary caches: two, indexed by virtual and tagged by physical address, not kept coherent with
 * each other.  Sizes are in Config.  Operations by index reach a line wherever it came from; those by
 * hit want the address under which it was cached.
 */
#include <arch/mips64/mips.h>

#define C0_CONFIG_K0_MASK		7u
#define C0_CONFIG_K0_CACHED	3u
#define C0_CONFIG_DCACHE_SHIFT	6	/* log2 of the size, less 12 */
#define C0_CONFIG_ICACHE_SHIFT	9
#define C0_CONFIG_SIZE_MASK	7u
#define C0_CONFIG_DLINE_32		0x10u	/* lines of 32 bytes, not 16 */
#define C0_CONFIG_ILINE_32		0x20u

#define INDEX_INVALIDATE_I	0x00
#define INDEX_WRITEBACK_INV_D	0x01
#define HIT_INVALIDATE_I	0x10
#define HIT_WRITEBACK_INV_D	0x15

#define PAGE_BYTES		4096u

#define CACHE_LINES(op, from, bytes, line) \
	do { \
		for (uintptr_t at_ = (from), end_ = at_ + (bytes); at_ < end_; at_ += (line)) \
			__asm__ volatile(".set push; .set mips3; cache %0, 0(%1); .set pop" \
					 : : "i" (op), "r" (at_) : "memory"); \
	} while (0)

word_t cache_colour_mask;
static uint32_t dcache_bytes, dcache_line, icache_bytes, icache_line;

void cache_init(void)
{
	uint32_t config = read_c0_config();

	write_c0_config((config & ~C0_CONFIG_K0_MASK) | C0_CONFIG_K0_CACHED);
	dcache_bytes = PAGE_BYTES << (config >> C0_CONFIG_DCACHE_SHIFT & C0_CONFIG_SIZE_MASK);
	icache_bytes = PAGE_BYTES << (config >> C0_CONFIG_ICACHE_SHIFT & C0_CONFIG_SIZE_MASK);
	dcache_line = config & C0_CONFIG_DLINE_32 ? 32 : 16;
	icache_line = config & C0_CONFIG_ILINE_32 ? 32 : 16;
	/* with ways the index is shorter, and this flushes more often than it must */
	cache_colour_mask = (dcache_bytes - 1) & ~(word_t)(PAGE_BYTES - 1);
}

void cache_flush_data(void)
{
	CACHE_LINES(INDEX_WRITEBACK_INV_D, VIRT_IMAGE, dcache_bytes, dcache_line);
}

void cache_flush_code(void)
{
	CACHE_LINES(INDEX_INVALIDATE_I, VIRT_IMAGE, icache_bytes, icache_line);
}

/* The lines that a page at this user address may be in. */
void cache_flush_colour(word_t va)
{
	uintptr_t from = VIRT_IMAGE + (va & cache_colour_mask & ~(word_t)(PAGE_BYTES - 1));

	CACHE_LINES(INDEX_WRITEBACK_INV_D, from, PAGE_BYTES, dcache_line);
}

/* The page that a kernel address is in. */
void cache_flush_page(const void *alias)
{
	CACHE_LINES(HIT_WRITEBACK_INV_D, (uintptr_t)alias & -(uintptr_t)PAGE_BYTES, PAGE_BYTES,
		    dcache_line);
}

void cache_publish(const void *at, size_t bytes)
{
	uintptr_t from = (uintptr_t)at & -(uintptr_t)32;
	size_t length = ((uintptr_t)at + bytes - from + 31) & -(size_t)32;

	CACHE_LINES(HIT_WRITEBACK_INV_D, from, length, dcache_line);
	CACHE_LINES(HIT_INVALIDATE_I, from, length, icache_line);
}
