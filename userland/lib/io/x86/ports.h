/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Port input and output for the drivers of this folder.
 */
#ifndef IO_X86_PORTS_H
#define IO_X86_PORTS_H

static inline void port_out(unsigned short port, unsigned char value)
{
	__asm__ __volatile__("outb %0, %1" : : "a" (value), "Nd" (port));
}

static inline unsigned char port_in(unsigned short port)
{
	unsigned char value;

	__asm__ __volatile__("inb %1, %0" : "=a" (value) : "Nd" (port));
	return value;
}

#endif
