/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copying and filling for machines without instructions for it: eight bytes a step where both
 * sides are aligned, as images and modules are.
 */
#include <stdint.h>
#include "mem.h"

typedef uint64_t __attribute__((may_alias)) step_t;

#define ALIGNED(p)	(!((uintptr_t)(p) & (sizeof(step_t) - 1)))

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	unsigned char *d = to;
	const unsigned char *s = from;

	if (ALIGNED(d) && ALIGNED(s))
		for (; bytes >= sizeof(step_t); bytes -= sizeof(step_t)) {
			*(step_t *)d = *(const step_t *)s;
			d += sizeof(step_t);
			s += sizeof(step_t);
		}
	for (; bytes; bytes--)
		*d++ = *s++;
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	unsigned char *d = to;
	step_t eight = (unsigned char)value * 0x0101010101010101ull;

	for (; bytes && !ALIGNED(d); bytes--)
		*d++ = (unsigned char)value;
	for (; bytes >= sizeof(step_t); bytes -= sizeof(step_t)) {
		*(step_t *)d = eight;
		d += sizeof(step_t);
	}
	for (; bytes; bytes--)
		*d++ = (unsigned char)value;
	return to;
}
