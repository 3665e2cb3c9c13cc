/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A serial port of the 8250 family, polled: 8 data bits, no parity, one stop bit.  A port that is
 * not there reads all ones; then nothing is sent and nothing comes.
 *
 * Only a break condition interrupts.  Programs may use the same port, and one that polls it would
 * nearly always read the status, which forgets the break, before the next tick can.
 */
#include <arch/io.h>
#include <arch/dev/serial.h>

#define PORT		SERIAL_PORT
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
#define INTERRUPTS_ON	0x08		/* of the modem control: the port's line reaches the machine */
#define LINE_EVENTS	0x04		/* interrupts on breaks and errors */
#define STATUS_DATA	0x01
#define STATUS_BREAK	0x10
#define STATUS_EVENTS	0x1e		/* overrun, parity, framing, break */
#define STATUS_ROOM	0x20
#define PATIENCE	100000		/* polls until a port that takes nothing is given up */

#define EVENT_TICKS	2		/* an interrupt comes no later after its cause */

static bool serial_present, break_seen;
/* For as many ticks an interrupt without a cause is explained: the status was read here. */
static unsigned event_read;

COLD void serial_init(void)
{
	outb(INTERRUPTS, 0);
	outb(LINE_CONTROL, DLAB | LINE_8N1);
	outb(DATA, DIVISOR & 0xff);
	outb(INTERRUPTS, DIVISOR >> 8);
	outb(LINE_CONTROL, LINE_8N1);
	outb(FIFO, FIFO_ON_EMPTIED);
	outb(MODEM_CONTROL, DTR_RTS | INTERRUPTS_ON);
	serial_present = inb(LINE_STATUS) != 0xff;
}

/* Reading the status forgets a break, so it is remembered here. */
static uint8_t serial_status(void)
{
	uint8_t s = inb(LINE_STATUS);

	if (s & STATUS_BREAK)
		break_seen = true;
	if (s & STATUS_EVENTS)
		event_read = EVENT_TICKS;
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

/* Programs set the port up as they like; while one is at the divisor, it is left alone. */
static void serial_arm(void)
{
	if (inb(LINE_CONTROL) & DLAB)
		return;
	uint8_t enabled = inb(INTERRUPTS), modem = inb(MODEM_CONTROL);

	if (!(enabled & LINE_EVENTS))
		outb(INTERRUPTS, enabled | LINE_EVENTS);
	if (!(modem & INTERRUPTS_ON))
		outb(MODEM_CONTROL, modem | INTERRUPTS_ON);
}

bool serial_break(void)
{
	bool seen;

	if (event_read)
		event_read--;
	if (serial_present) {
		serial_status();
		serial_arm();
	}
	seen = break_seen;
	break_seen = false;
	return seen;
}

/* With the cause gone, and not by us, a program was faster: it was a break, as good as surely. */
void serial_interrupt(void)
{
	bool explained = event_read != 0;

	if (!(serial_status() & STATUS_EVENTS) && !explained && inb(INTERRUPTS) == LINE_EVENTS)
		break_seen = true;
	event_read = 0;
}
