/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's clock: the time-stamp counter, scaled without a division. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include <kernel/types.h>

/* Counter at boot, and microseconds per count as a fraction of 2^CLOCK_SHIFT. */
#define CLOCK_SHIFT	44

struct x86_clock {
	uint64_t start, scale;
	uint32_t tsc_khz, bus_khz;
};

extern struct x86_clock x86_clock;

ALWAYS_INLINE uint64_t x86_rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return (uint64_t)high << 32 | low;
}

/* Microseconds since boot, monotonic. */
ALWAYS_INLINE usec_t clock_now(void)
{
	uint64_t ticks = x86_rdtsc() - x86_clock.start;

	return (usec_t)((unsigned __int128)ticks * x86_clock.scale >> CLOCK_SHIFT);
}

/* Called at every tick, for clocks that count them. */
ALWAYS_INLINE void clock_tick(void)
{
}

#endif
