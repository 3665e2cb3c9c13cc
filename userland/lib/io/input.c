/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The input functions of libl4io.
 */
#include "io.h"

int getc(void) WEAK_ALIAS(__l4_getc);

int __l4_getc(void)
{
	return device_get();
}

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads a hexadecimal number up to Enter, showing what is typed. */
L4_Word_t get_hex(void)
{
	L4_Word_t value = 0;
	int c;

	while ((c = __l4_getc()) != '\r' && c != '\n') {
		int digit = hex_digit(c);

		if (digit < 0)
			continue;
		__l4_putc(c);
		value = value << 4 | (L4_Word_t)digit;
	}
	__l4_putc('\n');
	return value;
}
