/* SPDX-License-Identifier: BSD-2-Clause */
/* The 64-bit part of offsets.c. */
#ifndef ARCH_HALF_OFFSETS_H
#define ARCH_HALF_OFFSETS_H

ALWAYS_INLINE void half_offsets(void)
{
	FRAME(R9, r9);
}

#endif
