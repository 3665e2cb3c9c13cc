/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock of processors without a counter: ticks of the 8254. */
#include <arch/clock.h>
#include "irq.h"

usec_t x86_clock_ticks;

/* Programs are told of a counter of microseconds. */
struct x86_clock x86_clock = { .tsc_khz = 1000 };

void clock_init(void)
{
}
