/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory tests look no thread up. */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/types.h>

#define THREAD_NUMBERS	((word_t)16)

struct tcb;

extern struct tcb *thread_table[];

/* The entry of this number; always readable, writable once populated. */
ALWAYS_INLINE struct tcb **thread_table_entry(word_t number)
{
	return &thread_table[number & (THREAD_NUMBERS - 1)];
}

#endif
