/* SPDX-License-Identifier: BSD-2-Clause */
/* The board's start: interrupt controllers, the clock, the tick; and its end: restart, or stop. */
#include <arch/plat.h>
#include <arch/x86/x86.h>
#include "console.h"
#include "irq.h"

#define EXIT_PORT		0xf4		/* QEMU's isa-debug-exit, as our test machines have it */
#define KBD_COMMAND		0x64
#define KBD_BUSY		0x02
#define KBD_PULSE_RESET		0xfe

void plat_init(void)
{
	irq_init();
	clock_init();
	irq_start_tick();
	console_watch();
}

void plat_poweroff(unsigned status)
{
	outl(EXIT_PORT, status);
	for (;;)
		__asm__ volatile("cli; hlt");
}

COLD void plat_reset(void)
{
	static const struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) no_table;

	for (unsigned i = 0; i < 100000 && (inb(KBD_COMMAND) & KBD_BUSY); i++)
		;
	outb(KBD_COMMAND, KBD_PULSE_RESET);
	for (unsigned i = 0; i < 100000; i++)
		inb(KBD_COMMAND);
	/* no such controller: an exception without a table ends every x86 */
	__asm__ volatile("lidt %0; int3" : : "m" (no_table));
	for (;;)
		__asm__ volatile("hlt");
}
