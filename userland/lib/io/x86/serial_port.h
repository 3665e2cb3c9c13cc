/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a PC has a serial port's registers: in the I/O space, which libl4io asks for by touching it.
 */
#ifndef IO_SERIAL_PORT_H
#define IO_SERIAL_PORT_H

#include "ports.h"

static inline void serial_out(unsigned number, unsigned char value)
{
	port_out((unsigned short)(CONFIG_USER_COMPORT + number), value);
}

static inline unsigned char serial_in(unsigned number)
{
	return port_in((unsigned short)(CONFIG_USER_COMPORT + number));
}

#endif
