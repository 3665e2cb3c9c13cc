/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-x64 services beyond the common interface: I/O port fpages (feature "ioflexpages"), memory
 * attributes.
 */
#ifndef __L4__AMD64__ARCH_H__
#define __L4__AMD64__ARCH_H__

#include <l4/types.h>

typedef union {
	L4_Word_t	raw;
	struct {
		L4_Word_t rwx : 4;
		L4_Word_t __two : ABI_FPAGE_SIZE_BITS;
		L4_Word_t s : 6;
		L4_Word_t p : 16;
		L4_Word_t __zeros : 32;
	} X;
} L4_IoFpage_t;

__L4_STATIC_ASSERT(sizeof(L4_IoFpage_t) == sizeof(L4_Word_t));
__L4_STATIC_ASSERT(4 + ABI_FPAGE_SIZE_BITS == ABI_IOFPAGE_LOG2_SHIFT);

L4_INLINE L4_Fpage_t L4_IoFpageLog2(L4_Word_t BasePort, int FpageSize)
{
	L4_Fpage_t f;

	f.raw = (BasePort & ABI_IOFPAGE_PORT_MASK) << ABI_IOFPAGE_PORT_SHIFT |
		((L4_Word_t)FpageSize & ABI_IOFPAGE_LOG2_MASK) << ABI_IOFPAGE_LOG2_SHIFT |
		ABI_IOFPAGE_SIZE_FIELD << ABI_FPAGE_SIZE_SHIFT;
	return f;
}

/* A size that is no power of two is rounded up. */
L4_INLINE L4_Fpage_t L4_IoFpage(L4_Word_t BasePort, int FpageSize)
{
	L4_Word_t size = (L4_Word_t)FpageSize;
	L4_Word_t msb = __L4_Msb(size);

	if (size & (size - 1))
		msb++;
	return L4_IoFpageLog2(BasePort, (int)msb);
}

L4_INLINE L4_Word_t L4_IoFpagePort(L4_Fpage_t f)
{
	return (f.raw >> ABI_IOFPAGE_PORT_SHIFT) & ABI_IOFPAGE_PORT_MASK;
}

L4_INLINE L4_Word_t L4_IoFpageSizeLog2(L4_Fpage_t f)
{
	return (f.raw >> ABI_IOFPAGE_LOG2_SHIFT) & ABI_IOFPAGE_LOG2_MASK;
}

L4_INLINE L4_Word_t L4_IoFpageSize(L4_Fpage_t f)
{
	return (L4_Word_t)1 << L4_IoFpageSizeLog2(f);
}

#if defined(__cplusplus)
static inline L4_Fpage_t L4_Fpage(L4_IoFpage_t io)
{
	L4_Fpage_t f;

	f.raw = io.raw;
	return f;
}
#endif

L4_INLINE L4_Bool_t L4_IsIoFpage(L4_Fpage_t f)
{
	return f.X.s == ABI_IOFPAGE_SIZE_FIELD;
}

/* Memory attributes, as on IA-32; L4_DefaultMemory is write back too. */
#define L4_WriteBackMemory		1
#define L4_WriteThroughMemory		2
#define L4_UncacheableMemory		4
#define L4_WriteCombiningMemory		5
#define L4_WriteProtectedMemory		8

#endif
