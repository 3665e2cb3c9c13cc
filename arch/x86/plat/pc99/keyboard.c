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

#define KEY_ESC		'\033'

static bool shift;
static int kept = -1;	/* a key that came while nobody read */

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

static int keyboard_poll(void)
{
	uint8_t s = inb(KBD_STATUS);

	if (s == 0xff || !(s & STATUS_FULL))	/* all ones: no controller */
		return -1;
	uint8_t code = inb(KBD_DATA);

	return s & STATUS_MOUSE ? -1 : character(code);
}

int keyboard_getc(void)
{
	int c = kept >= 0 ? kept : keyboard_poll();

	kept = -1;
	return c;
}

#ifdef CONFIG_KDB_KBD_BREAKIN
bool keyboard_break(void)
{
	int c = keyboard_poll();

	if (c >= 0 && c != KEY_ESC)
		kept = c;
	return c == KEY_ESC;
}
#endif
