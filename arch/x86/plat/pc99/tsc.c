/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock by the processor's time-stamp counter, measured against the 8254. */
#include <kernel/print.h>
#include <arch/clock.h>
#include "irq.h"

#define CALIBRATION_US	10000u

struct x86_clock x86_clock;

/* How fast the time-stamp counter and the local APIC's timer run.  The wait is part of every start,
 * so it is short; it is told apart for those who count instructions. */
COLD void clock_init(void)
{
	uint64_t begin, end;

	pit_start();
	irq_calibrate_begin();
	begin = x86_rdtsc();
	pit_wait(CALIBRATION_US);
	end = x86_rdtsc();
	irq_calibrate_end(CALIBRATION_US);
	x86_clock.tsc_khz = (uint32_t)((end - begin) * 1000 / CALIBRATION_US);
	if (x86_clock.tsc_khz == 0)
		x86_clock.tsc_khz = 1;
	x86_clock.scale = ((uint64_t)1000 << CLOCK_SHIFT) / x86_clock.tsc_khz;
	x86_clock.start = begin;
	print_init("clock: %u kHz, waited %lu cycles to measure it\n", x86_clock.tsc_khz,
		   (unsigned long)(end - begin));
}
