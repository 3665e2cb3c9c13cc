/* SPDX-License-Identifier: BSD-2-Clause */
/* The text screen of a VGA, from where the loader left the cursor. */
#include <arch/memory.h>
#include <arch/x86/x86.h>
#include "console.h"

#define VGA_COLUMNS	80u
#define VGA_CELLS	(VGA_COLUMNS * 25u)
#define VGA_MEMORY	0xb8000u
#define VGA_BLANK	0x0720u		/* grey on black */
#define CRTC_INDEX	0x3d4
#define CRTC_DATA	0x3d5
#define CURSOR_HIGH	0x0e
#define CURSOR_LOW	0x0f

static unsigned vga_cursor;

static volatile uint16_t *screen(void)
{
	return phys_to_virt(VGA_MEMORY);
}

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

void vga_init(void)
{
	vga_cursor = (unsigned)crtc_read(CURSOR_HIGH) << 8 | crtc_read(CURSOR_LOW);
	if (vga_cursor >= VGA_CELLS)
		vga_cursor = 0;
}

static void scroll(void)
{
	volatile uint16_t *s = screen();

	for (unsigned i = 0; i < VGA_CELLS - VGA_COLUMNS; i++)
		s[i] = s[i + VGA_COLUMNS];
	for (unsigned i = VGA_CELLS - VGA_COLUMNS; i < VGA_CELLS; i++)
		s[i] = VGA_BLANK;
	vga_cursor -= VGA_COLUMNS;
}

void vga_putc(char c)
{
	if (c == '\n')
		vga_cursor += VGA_COLUMNS - vga_cursor % VGA_COLUMNS;
	else if (c == '\r')
		vga_cursor -= vga_cursor % VGA_COLUMNS;
	else if (c == '\b')
		vga_cursor -= vga_cursor % VGA_COLUMNS ? 1 : 0;
	else
		screen()[vga_cursor++] = (uint16_t)((VGA_BLANK & 0xff00) | (uint8_t)c);
	if (vga_cursor >= VGA_CELLS)
		scroll();
	crtc_write(CURSOR_HIGH, (uint8_t)(vga_cursor >> 8));
	crtc_write(CURSOR_LOW, (uint8_t)vga_cursor);
}
