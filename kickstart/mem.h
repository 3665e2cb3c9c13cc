/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory functions that a freestanding compiler calls on its own account.  Each front end's
 * machine brings its own: copying images is most of what a loader does.
 */
#ifndef KICKSTART_MEM_H
#define KICKSTART_MEM_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);

#endif
