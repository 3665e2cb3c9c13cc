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

/* Whole 128 bytes at a time, in lines of 16 or 32. */
#define CACHE_LINES(op, from, bytes, line) \
	do { \
		for (uintptr_t at_ = (from), end_ = at_ + (bytes); at_ < end_; at_ += 128) { \
			CACHE_4(op, at_, 0); \
			if ((line) == 16) \
				CACHE_4(op, at_, 16); \
		} \
	} while (0)
#define CACHE_4(op, at, from) \
	__asm__ volatile("cache %0, %2(%1); cache %0, %2+32(%1); cache %0, %2+64(%1);" \
			 "cache %0, %2+96(%1)" : : "i" (op), "r" (at), "i" (from) : "memory")

word_t cache_colour_mask;
const void *cache_opened[2];
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

/* A page at this user address leaves the lines it may be in, for its alias of another colour. */
void *cache_open(word_t va, void *alias)
{
	uintptr_t from = VIRT_IMAGE + (va & cache_colour_mask);

	CACHE_LINES(INDEX_WRITEBACK_INV_D, from, PAGE_BYTES, dcache_line);
	cache_opened[cache_opened[0] != NULL] = alias;
	return alias;
}

void cache_close(const void *alias)
{
	CACHE_LINES(HIT_WRITEBACK_INV_D, (uintptr_t)alias & -(uintptr_t)PAGE_BYTES, PAGE_BYTES,
		    dcache_line);
	cache_opened[cache_opened[0] != alias] = NULL;
}

void cache_publish(const void *at, size_t bytes)
{
	uintptr_t from = (uintptr_t)at & -(uintptr_t)128;

	bytes += (uintptr_t)at - from;
	CACHE_LINES(HIT_WRITEBACK_INV_D, from, bytes, dcache_line);
	CACHE_LINES(HIT_INVALIDATE_I, from, bytes, icache_line);
}
