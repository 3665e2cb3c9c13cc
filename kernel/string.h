/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory functions that the compiler calls by itself, and the kernel too. */
#ifndef KERNEL_STRING_H
#define KERNEL_STRING_H

#include <stdbool.h>
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
size_t strlen(const char *s);
/* Does memcpy copy between these at a word an instruction, or byte by byte? */
bool memcpy_is_fast(const void *to, const void *from);
int memcmp(const void *a, const void *b, size_t bytes);

#endif
