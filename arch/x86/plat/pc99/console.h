/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The devices that make up the kernel's console on a PC.  Without a debugger the kernel still has
 * its few lines to say, on the serial port.
 */
#ifndef ARCH_X86_PC99_CONSOLE_H
#define ARCH_X86_PC99_CONSOLE_H

#if defined(CONFIG_KDB_CONS_COM) || !defined(CONFIG_KDB)
#define CONSOLE_ON_SERIAL	1
#else
#define CONSOLE_ON_SERIAL	0
#endif

#ifndef __ASSEMBLER__

#include <kernel/types.h>

#if CONSOLE_ON_SERIAL
#include <arch/dev/serial.h>
#if CONFIG_KDB_COMPORT == 0x3f8
#define SERIAL_LINE	4
#elif CONFIG_KDB_COMPORT == 0x2f8
#define SERIAL_LINE	3
#else
#define SERIAL_LINE	-1	/* not known: looked at every tick only */
#endif
#else
#define SERIAL_LINE	-1
#define serial_init()		((void)0)
#define serial_putc(c)		((void)(c))
#define serial_getc()		(-1)
#define serial_break()		false
#define serial_interrupt()	((void)0)
#endif

#ifdef CONFIG_KDB_CONS_KBD
void vga_init(void);
void vga_putc(char c);
int keyboard_getc(void);
#else
#define vga_init()		((void)0)
#define vga_putc(c)		((void)(c))
#define keyboard_getc()		(-1)
#endif

#ifdef CONFIG_KDB_KBD_BREAKIN
/* Has Esc been typed since the last call?  Other keys are kept for keyboard_getc. */
bool keyboard_break(void);
#else
#define keyboard_break()	false
#endif

/* breakin.c: the interrupt line on which somebody may ask for the debugger. */
#ifdef CONFIG_KDB
void console_watch(void);
void console_interrupt(unsigned line);
#else
#define console_watch()		((void)0)
#define console_interrupt(line)	((void)(line))
#endif

#endif

#endif
