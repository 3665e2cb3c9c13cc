/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the compiler calls where the processor has no instruction: bits counted from either end.  Its
 * own library may be made for a later processor.
 */
#include <kernel/types.h>

int __clzdi2(uint64_t w);
int __ctzdi2(uint64_t w);
int __clzsi2(uint32_t w);
int __ctzsi2(uint32_t w);

int __clzdi2(uint64_t w)
{
	int zeros = 0;

	for (int half = 32; half; half /= 2)
		if (!(w >> (64 - half))) {
			zeros += half;
			w <<= half;
		}
	return zeros;
}

int __ctzdi2(uint64_t w)
{
	return 63 - __clzdi2(w & -w);
}

int __clzsi2(uint32_t w)
{
	return __clzdi2(w) - 32;
}

int __ctzsi2(uint32_t w)
{
	return __ctzdi2(w);
}
