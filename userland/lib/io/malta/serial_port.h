/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a Malta board has its first serial port's registers: in memory, a byte each.  sigma0 gives
 * the page, at its physical address, to whoever touches it, and the kernel lets nobody cache what
 * is no memory.
 */
#ifndef IO_SERIAL_PORT_H
#define IO_SERIAL_PORT_H

#define SERIAL_REGISTERS	((volatile unsigned char *)0x180003f8)

static inline void serial_out(unsigned number, unsigned char value)
{
	SERIAL_REGISTERS[number] = value;
}

static inline unsigned char serial_in(unsigned number)
{
	return SERIAL_REGISTERS[number];
}

#endif
