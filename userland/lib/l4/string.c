/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory and string functions.  Words at a time where both sides allow it; -ffreestanding does not
 * keep the compiler from turning these loops into calls of themselves, hence the attribute.  All
 * are weak: a program that brings its own keeps them.
 */
#include <l4lib/string.h>

#define WEAK		__attribute__((weak))
#define NO_PATTERNS	__attribute__((optimize("no-tree-loop-distribute-patterns")))

typedef unsigned long __attribute__((may_alias)) word_t;

#define MISALIGNED(p)	((unsigned long)(p) & (sizeof(word_t) - 1))

WEAK NO_PATTERNS void *memcpy(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (MISALIGNED(t) == MISALIGNED(f)) {
		for (; n && MISALIGNED(t); n--)
			*t++ = *f++;
		for (; n >= sizeof(word_t); n -= sizeof(word_t)) {
			*(word_t *)t = *(const word_t *)f;
			t += sizeof(word_t);
			f += sizeof(word_t);
		}
	}
	while (n-- > 0)
		*t++ = *f++;
	return to;
}

WEAK NO_PATTERNS void *memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (t <= f || t >= f + n)
		return memcpy(to, from, n);
	while (n-- > 0)
		t[n] = f[n];
	return to;
}

WEAK NO_PATTERNS void *memset(void *to, int c, size_t n)
{
	char *t = to;
	word_t pattern = (unsigned char)c * (~(word_t)0 / 255);

	for (; n && MISALIGNED(t); n--)
		*t++ = (char)c;
	for (; n >= sizeof(word_t); n -= sizeof(word_t)) {
		*(word_t *)t = pattern;
		t += sizeof(word_t);
	}
	while (n-- > 0)
		*t++ = (char)c;
	return to;
}

WEAK int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *p = a;
	const unsigned char *q = b;

	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}

WEAK NO_PATTERNS size_t strlen(const char *s)
{
	const char *end = s;

	while (*end)
		end++;
	return (size_t)(end - s);
}

WEAK int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

WEAK int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--) {
		a++;
		b++;
	}
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}
