/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A serial port of the 8250 family, polled: 8 data bits, no parity, one stop bit.  A port that is
 * not there reads all ones; then nothing is sent and nothing comes.
 */
#include <arch/x86/x86.h>
#include "console.h"

#define PORT		CONFIG_KDB_COMPORT
#define DIVISOR		(115200 / CONFIG_KDB_COMSPEED)

#define DATA		(PORT + 0)	/* divisor low byte while DLAB */
#define INTERRUPTS	(PORT + 1)	/* divisor high byte while DLAB */
#define FIFO		(PORT + 2)
#define LINE_CONTROL	(PORT + 3)
#define MODEM_CONTROL	(PORT + 4)
#define LINE_STATUS	(PORT + 5)
#define DLAB		0x80
#define LINE_8N1	0x03
#define FIFO_ON_EMPTIED	0x07
#define DTR_RTS		0x03
#define STATUS_DATA	0x01
#define STATUS_BREAK	0x10
#define STATUS_ROOM	0x20
#define PATIENCE	100000		/* polls until a port that takes nothing is given up */

static bool serial_present, break_seen;

void serial_init(void)
{
	outb(INTERRUPTS, 0);
	outb(LINE_CONTROL, DLAB | LINE_8N1);
	outb(DATA, DIVISOR & 0xff);
	outb(INTERRUPTS, DIVISOR >> 8);
	outb(LINE_CONTROL, LINE_8N1);
	outb(FIFO, FIFO_ON_EMPTIED);
	outb(MODEM_CONTROL, DTR_RTS);
	serial_present = inb(LINE_STATUS) != 0xff;
}

/* Reading the status forgets a break, so it is remembered here. */
static uint8_t serial_status(void)
{
	uint8_t s = inb(LINE_STATUS);

	if (s & STATUS_BREAK)
		break_seen = true;
	return s;
}

static void serial_send(char c)
{
	for (unsigned i = 0; i < PATIENCE && !(serial_status() & STATUS_ROOM); i++)
		;
	outb(DATA, (uint8_t)c);
}

void serial_putc(char c)
{
	if (!serial_present)
		return;
	if (c == '\n')
		serial_send('\r');
	serial_send(c);
}

int serial_getc(void)
{
	if (!serial_present)
		return -1;
	uint8_t s = serial_status();

	if (!(s & STATUS_DATA))
		return -1;
	uint8_t c = inb(DATA);

	return s & STATUS_BREAK ? -1 : c;	/* a break comes with a zero */
}

bool serial_break(void)
{
	bool seen;

	if (serial_present)
		serial_status();
	seen = break_seen;
	break_seen = false;
	return seen;
}
