/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The time stamp counter, behind the instruction that the emulator's counter takes for a mark.
 */
#include "../bench.h"

const L4_Word_t tick_precision = 1;

L4_Word64_t read_ticks(void)
{
	__asm__ __volatile__("xchgw %%bx, %%bx" : : : "memory");
	return __L4_Rdtsc();
}
