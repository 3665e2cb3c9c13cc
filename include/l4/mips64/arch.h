/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MIPS64 services beyond the common interface: what MemoryControl can be asked for.
 */
#ifndef __L4__MIPS64__ARCH_H__
#define __L4__MIPS64__ARCH_H__

#include <l4/misc.h>

/* Attributes of pages; for threads of the first address spaces. */
#define L4_UncachedMemory		ABI_MEMORY_UNCACHED
#define L4_WriteBackMemory		ABI_MEMORY_WRITE_BACK
#define L4_WriteThroughMemory		ABI_MEMORY_WRITE_THROUGH
#define L4_WriteThroughNoAllocateMemory	ABI_MEMORY_WRITE_THROUGH_NO_ALLOC
#define L4_CoherentMemory		ABI_MEMORY_COHERENT

/* Cache maintenance, for everybody: `attributes' that do something to the pages' contents. */
#define L4_FlushICache			ABI_MEMORY_FLUSH_ICACHE
#define L4_FlushDCache			ABI_MEMORY_FLUSH_DCACHE
#define L4_FlushCaches			ABI_MEMORY_FLUSH_BOTH

/* Writes back and empties all caches, whatever they hold. */
L4_INLINE L4_Word_t L4_FlushAllCaches(void)
{
	const L4_Word_t attributes[4] = { 0, 0, 0, 0 };

	return L4_MemoryControl((L4_Word_t)ABI_MEMORY_FLUSH_ALL, attributes);
}

#endif
