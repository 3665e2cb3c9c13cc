/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The time stamp counter, for tests that measure.
 */
#include "../ticks.h"

L4_Word64_t ticks(void)
{
	return __L4_Rdtsc();
}
