/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's console: the board's first serial port, a 16550 that is polled; 8 data bits, no
 * parity, one stop bit.
 */
#include <arch/console.h>
#include "malta.h"

#define SERIAL		0x3f8
#define DIVISOR		(115200 / CONFIG_KDB_COMSPEED)

#define SERIAL_DATA	(SERIAL + 0)	/* divisor low byte while DLAB */
#define SERIAL_ENABLE	(SERIAL + 1)	/* of interrupts; divisor high byte while DLAB */
#define SERIAL_FIFO	(SERIAL + 2)
#define SERIAL_LINE	(SERIAL + 3)
#define SERIAL_MODEM	(SERIAL + 4)
#define SERIAL_STATUS	(SERIAL + 5)
#define LINE_DLAB	0x80
#define LINE_8N1	0x03
#define FIFO_EMPTIED	0x07
#define MODEM_DTR_RTS	0x03
#define STATUS_DATA	0x01
#define STATUS_BREAK	0x10
#define STATUS_ROOM	0x20
#define PATIENCE	100000		/* polls until a port that takes nothing is given up */

static bool break_seen;

void plat_console_init(void)
{
	*malta_port(SERIAL_ENABLE) = 0;
	*malta_port(SERIAL_LINE) = LINE_DLAB | LINE_8N1;
	*malta_port(SERIAL_DATA) = DIVISOR & 0xff;
	*malta_port(SERIAL_ENABLE) = DIVISOR >> 8;
	*malta_port(SERIAL_LINE) = LINE_8N1;
	*malta_port(SERIAL_FIFO) = FIFO_EMPTIED;
	*malta_port(SERIAL_MODEM) = MODEM_DTR_RTS;
}

/* Reading the status forgets a break, so it is remembered here. */
static uint8_t serial_status(void)
{
	uint8_t s = *malta_port(SERIAL_STATUS);

	if (s & STATUS_BREAK)
		break_seen = true;
	return s;
}

static void serial_send(char c)
{
	for (unsigned i = 0; i < PATIENCE && !(serial_status() & STATUS_ROOM); i++)
		;
	*malta_port(SERIAL_DATA) = (uint8_t)c;
}

void console_putc(char c)
{
	if (c == '\n')
		serial_send('\r');
	serial_send(c);
}

int console_getc(void)
{
	uint8_t s = serial_status();

	if (!(s & STATUS_DATA))
		return -1;
	uint8_t c = *malta_port(SERIAL_DATA);

	return s & STATUS_BREAK ? -1 : c;	/* a break comes with a zero */
}

bool console_break(void)
{
	bool seen;

	serial_status();
	seen = break_seen;
	break_seen = false;
	return seen;
}
