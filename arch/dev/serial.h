/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial port of the kernel's console, of the 8250 family: for boards that have it among ISA's
 * ports (<arch/io.h>: inb, outb). */
#ifndef ARCH_DEV_SERIAL_H
#define ARCH_DEV_SERIAL_H

#include <kernel/types.h>

/* A board may have it at another place than the first serial port's. */
#ifdef CONFIG_KDB_COMPORT
#define SERIAL_PORT	CONFIG_KDB_COMPORT
#else
#define SERIAL_PORT	0x3f8
#endif

void serial_init(void);
/* '\n' also returns the carriage. */
void serial_putc(char c);
/* -1: nothing is there. */
int serial_getc(void);
/* Has a break condition come in since the last call?  Asked at every tick. */
bool serial_break(void);
/* The interrupt of the port's line. */
void serial_interrupt(void);

#endif
