/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The time-stamp counter.  A 486 has none; the emulator that counts instructions for us has one in
 * every processor, so the program reads it if the kernel measured one, else the clock.
 */
#include <l4/kip.h>
#include <l4/schedule.h>
#include "../pingpong.h"

#define NO_COUNTER_KHZ	1000	/* what the KIP says of a clock of microseconds */

L4_Word64_t read_ticks(void)
{
	void *kip = L4_GetKernelInterface();

	__asm__ __volatile__("xchgw %bx, %bx");	/* a mark for the emulator's counter */
	if (L4_ProcDescInternalFreq(L4_ProcDesc(kip, 0)) == NO_COUNTER_KHZ)
		return L4_SystemClock().raw;
	return __L4_Rdtsc();
}
