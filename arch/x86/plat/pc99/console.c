/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: every configured device prints, and each may be typed on. */
#include <arch/console.h>
#include <arch/x86/x86.h>
#include "console.h"

void plat_console_init(void)
{
	serial_init();
	vga_init();
}

void console_putc(char c)
{
	serial_putc(c);
	vga_putc(c);
}

int console_getc(void)
{
	int c = serial_getc();

	return c >= 0 ? c : keyboard_getc();
}
