/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User programs can't read the processor's counter: ticks are nanoseconds of the kernel's clock,
 * which are instructions under an emulator that takes one for each.  A line of the clock interrupt
 * is the kernel's own, so interrupts are not measured.
 */
#include <l4/schedule.h>
#include "../bench.h"

L4_Word64_t read_ticks(void)
{
	return L4_SystemClock().raw * 1000;
}

void bench_interrupt(void)
{
}
