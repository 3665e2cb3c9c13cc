/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial port (8250 and its descendants) as console.  The port may be the kernel debugger's as
 * well; setting it up again with the same speed does no harm.
 */
#include <l4lib/console.h>
#include <stdbool.h>
#include "../io.h"
#include "ports.h"

#define PORT		CONFIG_USER_COMPORT
#define CLOCK		115200		/* bit/s at divisor 1 */

/* registers, from the port's base */
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
	port_out(PORT + LINE, LINE_DIVISOR);
	port_out(PORT + DIVISOR_LOW, (unsigned char)divisor);
	port_out(PORT + DIVISOR_HIGH, (unsigned char)(divisor >> 8));
	port_out(PORT + LINE, LINE_8N1);
	port_out(PORT + INT_ENABLE, 0);
	port_out(PORT + FIFO, FIFO_ENABLE);
	port_out(PORT + MODEM, MODEM_DTR_RTS);
}

static void wait_for(unsigned char bit)
{
	while (!(port_in(PORT + STATUS) & bit))
		;
}

void device_put(char c)
{
	set_up();
	wait_for(STATUS_ROOM);
	port_out(PORT + DATA, (unsigned char)c);
}

int device_get(void)
{
	set_up();
	wait_for(STATUS_RECEIVED);
	return port_in(PORT + DATA);
}

void console_flush(void)
{
	wait_for(STATUS_EMPTY);
}
