/* SPDX-License-Identifier: BSD-2-Clause */
/* The string functions whose speed doesn't matter; memcpy and memset are the machine's. */
#include "mem.h"

int memcmp(const void *a, const void *b, size_t bytes)
{
	const unsigned char *x = a, *y = b;

	for (; bytes; bytes--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t strlen(const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	return n;
}
