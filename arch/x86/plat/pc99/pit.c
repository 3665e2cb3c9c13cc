/* SPDX-License-Identifier: BSD-2-Clause */
/* The 8254 timer: channel 2 measures a time, channel 0 makes the tick where there is no APIC. */
#include <arch/x86/x86.h>
#include "irq.h"

#define CHANNEL_0	0x40
#define CHANNEL_2	0x42
#define PIT_COMMAND	0x43
#define ONE_SHOT_2	0xb0		/* channel 2, both bytes, mode 0 */
#define RATE_0		0x34		/* channel 0, both bytes, mode 2 */
#define SPEAKER		0x61
#define SPEAKER_GATE	0x01		/* channel 2 counts */
#define SPEAKER_SOUND	0x02
#define SPEAKER_OUT	0x20		/* channel 2 has come to its end */

static void pit_load(uint16_t port, unsigned us)
{
	unsigned count = (unsigned)((uint64_t)us * PIT_HZ / 1000000);

	outb(port, (uint8_t)count);
	outb(port, (uint8_t)(count >> 8));
}

void pit_start(unsigned us)
{
	outb(SPEAKER, (inb(SPEAKER) & (uint8_t)~SPEAKER_SOUND) | SPEAKER_GATE);
	outb(PIT_COMMAND, ONE_SHOT_2);
	pit_load(CHANNEL_2, us);
}

bool pit_running(void)
{
	return !(inb(SPEAKER) & SPEAKER_OUT);
}

void pit_start_tick(unsigned us)
{
	outb(PIT_COMMAND, RATE_0);
	pit_load(CHANNEL_0, us);
}
