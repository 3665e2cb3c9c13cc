/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small services of MIPS64 that the common headers build upon.  The oldest of these processors
 * cannot count zeros, so bits are found by halving.
 */
#ifndef __L4__MIPS64__SPECIALS_H__
#define __L4__MIPS64__SPECIALS_H__

/* Index of the highest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Msb(L4_Word_t w)
{
	L4_Word_t n = 0;
	int step;

	if (w == 0)
		return 64;
	if (__builtin_constant_p(w))
		return 63 - (L4_Word_t)__builtin_clzl(w);
	for (step = 32; step; step >>= 1) {
		if (w >> step) {
			w >>= step;
			n += (L4_Word_t)step;
		}
	}
	return n;
}

/* Index of the lowest set bit; the word size for 0. */
L4_INLINE L4_Word_t __L4_Lsb(L4_Word_t w)
{
	return __L4_Msb(w & -w);
}

L4_INLINE void __L4_Inc_Atomic(L4_Word_t *w)
{
	__atomic_fetch_add(w, 1, __ATOMIC_RELAXED);
}

#endif
