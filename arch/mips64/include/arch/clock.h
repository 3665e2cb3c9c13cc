/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's clock: the 32 bits of Count, carried on by whoever looks, scaled without a division. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include <arch/mips64/mips.h>

/* Microseconds per count are a fraction of 2^CLOCK_SHIFT. */
#define CLOCK_SHIFT	44

struct mips_clock {
	uint64_t counts, scale;
	uint32_t last;		/* Count when `counts` was brought up to date */
	uint32_t khz;		/* of Count, half the processor's */
	uint32_t tick;		/* counts */
};

extern struct mips_clock mips_clock;

/* Microseconds since boot, monotonic.  The tick looks often enough for no wrap to be missed. */
ALWAYS_INLINE usec_t clock_now(void)
{
	uint32_t now = read_c0_count();

	mips_clock.counts += now - mips_clock.last;
	mips_clock.last = now;
	return (usec_t)((unsigned __int128)mips_clock.counts * mips_clock.scale >> CLOCK_SHIFT);
}

#endif
