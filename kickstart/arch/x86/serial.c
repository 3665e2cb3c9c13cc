/* SPDX-License-Identifier: BSD-2-Clause */
/* Console output on an 8250-like serial port, 8 data bits, polled. */
#include "x86.h"

#define PORT		CONFIG_KICKSTART_COMPORT
#define DIVISOR		(115200 / CONFIG_KICKSTART_COMSPEED)

#define DATA		(PORT + 0)	/* divisor low byte while DLAB */
#define INTERRUPTS	(PORT + 1)	/* divisor high byte while DLAB */
#define FIFO		(PORT + 2)
#define LINE_CONTROL	(PORT + 3)
#define MODEM_CONTROL	(PORT + 4)
#define LINE_STATUS	(PORT + 5)
#define DLAB		0x80
#define EIGHT_BITS	0x03
#define READY		0x20		/* the transmitter takes a character */
#define PATIENCE	100000		/* polls: a port that never gets ready is none */

void serial_init(void)
{
	outb(INTERRUPTS, 0);
	outb(LINE_CONTROL, DLAB | EIGHT_BITS);
	outb(DATA, DIVISOR & 0xff);
	outb(INTERRUPTS, DIVISOR >> 8);
	outb(LINE_CONTROL, EIGHT_BITS);
	outb(FIFO, 0x07);		/* on, emptied */
	outb(MODEM_CONTROL, 0x03);	/* DTR, RTS */
}

static void put_raw(char c)
{
	for (unsigned int i = 0; i < PATIENCE; i++)
		if (inb(LINE_STATUS) & READY)
			break;
	outb(DATA, (uint8_t)c);
}

void serial_put(char c)
{
	if (c == '\n')
		put_raw('\r');
	put_raw(c);
}
