/* SPDX-License-Identifier: BSD-2-Clause */
/* The keyboard, polled: scan codes of set 1 as an American keyboard's characters. */
#include <arch/x86/x86.h>
#include "console.h"

#define KBD_DATA	0x60
#define KBD_STATUS	0x64
#define STATUS_FULL	0x01
#define STATUS_MOUSE	0x20
#define CODE_RELEASED	0x80
#define CODE_LEFT_SHIFT	0x2a
#define CODE_RIGHT_SHIFT	0x36

static const char plain[] =
	"\0\033" "1234567890-=\b" "\tqwertyuiop[]\n" "\0asdfghjkl;'`" "\0\\zxcvbnm,./\0" "*\0 ";
static const char shifted[] =
	"\0\033" "!@#$%^&*()_+\b" "\tQWERTYUIOP{}\n" "\0ASDFGHJKL:\"~" "\0|ZXCVBNM<>?\0" "*\0 ";

static bool shift;

/* What a code types, or -1. */
static int character(uint8_t code)
{
	uint8_t key = code & (uint8_t)~CODE_RELEASED;

	if (key == CODE_LEFT_SHIFT || key == CODE_RIGHT_SHIFT) {
		shift = !(code & CODE_RELEASED);
		return -1;
	}
	if ((code & CODE_RELEASED) || code >= sizeof(plain) - 1)
		return -1;
	char c = shift ? shifted[code] : plain[code];

	return c ? c : -1;
}

int keyboard_getc(void)
{
	uint8_t s = inb(KBD_STATUS);

	if (s == 0xff || !(s & STATUS_FULL))	/* all ones: no controller */
		return -1;
	uint8_t code = inb(KBD_DATA);

	return s & STATUS_MOUSE ? -1 : character(code);
}
