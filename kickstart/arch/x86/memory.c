/* SPDX-License-Identifier: BSD-2-Clause */
/* Copying and filling by string instructions, four bytes a step. */
#include <stdint.h>
#include "mem.h"

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	void *d = to;
	const void *s = from;
	size_t n = bytes >> 2;

	__asm__ volatile("rep movsl" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
	n = bytes & 3;
	__asm__ volatile("rep movsb" : "+D"(d), "+S"(s), "+c"(n) : : "memory");
	return to;
}

/* Overlapping is allowed downwards only, which is all that is needed: a screen that scrolls. */
void *memmove(void *to, const void *from, size_t bytes)
{
	return memcpy(to, from, bytes);
}

void *memset(void *to, int value, size_t bytes)
{
	uint32_t four = (value & 0xff) * 0x01010101u;
	void *d = to;
	size_t n = bytes >> 2;

	__asm__ volatile("rep stosl" : "+D"(d), "+c"(n) : "a"(four) : "memory");
	n = bytes & 3;
	__asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(value) : "memory");
	return to;
}
