/* SPDX-License-Identifier: BSD-2-Clause */
/* Access to the serial port's registers, for serial.c: a byte each, seen uncached. */
#ifndef KICKSTART_SERIAL_PORT_H
#define KICKSTART_SERIAL_PORT_H

#include "malta.h"
#include "mips64.h"

static inline volatile uint8_t *serial_register(unsigned int index)
{
	return (volatile uint8_t *)(CKSEG1 + BOARD_UART) + index;
}

static inline void serial_out(unsigned int index, uint8_t value)
{
	*serial_register(index) = value;
}

static inline uint8_t serial_in(unsigned int index)
{
	return *serial_register(index);
}

#endif
