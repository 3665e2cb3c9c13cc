/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output functions of <l4io.h>: formatted text into memory or to the device.
 */
#include "io.h"

int vsnprintf(char *str, L4_Size_t size, const char *fmt, va_list ap) WEAK_ALIAS(__l4_vsnprintf);
int snprintf(char *str, L4_Size_t size, const char *fmt, ...) WEAK_ALIAS(__l4_snprintf);
int printf(const char *fmt, ...) WEAK_ALIAS(__l4_printf);
int puts(const char *s) WEAK_ALIAS(__l4_puts);
int putchar(int c) WEAK_ALIAS(__l4_putchar);
void putc(int c) WEAK_ALIAS(__l4_putc);

static void store(struct sink *sink, char c)
{
	if (sink->room > 1) {
		*sink->buffer++ = c;
		sink->room--;
	}
}

int __l4_vsnprintf(char *str, L4_Size_t size, const char *fmt, va_list ap)
{
	struct sink sink = { store, str, size, 0 };

	format(&sink, fmt, ap);
	if (size)
		*sink.buffer = 0;
	return sink.count;
}

int __l4_snprintf(char *str, L4_Size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = __l4_vsnprintf(str, size, fmt, ap);
	va_end(ap);
	return n;
}

static void show(struct sink *sink, char c)
{
	(void)sink;
	__l4_putc(c);
}

int __l4_printf(const char *fmt, ...)
{
	struct sink sink = { show, 0, 0, 0 };
	va_list ap;

	va_start(ap, fmt);
	format(&sink, fmt, ap);
	va_end(ap);
	return sink.count;
}

void __l4_putc(int c)
{
	if (c == '\n')
		device_put('\r');
	device_put((char)c);
}

int __l4_putchar(int c)
{
	__l4_putc(c);
	return c;
}

int __l4_puts(const char *s)
{
	int n = 1;

	for (; *s; s++, n++)
		__l4_putc(*s);
	__l4_putc('\n');
	return n;
}
