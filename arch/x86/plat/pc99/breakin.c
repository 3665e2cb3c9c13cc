/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking for the debugger: by a break condition on the serial line, which interrupts, or by Esc on a
 * keyboard that is the debugger's.  Both are also looked for at every tick.
 */
#include <arch/console.h>
#include <kdb/hook.h>
#include "console.h"
#include "irq.h"

bool console_break(void)
{
	bool serial = serial_break(), keyboard = keyboard_break();

	return serial || keyboard;
}

void console_watch(void)
{
	if (SERIAL_LINE >= 0)
		irq_open((unsigned)SERIAL_LINE, plat_cpu_id());
}

void console_interrupt(unsigned line)
{
	if ((int)line != SERIAL_LINE)
		return;
	serial_interrupt();
	kdb_poll_breakin();
}
