/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: whichever of serial port and screen are configured. */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

#include <stdbool.h>

#include <stdbool.h>

/* '\n' also returns the carriage.  Waits for the device, any context. */
void console_putc(char c);
/* A character, or -1 when nothing is there. */
int console_getc(void);
/* Has the operator asked for attention since the last call (serial: a break condition)? */
bool console_break(void);
/* Has the operator asked for the debugger (BREAK on the line, Pause on the keyboard) since the last
 * call?  Asked at every tick, so it must be cheap. */
bool console_breakin(void);

#endif
