/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console: a buffer that tests read. */
#ifndef ARCH_CONSOLE_H
#define ARCH_CONSOLE_H

#include <stdbool.h>

void console_putc(char c);
int console_getc(void);
bool console_break(void);

#endif
