/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small services of x86-x32 that the common headers build upon, and its cache allocation hints
 * (X.2 names; values are the low two type bits of a string item, in place).
 */
#ifndef __L4__IA32__SPECIALS_H__
#define __L4__IA32__SPECIALS_H__

/* Index of the highest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Msb(L4_Word_t w)
{
	return w ? 31 - (L4_Word_t)__builtin_clzl(w) : 32;
}

/* Index of the lowest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Lsb(L4_Word_t w)
{
	return w ? (L4_Word_t)__builtin_ctzl(w) : 32;
}

L4_INLINE void __L4_Inc_Atomic(L4_Word_t *w)
{
	__asm__ __volatile__("lock; incl %0" : "+m" (*w) : : "cc");
}

L4_INLINE L4_Word64_t __L4_Rdtsc(void)
{
	L4_Word64_t count;

	__asm__ __volatile__("rdtsc" : "=A" (count));
	return count;
}

L4_INLINE L4_Word64_t __L4_Rdpmc(const L4_Word_t ctr)
{
	L4_Word64_t count;

	__asm__ __volatile__("rdpmc" : "=A" (count) : "c" (ctr));
	return count;
}

/*
 * SpaceControl's byte for a small address space (feature "smallspaces"): place and size in MB, the
 * size 4 to 256 and a power of two.
 */
#define L4_LargeSpace			0

L4_INLINE L4_Word_t L4_SmallSpace(L4_Word_t location, L4_Word_t size)
{
	location >>= 1;
	size >>= 2;
	return ((location & ~(size - 1)) | size) & 0xff;
}

#define L4_AllocateNewCacheLines	((L4_CacheAllocationHint_t) { 1 << 1 })
#define L4_DoNotAllocateNewCacheLines	((L4_CacheAllocationHint_t) { 2 << 1 })
#define L4_AllocateOnlyNewL1CacheLines	((L4_CacheAllocationHint_t) { 3 << 1 })

#endif
