/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The time stamp counter, for tests that measure, and what they may find.
 */
#include "../ticks.h"

L4_Word64_t ticks(void)
{
	return __L4_Rdtsc();
}

void mark(void)
{
	__asm__ __volatile__("xchgw %%bx, %%bx" : : : "memory");
}

/* A word for each turn of the copying instruction. */
L4_Word_t copy_tenths = L4_BITS_PER_WORD == 32 ? 4 : 2;
