/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial port (8250 and its descendants) as console.  The port may be the kernel debugger's as
 * well; setting it up again with the same speed does no harm.  How its registers are reached is the
 * board's to say: serial_port.h.
 */
#include <l4lib/console.h>
#include <stdbool.h>
#include "io.h"
#include "serial_port.h"

#define CLOCK		115200		/* bit/s at divisor 1 */

/* registers */
#define DATA		0
#define INT_ENABLE	1
#define DIVISOR_LOW	0		/* while LINE_DIVISOR is set */
#define DIVISOR_HIGH	1
#define FIFO		2
#define LINE		3
#define MODEM		4
#define STATUS		5

#define FIFO_ENABLE	0x01
#define LINE_8N1	0x03
#define LINE_DIVISOR	0x80
#define MODEM_DTR_RTS	0x03
#define STATUS_RECEIVED	0x01
#define STATUS_ROOM	0x20
#define STATUS_EMPTY	0x40

static void set_up(void)
{
	static bool done;
	unsigned divisor = CLOCK / CONFIG_USER_COMSPEED;

	if (done)
		return;
	done = true;
	serial_out(LINE, LINE_DIVISOR);
	serial_out(DIVISOR_LOW, (unsigned char)divisor);
	serial_out(DIVISOR_HIGH, (unsigned char)(divisor >> 8));
	serial_out(LINE, LINE_8N1);
	serial_out(INT_ENABLE, 0);
	serial_out(FIFO, FIFO_ENABLE);
	serial_out(MODEM, MODEM_DTR_RTS);
}

static void wait_for(unsigned char bit)
{
	while (!(serial_in(STATUS) & bit))
		;
}

void device_put(char c)
{
	set_up();
	wait_for(STATUS_ROOM);
	serial_out(DATA, (unsigned char)c);
}

int device_get(void)
{
	set_up();
	wait_for(STATUS_RECEIVED);
	return serial_in(DATA);
}

void console_flush(void)
{
	wait_for(STATUS_EMPTY);
}
