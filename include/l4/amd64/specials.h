/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small services of x86-x64 that the common headers build upon, and its cache allocation hints
 * (X.2 names; values are the low two type bits of a string item, in place).
 */
#ifndef __L4__AMD64__SPECIALS_H__
#define __L4__AMD64__SPECIALS_H__

/* Index of the highest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Msb(L4_Word_t w)
{
	return w ? 63 - (L4_Word_t)__builtin_clzl(w) : 64;
}

/* Index of the lowest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Lsb(L4_Word_t w)
{
	return w ? (L4_Word_t)__builtin_ctzl(w) : 64;
}

L4_INLINE void __L4_Inc_Atomic(L4_Word_t *w)
{
	__asm__ __volatile__("lock; incq %0" : "+m" (*w) : : "cc");
}

L4_INLINE L4_Word64_t __L4_Rdtsc(void)
{
	L4_Word32_t lo, hi;

	__asm__ __volatile__("rdtsc" : "=a" (lo), "=d" (hi));
	return (L4_Word64_t)hi << 32 | lo;
}

L4_INLINE L4_Word64_t __L4_Rdpmc(const L4_Word_t ctr)
{
	L4_Word32_t lo, hi;

	__asm__ __volatile__("rdpmc" : "=a" (lo), "=d" (hi) : "c" ((L4_Word32_t)ctr));
	return (L4_Word64_t)hi << 32 | lo;
}

#define L4_AllocateNewCacheLines	((L4_CacheAllocationHint_t) { 1 << 1 })
#define L4_DoNotAllocateNewCacheLines	((L4_CacheAllocationHint_t) { 2 << 1 })
#define L4_AllocateOnlyNewL1CacheLines	((L4_CacheAllocationHint_t) { 3 << 1 })

#endif
