/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: the board's first serial port. */
#include <arch/console.h>
#include <arch/dev/serial.h>
#include "malta.h"

void plat_console_init(void)
{
	serial_init();
}

void console_putc(char c)
{
	serial_putc(c);
}

int console_getc(void)
{
	return serial_getc();
}

bool console_break(void)
{
	return serial_break();
}
