/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's clock: the time-stamp counter, scaled without a division; or ticks, without one. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include <kernel/types.h>

/* Microseconds per count are a fraction of 2^CLOCK_SHIFT. */
#define CLOCK_SHIFT	32

struct x86_clock {
	uint64_t start;		/* counter at boot */
	uint32_t scale;
	uint32_t tsc_khz, bus_khz;
};

extern struct x86_clock x86_clock;

#ifdef CONFIG_X86_TSC

ALWAYS_INLINE uint64_t x86_rdtsc(void)
{
	uint64_t count;

	__asm__ volatile("rdtsc" : "=A" (count));
	return count;
}

/* Microseconds since boot, monotonic. */
ALWAYS_INLINE usec_t clock_now(void)
{
	uint64_t counts = x86_rdtsc() - x86_clock.start;
	uint64_t low = (uint64_t)(uint32_t)counts * x86_clock.scale;

	return (usec_t)(uint32_t)(counts >> 32) * x86_clock.scale + (low >> CLOCK_SHIFT);
}

ALWAYS_INLINE void clock_tick(void)
{
}

#else

extern usec_t x86_clock_ticks;	/* microseconds, of whole ticks */

ALWAYS_INLINE usec_t clock_now(void)
{
	return x86_clock_ticks;
}

ALWAYS_INLINE void clock_tick(void)
{
	x86_clock_ticks += CONFIG_TIMER_TICK_US;
}

#endif

#endif
