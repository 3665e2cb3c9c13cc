/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nanoseconds of the kernel's clock, for tests that measure: user programs can't read the
 * processor's counter.
 */
#include <l4/schedule.h>
#include "../ticks.h"

L4_Word64_t ticks(void)
{
	return L4_SystemClock().raw * 1000;
}
