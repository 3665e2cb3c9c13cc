/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table: pointers by thread number, in a window of addresses that are always readable.
 * What no thread has touched shows one shared page full of &nobody.
 */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/kmem.h>
#include <arch/layout.h>

#define THREAD_NUMBERS		((word_t)1 << THREAD_NUMBER_BITS)

struct tcb;

#define thread_table	((struct tcb **)VIRT_THREADS)

/* The entry of this number; always readable, writable once populated. */
ALWAYS_INLINE struct tcb **thread_table_entry(word_t number)
{
	return &thread_table[number & (THREAD_NUMBERS - 1)];
}

/*
 * Make the entry of this number writable, for one thread more; false when out of memory.  The
 * thread that leaves, whose entry shows &nobody again, gives its share back, and the table's last one
 * its memory.
 */
bool thread_table_populate(word_t number, enum kmem_for who);
void thread_table_release(word_t number);

#endif
