/* SPDX-License-Identifier: BSD-2-Clause */
/* Console output on the text screen of a VGA, from where the BIOS left the cursor. */
#include "mem.h"
#include "x86.h"

#define COLUMNS		80
#define ROWS		25
#define CRTC_INDEX	0x3d4
#define CRTC_DATA	0x3d5
#define CURSOR_HIGH	0x0e
#define CURSOR_LOW	0x0f
#define ATTRIBUTE	0x0700		/* grey on black */

static uint16_t *const screen = (uint16_t *)0xb8000;
static unsigned int cursor;

static void crtc_write(uint8_t index, uint8_t value)
{
	outb(CRTC_INDEX, index);
	outb(CRTC_DATA, value);
}

static uint8_t crtc_read(uint8_t index)
{
	outb(CRTC_INDEX, index);
	return inb(CRTC_DATA);
}

void screen_init(void)
{
	cursor = (unsigned int)crtc_read(CURSOR_HIGH) << 8 | crtc_read(CURSOR_LOW);
	if (cursor >= COLUMNS * ROWS)
		cursor = 0;
}

static void new_line(void)
{
	cursor += COLUMNS - cursor % COLUMNS;
	if (cursor == COLUMNS * ROWS) {
		memmove(screen, screen + COLUMNS, COLUMNS * (ROWS - 1) * 2);
		cursor -= COLUMNS;
		for (unsigned int i = 0; i < COLUMNS; i++)
			screen[cursor + i] = ATTRIBUTE | ' ';
	}
	crtc_write(CURSOR_HIGH, (uint8_t)(cursor >> 8));
	crtc_write(CURSOR_LOW, (uint8_t)cursor);
}

void screen_put(char c)
{
	if (c == '\n') {
		new_line();
		return;
	}
	screen[cursor] = (uint16_t)(ATTRIBUTE | (uint8_t)c);
	if (cursor % COLUMNS == COLUMNS - 1)
		new_line();
	else
		cursor++;
}
