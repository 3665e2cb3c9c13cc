/* SPDX-License-Identifier: BSD-2-Clause */
/* The 8254 timer's first channel. */
#include <arch/io.h>
#include <arch/dev/pit.h>

#define CHANNEL_0	0x40
#define PIT_COMMAND	0x43
#define RATE_0		0x34		/* channel 0, both bytes, mode 2 */
#define LATCH_0		0x00

static void pit_rate(unsigned count)
{
	outb(PIT_COMMAND, RATE_0);
	outb(CHANNEL_0, (uint8_t)count);
	outb(CHANNEL_0, (uint8_t)(count >> 8));
}

static unsigned pit_counts(unsigned us)
{
	return (unsigned)((uint64_t)us * PIT_HZ / 1000000);
}

void pit_start(void)
{
	pit_rate(0);
}

uint16_t pit_passed(void)
{
	uint8_t low;

	outb(PIT_COMMAND, LATCH_0);
	low = inb(CHANNEL_0);
	return (uint16_t)-(low | inb(CHANNEL_0) << 8);
}

COLD void pit_wait(unsigned us)
{
	uint16_t begin = pit_passed();

	while ((uint16_t)(pit_passed() - begin) < pit_counts(us))
		;
}

COLD void pit_start_tick(unsigned us)
{
	pit_rate(pit_counts(us));
}
