/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Arithmetic with 64-bit numbers, mostly division, which compilers leave to functions on 32-bit
 * machines.  Included by the one file of the kernel and the one of libl4 that define those, nowhere
 * else; the compiler's own library is built for newer processors than the oldest that are served
 * here.
 */
#ifndef L4_IA32_WIDE_H
#define L4_IA32_WIDE_H

typedef unsigned int __l4_u32;
typedef unsigned long long __l4_u64;
typedef long long __l4_s64;

/* high:low / divisor; high is less than the divisor. */
static inline __l4_u32 __l4_divide_step(__l4_u32 high, __l4_u32 low, __l4_u32 divisor,
					__l4_u32 *remainder)
{
	__l4_u32 quotient;

	__asm__("divl %4" : "=a" (quotient), "=d" (*remainder) : "0" (low), "1" (high),
		"rm" (divisor) : "cc");
	return quotient;
}

static inline __l4_u64 __l4_divide(__l4_u64 n, __l4_u64 divisor, __l4_u64 *remainder)
{
	__l4_u32 rest, high, low;
	__l4_u64 bit = 1, quotient = 0;

	if (!(divisor >> 32)) {
		high = __l4_divide_step(0, (__l4_u32)(n >> 32), (__l4_u32)divisor, &rest);
		low = __l4_divide_step(rest, (__l4_u32)n, (__l4_u32)divisor, &rest);
		*remainder = rest;
		return (__l4_u64)high << 32 | low;
	}
	/* a quotient of less than 32 bits, one by one */
	while (divisor < n && !(divisor >> 63)) {
		divisor <<= 1;
		bit <<= 1;
	}
	for (; bit; bit >>= 1, divisor >>= 1) {
		if (n < divisor)
			continue;
		n -= divisor;
		quotient |= bit;
	}
	*remainder = n;
	return quotient;
}

#define __L4_DEFINE_WIDE							\
int __ctzdi2(__l4_u64 n);							\
int __clzdi2(__l4_u64 n);							\
__l4_u64 __udivdi3(__l4_u64 n, __l4_u64 d);					\
__l4_u64 __umoddi3(__l4_u64 n, __l4_u64 d);					\
__l4_u64 __udivmoddi4(__l4_u64 n, __l4_u64 d, __l4_u64 *rest);			\
__l4_s64 __divdi3(__l4_s64 n, __l4_s64 d);					\
__l4_s64 __moddi3(__l4_s64 n, __l4_s64 d);					\
__l4_s64 __divmoddi4(__l4_s64 n, __l4_s64 d, __l4_s64 *rest);			\
										\
int __ctzdi2(__l4_u64 n)							\
{										\
	__l4_u32 low = (__l4_u32)n;						\
										\
	return low ? __builtin_ctz(low) : 32 + __builtin_ctz((__l4_u32)(n >> 32));	\
}										\
										\
int __clzdi2(__l4_u64 n)							\
{										\
	__l4_u32 high = (__l4_u32)(n >> 32);					\
										\
	return high ? __builtin_clz(high) : 32 + __builtin_clz((__l4_u32)n);	\
}										\
										\
__attribute__((noinline))							\
__l4_u64 __udivmoddi4(__l4_u64 n, __l4_u64 d, __l4_u64 *rest)			\
{										\
	__l4_u64 unused;							\
										\
	return __l4_divide(n, d, rest ? rest : &unused);			\
}										\
										\
__l4_u64 __udivdi3(__l4_u64 n, __l4_u64 d)					\
{										\
	return __udivmoddi4(n, d, 0);						\
}										\
										\
__l4_u64 __umoddi3(__l4_u64 n, __l4_u64 d)					\
{										\
	__l4_u64 rest;								\
										\
	__udivmoddi4(n, d, &rest);						\
	return rest;								\
}										\
										\
__l4_s64 __divmoddi4(__l4_s64 n, __l4_s64 d, __l4_s64 *rest)			\
{										\
	__l4_u64 left;								\
	__l4_u64 q = __udivmoddi4(n < 0 ? 0 - (__l4_u64)n : (__l4_u64)n,		\
				  d < 0 ? 0 - (__l4_u64)d : (__l4_u64)d, &left);	\
										\
	*rest = (__l4_s64)(n < 0 ? 0 - left : left);				\
	return (__l4_s64)((n < 0) != (d < 0) ? 0 - q : q);			\
}										\
										\
__l4_s64 __divdi3(__l4_s64 n, __l4_s64 d)					\
{										\
	__l4_s64 rest;								\
										\
	return __divmoddi4(n, d, &rest);					\
}										\
										\
__l4_s64 __moddi3(__l4_s64 n, __l4_s64 d)					\
{										\
	__l4_s64 rest;								\
										\
	__divmoddi4(n, d, &rest);						\
	return rest;								\
}

#endif
