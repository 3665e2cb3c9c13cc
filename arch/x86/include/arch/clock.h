/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's clock: the time-stamp counter, scaled without a division; or ticks, without one. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include <kernel/types.h>

/* Microseconds per count are `scale` in 2^CLOCK_SHIFT: as many bits as a product of words leaves. */
#define CLOCK_SHIFT	(ABI_WORD_BITS == 64 ? 44 : 32)

struct x86_clock {
	uint64_t start;		/* counter at boot */
	word_t scale;
	uint32_t tsc_khz;
};

extern struct x86_clock x86_clock;

#ifdef CONFIG_X86_TSC

ALWAYS_INLINE uint64_t x86_rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return (uint64_t)high << 32 | low;
}

/* Microseconds since boot, monotonic. */
ALWAYS_INLINE usec_t clock_now(void)
{
	uint64_t counts = x86_rdtsc() - x86_clock.start;
#ifdef __SIZEOF_INT128__
	return (usec_t)((unsigned __int128)counts * x86_clock.scale >> CLOCK_SHIFT);
#else
	uint64_t low = (uint64_t)(uint32_t)counts * x86_clock.scale;

	return (usec_t)(uint32_t)(counts >> 32) * x86_clock.scale + (low >> CLOCK_SHIFT);
#endif
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

/* Called at every tick. */
ALWAYS_INLINE void clock_tick(void)
{
	x86_clock_ticks += CONFIG_TIMER_TICK_US;
}

#endif

#endif
