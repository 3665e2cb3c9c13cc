/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inside libl4io: what the formatter and the devices give each other.  The names with __l4_ are the
 * library's own; the usual names are weak aliases that a program may replace.
 */
#ifndef IO_H
#define IO_H

#include <l4io.h>

#define WEAK_ALIAS(name)	__attribute__((weak, alias(#name)))

/* Where formatted characters go. */
struct sink {
	void (*put)(struct sink *sink, char c);
	char *buffer;		/* for sinks that store */
	L4_Size_t room;
	int count;		/* characters put so far */
};

void format(struct sink *sink, const char *fmt, va_list ap);

/* The device: one character out as it is; one character in, waiting. */
void device_put(char c);
int device_get(void);

int __l4_vsnprintf(char *str, L4_Size_t size, const char *fmt, va_list ap);
int __l4_snprintf(char *str, L4_Size_t size, const char *fmt, ...);
int __l4_printf(const char *fmt, ...);
int __l4_puts(const char *s);
int __l4_putchar(int c);
void __l4_putc(int c);
int __l4_getc(void);
int puts(const char *s);
int putchar(int c);
L4_Word_t get_hex(void);

#endif
