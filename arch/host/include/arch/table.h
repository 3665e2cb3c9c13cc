/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table: an array, of which every 512 entries that are in use cost a page of kernel
 * memory, so that running out is seen here too.  Fewer bits than an id has for the number.
 */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/kmem.h>

#define THREAD_NUMBER_BITS	17
#define THREAD_NUMBERS		((word_t)1 << THREAD_NUMBER_BITS)

struct tcb;

extern struct tcb *thread_table[THREAD_NUMBERS];

/* The entry of this number; always readable, writable once populated. */
ALWAYS_INLINE struct tcb **thread_table_entry(word_t number)
{
	return &thread_table[number & (THREAD_NUMBERS - 1)];
}

bool thread_table_populate(word_t number, enum kmem_for who);
void thread_table_release(word_t number);

#endif
