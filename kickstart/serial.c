/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console output on an 8250-like serial port, 8 data bits, polled.  How its registers are reached
 * is the front end's to say: serial_port.h.
 */
#include "serial.h"
#include "serial_port.h"

#define DIVISOR		(115200 / CONFIG_KICKSTART_COMSPEED)

#define DATA		0		/* divisor low byte while DLAB */
#define INTERRUPTS	1		/* divisor high byte while DLAB */
#define FIFO		2
#define LINE_CONTROL	3
#define MODEM_CONTROL	4
#define LINE_STATUS	5
#define DLAB		0x80
#define EIGHT_BITS	0x03
#define READY		0x20		/* the transmitter takes a character */
#define PATIENCE	100000		/* polls: a port that never gets ready is none */

void serial_init(void)
{
	serial_out(INTERRUPTS, 0);
	serial_out(LINE_CONTROL, DLAB | EIGHT_BITS);
	serial_out(DATA, DIVISOR & 0xff);
	serial_out(INTERRUPTS, DIVISOR >> 8);
	serial_out(LINE_CONTROL, EIGHT_BITS);
	serial_out(FIFO, 0x07);			/* on, emptied */
	serial_out(MODEM_CONTROL, 0x03);	/* DTR, RTS */
}

static void put_raw(char c)
{
	for (unsigned int i = 0; i < PATIENCE; i++)
		if (serial_in(LINE_STATUS) & READY)
			break;
	serial_out(DATA, (uint8_t)c);
}

void serial_put(char c)
{
	if (c == '\n')
		put_raw('\r');
	put_raw(c);
}
