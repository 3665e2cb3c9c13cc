/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: whichever of serial port and screen are configured. */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

/* '\n' also returns the carriage.  Waits for the device, any context. */
void console_putc(char c);
/* A character, or -1 when nothing is there. */
int console_getc(void);

#endif
