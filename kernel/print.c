/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing on the kernel's console, and the kernel's last words. */
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/lock.h>
#include <kernel/print.h>
#include <kernel/types.h>
#include <arch/console.h>
#include <kdb/hook.h>

struct format {
	bool left, zero;
	unsigned width, longs;	/* longs: 0 int, 1 long or size_t, 2 long long */
};

static void pad(char c, unsigned width, unsigned length)
{
	for (; length < width; length++)
		console_putc(c);
}

static void put_field(const struct format *f, const char *text, unsigned length)
{
	if (!f->left)
		pad(f->zero ? '0' : ' ', f->width, length);
	for (unsigned i = 0; i < length; i++)
		console_putc(text[i]);
	if (f->left)
		pad(' ', f->width, length);
}

static void put_number(const struct format *f, uint64_t value, unsigned base, bool negative)
{
	char digits[24];
	unsigned at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative)
		digits[--at] = '-';
	put_field(f, digits + at, sizeof(digits) - at);
}

static uint64_t next_unsigned(const struct format *f, va_list *args)
{
	if (f->longs == 0)
		return va_arg(*args, unsigned);
	return f->longs == 1 ? va_arg(*args, unsigned long) : va_arg(*args, unsigned long long);
}

static int64_t next_signed(const struct format *f, va_list *args)
{
	if (f->longs == 0)
		return va_arg(*args, int);
	return f->longs == 1 ? va_arg(*args, long) : va_arg(*args, long long);
}

static const char *parse(const char *fmt, struct format *f)
{
	*f = (struct format){ 0 };
	for (;; fmt++) {
		if (*fmt == '-')
			f->left = true;
		else if (*fmt == '0')
			f->zero = true;
		else
			break;
	}
	while (*fmt >= '0' && *fmt <= '9')
		f->width = f->width * 10 + (*fmt++ - '0');
	for (; *fmt == 'l' || *fmt == 'z'; fmt++)
		f->longs++;
	return fmt;
}

static void put_string(const struct format *f, const char *s)
{
	unsigned length = 0;

	while (s[length])
		length++;
	put_field(f, s, length);
}

static void convert(char c, const struct format *f, va_list *args)
{
	int64_t value;

	switch (c) {
	case 'd':
		value = next_signed(f, args);
		put_number(f, value < 0 ? -(uint64_t)value : (uint64_t)value, 10, value < 0);
		break;
	case 'u':
		put_number(f, next_unsigned(f, args), 10, false);
		break;
	case 'x':
		put_number(f, next_unsigned(f, args), 16, false);
		break;
	case 'p':
		put_number(f, (uintptr_t)va_arg(*args, void *), 16, false);
		break;
	case 's':
		put_string(f, va_arg(*args, const char *));
		break;
	case 'c':
		console_putc((char)va_arg(*args, int));
		break;
	default:
		console_putc(c);
	}
}

COLD void vprint(const char *fmt, va_list args)
{
	va_list left;

	va_copy(left, args);
	for (; *fmt; fmt++) {
		struct format f;

		if (*fmt != '%') {
			console_putc(*fmt);
			continue;
		}
		fmt = parse(fmt + 1, &f);
		if (!*fmt)
			break;
		convert(*fmt, &f, &left);
	}
	va_end(left);
}

/* Nobody else prints: the debugger has stopped the other CPUs, or this one is about to end. */
static bool is_alone;
static struct lock print_lock = LOCK(LOCK_PRINT);

void print_alone(bool alone)
{
	is_alone = alone;
}

void print(const char *fmt, ...)
{
	bool shared = cpu_count > 1 && !is_alone;
	va_list args;

	if (shared)
		lock_take(&print_lock);
	va_start(args, fmt);
	vprint(fmt, args);
	va_end(args);
	if (shared)
		lock_drop(&print_lock);
}

_Noreturn void panic(const char *fmt, ...)
{
	va_list args;

	print_alone(true);
	print("\nPANIC: ");
	va_start(args, fmt);
	vprint(fmt, args);
	va_end(args);
	print("\n");
	kdb_panic();
}
