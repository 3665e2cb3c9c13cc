/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the serial port's registers, for serial.c: an I/O port each. */
#ifndef KICKSTART_SERIAL_PORT_H
#define KICKSTART_SERIAL_PORT_H

#include "x86.h"

static inline void serial_out(unsigned int index, uint8_t value)
{
	outb((uint16_t)(CONFIG_KICKSTART_COMPORT + index), value);
}

static inline uint8_t serial_in(unsigned int index)
{
	return inb((uint16_t)(CONFIG_KICKSTART_COMPORT + index));
}

#endif
