/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words of the kernel and of the root task: 32 or 64 bits, of the loader's own byte order (all
 * three run on one CPU).  Structures of such words are addressed by word index.
 */
#ifndef KICKSTART_WORD_H
#define KICKSTART_WORD_H

#include "boot_env.h"

static inline unsigned int word_bytes(bool wide)
{
	return wide ? 8 : 4;
}

static inline unsigned int word_bits(bool wide)
{
	return wide ? 64 : 32;
}

static inline void word_put(void *base, bool wide, unsigned int index, uint64_t value)
{
	uint32_t narrow = (uint32_t)value;

	if (wide)
		__builtin_memcpy((char *)base + index * 8, &value, 8);
	else
		__builtin_memcpy((char *)base + index * 4, &narrow, 4);
}

static inline uint64_t word_get(const void *base, bool wide, unsigned int index)
{
	uint64_t value;
	uint32_t narrow;

	if (wide) {
		__builtin_memcpy(&value, (const char *)base + index * 8, 8);
		return value;
	}
	__builtin_memcpy(&narrow, (const char *)base + index * 4, 4);
	return narrow;
}

#endif
