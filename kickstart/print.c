/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A printf of the few conversions the loader uses.  Numbers are at most 32 bits in decimal: the
 * 32-bit build has no 64-bit division.
 */
#include <stdarg.h>
#include "print.h"

static const struct boot_env *out;

void print_init(const struct boot_env *env)
{
	out = env;
}

static void put_text(const char *text, unsigned int limit)
{
	for (; *text && limit; text++, limit--)
		out->put(*text);
}

static void put_hex(unsigned long long value)
{
	int shift = 60;

	while (shift > 0 && !(value >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		out->put("0123456789abcdef"[(value >> shift) & 15]);
}

static void put_decimal(unsigned int value)
{
	char digits[10];
	unsigned int n = 0;

	do {
		digits[n++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	while (n)
		out->put(digits[--n]);
}

static void print_args(const char *format, va_list args)
{
	unsigned int limit;

	for (; *format; format++) {
		if (*format != '%') {
			out->put(*format);
			continue;
		}
		format++;
		limit = ~0u;
		if (format[0] == '.' && format[1] == '*') {
			limit = (unsigned int)va_arg(args, int);
			format += 2;
		}
		switch (*format) {
		case 's':
			put_text(va_arg(args, const char *), limit);
			break;
		case 'c':
			out->put((char)va_arg(args, int));
			break;
		case 'u':
			put_decimal(va_arg(args, unsigned int));
			break;
		case 'x':
			put_hex(va_arg(args, unsigned int));
			break;
		case 'l':
			format += 2;	/* "llx" is the only long one */
			put_hex(va_arg(args, unsigned long long));
			break;
		default:
			out->put(*format);
			break;
		}
	}
}

void print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_args(format, args);
	va_end(args);
}

void die(const char *format, ...)
{
	va_list args;

	print("kickstart: ");
	va_start(args, format);
	print_args(format, args);
	va_end(args);
	print("\nkickstart: stopped\n");
	out->stop();
}
