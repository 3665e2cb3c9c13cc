/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: what the board has, or is configured to use. */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

#include <stdbool.h>

/* '\n' also returns the carriage.  Waits for the device, any context. */
void console_putc(char c);
/* A character, or -1 when nothing is there. */
int console_getc(void);
/* Has the operator asked for the debugger since the last call (serial: a break condition)?  Asked
 * at every tick, so it must be cheap. */
bool console_break(void);

#endif
