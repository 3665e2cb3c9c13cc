/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The primary caches, written back and emptied line by line, whatever is in them.  A secondary
 * cache serves instructions and data alike, and can stay as it is.
 */
#include "mips64.h"

#define INDEX_INVALIDATE_I	0x00
#define INDEX_WRITEBACK_D	0x01

struct cache {
	unsigned int bytes;
	unsigned int line;
};

static uint32_t read_prid(void)
{
	uint32_t value;

	__asm__ volatile("mfc0 %0, $15" : "=r"(value));
	return value;
}

static uint32_t read_config(void)
{
	uint32_t value;

	__asm__ volatile("mfc0 %0, $16" : "=r"(value));
	return value;
}

static uint32_t read_config1(void)
{
	uint32_t value;

	__asm__ volatile(".set push\n\t.set mips64\n\tmfc0 %0, $16, 1\n\t.set pop" : "=r"(value));
	return value;
}

/* Sizes as an R4000 tells them. */
static void size_r4000(struct cache *i, struct cache *d)
{
	uint32_t config = read_config();

	*i = (struct cache){ 0x1000u << (config >> 9 & 7), config & 0x20 ? 32 : 16 };
	*d = (struct cache){ 0x1000u << (config >> 6 & 7), config & 0x10 ? 32 : 16 };
}

/* ... and as the later architecture does: sets, line and ways; a line of 0 says there is none. */
static struct cache size_mips64(uint32_t fields)
{
	unsigned int line = fields >> 3 & 7 ? 2u << (fields >> 3 & 7) : 0;
	unsigned int sets = (fields >> 6 & 7) == 7 ? 32 : 64u << (fields >> 6 & 7);

	return (struct cache){ sets * line * ((fields & 7) + 1), line };
}

void caches_flush(void)
{
	struct cache i, d;

	/* Before that architecture, nobody had a company's number. */
	if (read_prid() >> 16 & 0xff) {
		i = size_mips64(read_config1() >> 16);
		d = size_mips64(read_config1() >> 7);
	} else {
		size_r4000(&i, &d);
	}
	for (unsigned int at = 0; at < d.bytes; at += d.line)
		__asm__ volatile("cache %0, (%1)" : : "i"(INDEX_WRITEBACK_D), "r"(CKSEG0 + at)
				 : "memory");
	for (unsigned int at = 0; at < i.bytes; at += i.line)
		__asm__ volatile("cache %0, (%1)" : : "i"(INDEX_INVALIDATE_I), "r"(CKSEG0 + at)
				 : "memory");
}
