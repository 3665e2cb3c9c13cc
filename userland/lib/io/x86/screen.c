/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VGA text screen as console.  It lies at its physical address: the pager maps it there when it
 * is first touched.  The cursor's place is kept in the display controller, so that kernel, servers
 * and programs go on where the last one stopped.
 */
#include <l4lib/console.h>
#include "../io.h"
#include "ports.h"

#define SCREEN		((volatile unsigned short *)0xb8000)
#define COLUMNS		80
#define ROWS		25
#define BLANK		(0x0700 | ' ')

#define CRTC_INDEX	0x3d4
#define CRTC_DATA	0x3d5
#define CURSOR_HIGH	0x0e
#define CURSOR_LOW	0x0f

static unsigned crtc_read(unsigned char index)
{
	port_out(CRTC_INDEX, index);
	return port_in(CRTC_DATA);
}

static void crtc_write(unsigned char index, unsigned value)
{
	port_out(CRTC_INDEX, index);
	port_out(CRTC_DATA, (unsigned char)value);
}

static void scroll(void)
{
	unsigned i;

	for (i = 0; i < COLUMNS * (ROWS - 1); i++)
		SCREEN[i] = SCREEN[i + COLUMNS];
	for (; i < COLUMNS * ROWS; i++)
		SCREEN[i] = BLANK;
}

void device_put(char c)
{
	unsigned at = crtc_read(CURSOR_HIGH) << 8 | crtc_read(CURSOR_LOW);

	if (at >= COLUMNS * ROWS)
		at = COLUMNS * (ROWS - 1);
	switch (c) {
	case '\r':
		at -= at % COLUMNS;
		break;
	case '\n':
		at += COLUMNS;
		break;
	case '\b':
		at -= at % COLUMNS != 0;
		break;
	default:
		SCREEN[at++] = (unsigned short)(0x0700 | (unsigned char)c);
	}
	if (at >= COLUMNS * ROWS) {
		scroll();
		at -= COLUMNS;
	}
	crtc_write(CURSOR_HIGH, at >> 8);
	crtc_write(CURSOR_LOW, at);
}

void console_flush(void)
{
}
