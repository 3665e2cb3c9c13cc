/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The formatter behind the printf family: flags, width, precision, length, and the conversions
 * b d i o u x X p s c t n %.  Called with a sink that takes the characters.
 *
 * Programs print from stacks of 1 KB, hence SHALLOW: what needs room has it only while it runs.
 */
#include <l4/types.h>
#include <stdbool.h>
#include "io.h"

#define SHALLOW		__attribute__((noinline))

struct spec {
	bool left, plus, space, zero, alternate, upper;
	int width;
	int precision;		/* -1: none given */
	char length;		/* 'h', 'l', 'L' (long long), or 0 */
};

/* One number in the making: its digits backwards, and what stands before them. */
struct number {
	char digits[8 * sizeof(unsigned long long)];
	int count;
	const char *prefix;
};

/* The argument list travels by pointer, whatever kind of type va_list is. */
struct args {
	va_list ap;
};

static void put(struct sink *sink, char c)
{
	sink->put(sink, c);
	sink->count++;
}

static void pad(struct sink *sink, char c, int n)
{
	while (n-- > 0)
		put(sink, c);
}

static int string_length(const char *s, int limit)
{
	int n = 0;

	while (n != limit && s[n])
		n++;
	return n;
}

static void put_string(struct sink *sink, const struct spec *spec, const char *s)
{
	int n;

	if (s == 0)
		s = "(null)";
	n = string_length(s, spec->precision);
	if (!spec->left)
		pad(sink, ' ', spec->width - n);
	for (int i = 0; i < n; i++)
		put(sink, s[i]);
	if (spec->left)
		pad(sink, ' ', spec->width - n);
}

static void to_digits(struct number *num, unsigned long long value, unsigned base, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	/* Machine words divide cheaply everywhere; longer ones are rare. */
	num->count = 0;
	while (value > ~0UL) {
		num->digits[num->count++] = digits[value % base];
		value /= base;
	}
	for (unsigned long v = (unsigned long)value; v; v /= base)
		num->digits[num->count++] = digits[v % base];
}

static void put_number(struct sink *sink, const struct spec *spec, const struct number *num)
{
	int prefix = string_length(num->prefix, -1);
	int zeros = (spec->precision < 0 ? 1 : spec->precision) - num->count;
	int blanks;

	if (zeros < 0)
		zeros = 0;
	blanks = spec->width - prefix - zeros - num->count;
	if (spec->zero && !spec->left && spec->precision < 0 && blanks > 0) {
		zeros += blanks;
		blanks = 0;
	}
	if (!spec->left)
		pad(sink, ' ', blanks);
	for (int i = 0; i < prefix; i++)
		put(sink, num->prefix[i]);
	pad(sink, '0', zeros);
	for (int i = num->count; i-- > 0;)
		put(sink, num->digits[i]);
	if (spec->left)
		pad(sink, ' ', blanks);
}

static unsigned long long unsigned_arg(const struct spec *spec, struct args *args)
{
	switch (spec->length) {
	case 'L':	return va_arg(args->ap, unsigned long long);
	case 'l':	return va_arg(args->ap, unsigned long);
	case 'h':	return (unsigned short)va_arg(args->ap, unsigned int);
	default:	return va_arg(args->ap, unsigned int);
	}
}

static long long signed_arg(const struct spec *spec, struct args *args)
{
	switch (spec->length) {
	case 'L':	return va_arg(args->ap, long long);
	case 'l':	return va_arg(args->ap, long);
	case 'h':	return (short)va_arg(args->ap, int);
	default:	return va_arg(args->ap, int);
	}
}

SHALLOW static void put_signed(struct sink *sink, const struct spec *spec, long long value)
{
	struct number num;

	num.prefix = value < 0 ? "-" : spec->plus ? "+" : spec->space ? " " : "";
	to_digits(&num, value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value, 10,
		  false);
	put_number(sink, spec, &num);
}

SHALLOW static void put_unsigned(struct sink *sink, const struct spec *spec, unsigned long long value,
			 unsigned base)
{
	struct number num;

	num.prefix = "";
	if (spec->alternate && value)
		num.prefix = base == 16 ? spec->upper ? "0X" : "0x" :
			     base == 8 ? "0" : base == 2 ? "0b" : "";
	to_digits(&num, value, base, spec->upper);
	put_number(sink, spec, &num);
}

