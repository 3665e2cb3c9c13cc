/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory functions, word-wise where both sides are aligned.  Written so that the compiler does not
 * turn a loop into a call of the function it stands in.  A port may have a faster memcpy and memset.
 */
#include <stdint.h>
#include <kernel/string.h>
#include <kernel/types.h>

#define MANY	(8 * sizeof(word_t))	/* bytes at once */

#define NO_IDIOM __attribute__((optimize("no-tree-loop-distribute-patterns")))

static bool aligned(const void *a, const void *b)
{
	return (((uintptr_t)a | (uintptr_t)b) % sizeof(word_t)) == 0;
}

/* All loads first: no processor waits for one of them. */
ALWAYS_INLINE void copy_4_words(word_t *d, const word_t *s)
{
	word_t a = s[0], b = s[1], c = s[2], e = s[3];

	d[0] = a;
	d[1] = b;
	d[2] = c;
	d[3] = e;
}

NO_IDIOM __attribute__((weak)) void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	uint8_t *d = to;
	const uint8_t *s = from;

	if (aligned(to, from)) {
		for (; bytes >= MANY; bytes -= MANY) {
			copy_4_words((word_t *)d, (const word_t *)s);
			copy_4_words((word_t *)d + 4, (const word_t *)s + 4);
			d += MANY;
			s += MANY;
		}
		for (; bytes >= sizeof(word_t); bytes -= sizeof(word_t)) {
			*(word_t *)d = *(const word_t *)s;
			d += sizeof(word_t);
			s += sizeof(word_t);
		}
	}
	while (bytes--)
		*d++ = *s++;
	return to;
}

/* A port with a memcpy of its own answers for that. */
__attribute__((weak)) bool memcpy_is_fast(const void *to, const void *from)
{
	return aligned(to, from);
}

NO_IDIOM static void move_words(word_t *to, const word_t *from, size_t words)
{
	if (to < from)
		for (size_t i = 0; i < words; i++)
			to[i] = from[i];
	else
		while (words--)
			to[words] = from[words];
}

NO_IDIOM static void move_bytes(uint8_t *to, const uint8_t *from, size_t bytes)
{
	if (to < from)
		for (size_t i = 0; i < bytes; i++)
			to[i] = from[i];
	else
		while (bytes--)
			to[bytes] = from[bytes];
}

__attribute__((weak)) void *memmove(void *to, const void *from, size_t bytes)
{
	const uint8_t *d = to, *s = from;

	if (d == s)
		return to;
	if (d + bytes <= s || d >= s + bytes)
		return memcpy(to, from, bytes);
	/* memcpy promises no order */
	if (aligned(to, from) && bytes % sizeof(word_t) == 0)
		move_words(to, from, bytes / sizeof(word_t));
	else
		move_bytes(to, from, bytes);
	return to;
}

NO_IDIOM __attribute__((weak)) void *memset(void *to, int byte, size_t bytes)
{
	uint8_t *d = to;
	word_t pattern = (uint8_t)byte * ((word_t)-1 / 255);

	if (aligned(to, NULL)) {
		for (const uint8_t *end = d + bytes / MANY * MANY; d != end; d += MANY) {
			word_t *w = (word_t *)d;

			w[0] = w[1] = w[2] = w[3] = w[4] = w[5] = w[6] = w[7] = pattern;
		}
		bytes %= MANY;
		for (; bytes >= sizeof(word_t); bytes -= sizeof(word_t)) {
			*(word_t *)d = pattern;
			d += sizeof(word_t);
		}
	}
	while (bytes--)
		*d++ = byte;
	return to;
}

NO_IDIOM int memcmp(const void *a, const void *b, size_t bytes)
{
	const uint8_t *x = a, *y = b;

	for (; bytes; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

NO_IDIOM size_t strlen(const char *s)
{
	size_t length = 0;

	while (s[length])
		length++;
	return length;
}
