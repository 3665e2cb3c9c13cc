/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The few functions of C's <string.h> that libl4 brings along, because compilers call them and
 * programs expect them.
 */
#ifndef L4LIB_STRING_H
#define L4LIB_STRING_H

#include <stddef.h>

#if defined(__cplusplus)
extern "C" {
#endif

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);

#if defined(__cplusplus)
}
#endif

#endif