/* All digits of an address. */
SHALLOW static void put_pointer(struct sink *sink, const struct spec *spec, const void *p)
{
	struct spec full = *spec;
	struct number num;

	full.precision = 2 * sizeof(long);
	num.prefix = "0x";
	to_digits(&num, (unsigned long)p, 16, false);
	put_number(sink, &full, &num);
}

/* Adds a name and a decimal number in front of what begins at `end`. */
static char *prepend(char *end, const char *name, L4_Word_t value)
{
	do
		*--end = (char)('0' + value % 10);
	while (value /= 10);
	for (int i = string_length(name, -1); i-- > 0;)
		*--end = name[i];
	return end;
}

/* The text of a thread id is padded like any string. */
SHALLOW static void put_thread_id(struct sink *sink, const struct spec *spec, L4_ThreadId_t t)
{
	char text[48];
	char *s = text + sizeof(text) - 1;

	*s = 0;
	if (L4_IsNilThread(t))
		put_string(sink, spec, "NIL_ID");
	else if (L4_IsGlobalId(t))
		put_string(sink, spec, prepend(prepend(s, ",ver=", L4_Version(t)), "GlobThread=",
					       L4_ThreadNo(t)));
	else
		put_string(sink, spec, prepend(s, "LocThread=", (L4_Word_t)t.local.X.local_id));
}

static const char *read_flags(const char *f, struct spec *spec)
{
	for (;; f++) {
		switch (*f) {
		case '-': spec->left = true; break;
		case '+': spec->plus = true; break;
		case ' ': spec->space = true; break;
		case '0': spec->zero = true; break;
		case '#': spec->alternate = true; break;
		default:  return f;
		}
	}
}

static const char *read_count(const char *f, int *count, struct args *args)
{
	if (*f == '*') {
		*count = va_arg(args->ap, int);
		return f + 1;
	}
	for (*count = 0; *f >= '0' && *f <= '9'; f++)
		*count = *count * 10 + (*f - '0');
	return f;
}

/* Reads everything between the percent sign and the conversion. */
static const char *read_spec(const char *f, struct spec *spec, struct args *args)
{
	*spec = (struct spec){ .precision = -1 };
	f = read_count(read_flags(f, spec), &spec->width, args);
	if (spec->width < 0) {
		spec->left = true;
		spec->width = -spec->width;
	}
	if (*f == '.')
		f = read_count(f + 1, &spec->precision, args);
	while (*f == 'h' || *f == 'l' || *f == 'L') {
		spec->length = *f == 'l' && spec->length == 'l' ? 'L' : *f;
		f++;
	}
	return f;
}

/* One conversion; false if the letter is none. */
static bool convert(struct sink *sink, struct spec *spec, char letter, struct args *args)
{
	switch (letter) {
	case 'd':
	case 'i':
		put_signed(sink, spec, signed_arg(spec, args));
		return true;
	case 'u':
		put_unsigned(sink, spec, unsigned_arg(spec, args), 10);
		return true;
	case 'b':
		put_unsigned(sink, spec, unsigned_arg(spec, args), 2);
		return true;
	case 'o':
		put_unsigned(sink, spec, unsigned_arg(spec, args), 8);
		return true;
	case 'X':
		spec->upper = true;
		/* fall through */
	case 'x':
		put_unsigned(sink, spec, unsigned_arg(spec, args), 16);
		return true;
	case 'p':
		put_pointer(sink, spec, va_arg(args->ap, void *));
		return true;
	case 's':
		put_string(sink, spec, va_arg(args->ap, const char *));
		return true;
	case 'c':
		spec->precision = 1;
		put_string(sink, spec, (const char[2]){ (char)va_arg(args->ap, int), 0 });
		return true;
	case 't':
		put_thread_id(sink, spec, va_arg(args->ap, L4_ThreadId_t));
		return true;
	case 'n':
		*va_arg(args->ap, int *) = sink->count;
		return true;
	case '%':
		put(sink, '%');
		return true;
	default:
		return false;
	}
}

void format(struct sink *sink, const char *fmt, va_list ap)
{
	struct args args;
	struct spec spec;

	va_copy(args.ap, ap);
	while (*fmt) {
		const char *start = fmt;

		if (*fmt++ != '%') {
			put(sink, *start);
			continue;
		}
		fmt = read_spec(fmt, &spec, &args);
		if (*fmt && convert(sink, &spec, *fmt, &args)) {
			fmt++;
			continue;
		}
		/* Not a conversion: show what was written. */
		while (start < fmt)
			put(sink, *start++);
	}
	va_end(args.ap);
}
