/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread table for ports without a window of always readable addresses (their <arch/table.h>
 * includes this): pointers by thread number, in a tree of three levels that is complete at every
 * time: what no thread has touched shows shared tables that end in &nobody.
 */
#ifndef KERNEL_THREAD_TREE_H
#define KERNEL_THREAD_TREE_H

#include <kernel/kmem.h>

#define THREAD_NUMBER_BITS	32
#define THREAD_NUMBERS		((word_t)1 << THREAD_NUMBER_BITS)

#define TABLE_TOP_BITS		12
#define TABLE_BITS		10	/* of the two levels below */

struct tcb;

extern struct tcb ***thread_table_top[1 << TABLE_TOP_BITS];

/* The entry of this number; always readable, writable once populated. */
ALWAYS_INLINE struct tcb **thread_table_entry(word_t number)
{
	const word_t mask = (1 << TABLE_BITS) - 1;
	struct tcb ***middle = thread_table_top[number >> 2 * TABLE_BITS &
						((1 << TABLE_TOP_BITS) - 1)];

	return middle[number >> TABLE_BITS & mask] + (number & mask);
}

/*
 * Make the entry of this number writable, for one thread more; false when out of memory.  The
 * thread whose entry shows &nobody gives its share back, and the table's last one its
 * memory (table_page_free).
 */
bool thread_table_populate(word_t number, enum kmem_for who);
void thread_table_release(word_t number);

/* Once at boot, before kernel_start. */
void thread_table_init(void);

#endif
