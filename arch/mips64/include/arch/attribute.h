/* SPDX-License-Identifier: BSD-2-Clause */
/* How pages are cached: MemoryControl's values as numbers (abi-mips64 sheet 6), and in entries. */
#ifndef ARCH_ATTRIBUTE_H
#define ARCH_ATTRIBUTE_H

#include <arch/pgtable.h>
#include <arch/mips64/mips.h>

#define PTE_CACHE_MASK		0xe00u

/* A value is its own number, up to "write through, no allocate". */
ALWAYS_INLINE int arch_memory_attribute(word_t value)
{
	return value <= ABI_MEMORY_WRITE_THROUGH_NO_ALLOC ? (int)value : -1;
}

/* The cache attribute is 2 for uncached, 3 write back, 1 and 0 write through. */
ALWAYS_INLINE pte_t pte_with_attribute(pte_t pte, unsigned attribute, unsigned level)
{
	static const uint16_t bits[] = {
		[ABI_MEMORY_UNCACHED] = PTE_UNCACHED, [ABI_MEMORY_WRITE_BACK] = PTE_CACHED,
		[ABI_MEMORY_WRITE_THROUGH] = 0x200, [ABI_MEMORY_WRITE_THROUGH_NO_ALLOC] = 0,
	};

	(void)level;
	if (attribute == ABI_MEMORY_DEFAULT)
		return (pte & ~(pte_t)PTE_CACHE_MASK) |
		       (mips_frame_is_device(pte_phys(pte)) ? PTE_UNCACHED : PTE_CACHED);
	return (pte & ~(pte_t)PTE_CACHE_MASK) | bits[attribute];
}

ALWAYS_INLINE void pte_set_attribute(pte_t *slot, unsigned attribute, unsigned level)
{
	*slot = pte_with_attribute(*slot, attribute, level);
}

/* Lines that were cached before must not come back. */
ALWAYS_INLINE void arch_attributes_changed(void)
{
	cache_flush_data();
}

#endif
