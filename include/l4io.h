/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libl4io: a console for programs.  Output formats as in C's printf, with %b (binary), %t (thread
 * id) and without wide characters; the device is chosen when the library is configured.
 */
#ifndef __L4IO_H__
#define __L4IO_H__

#include <l4/types.h>
#include <stdarg.h>

#if defined(__cplusplus)
extern "C" {
#endif

/* All return the number of characters; at most size - 1 of them are stored, and a zero. */
int vsnprintf(char *str, L4_Size_t size, const char *fmt, va_list ap);
int snprintf(char *str, L4_Size_t size, const char *fmt, ...);
int printf(const char *fmt, ...);

void putc(int c);

/* Waits for a character. */
int getc(void);

#if defined(__cplusplus)
}
#endif

#endif
