/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PC keyboard as console input, polled: scan code set 1, US layout, shift only.
 */
#include "../io.h"
#include "ports.h"

#define KBD_DATA	0x60
#define KBD_STATUS	0x64
#define STATUS_FULL	0x01
#define STATUS_MOUSE	0x20
#define RELEASED	0x80
#define LEFT_SHIFT	0x2a
#define RIGHT_SHIFT	0x36

static const char plain[] =
	"\0\0331234567890-=\b\tqwertyuiop[]\r\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
	"\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\r\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static unsigned char next_code(void)
{
	for (;;) {
		unsigned char status = port_in(KBD_STATUS);
		unsigned char code;

		if (!(status & STATUS_FULL))
			continue;
		code = port_in(KBD_DATA);
		if (!(status & STATUS_MOUSE))
			return code;
	}
}

int device_get(void)
{
	static int shift;

	for (;;) {
		unsigned char code = next_code();
		unsigned char key = code & (unsigned char)~RELEASED;
		char c;

		if (key == LEFT_SHIFT || key == RIGHT_SHIFT) {
			shift = !(code & RELEASED);
			continue;
		}
		if (code & RELEASED || key >= sizeof(plain) - 1)
			continue;
		c = shift ? shifted[key] : plain[key];
		if (c)
			return c;
	}
}
