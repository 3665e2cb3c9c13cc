/* SPDX-License-Identifier: BSD-2-Clause */
/* The board's start: interrupt controllers, the clock, the tick. */
#include <kernel/print.h>
#include <arch/x86/x86.h>
#include "console.h"
#include "irq.h"

void plat_init(void)
{
	irq_init();
	clock_init();
	irq_start_tick();
	console_watch();
}
