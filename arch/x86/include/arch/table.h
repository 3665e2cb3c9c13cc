/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table: pointers by thread number, in a window of addresses that are always readable.
 * What no thread has touched shows one shared page full of &nobody.
 */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/kmem.h>
#include <arch/layout.h>

#define THREAD_NUMBER_BITS	32
#define THREAD_NUMBERS		((word_t)1 << THREAD_NUMBER_BITS)

struct tcb;

#define thread_table	((struct tcb **)VIRT_THREADS)

/* Make the entry of this number writable; false when out of memory. */
bool thread_table_populate(word_t number, enum kmem_for who);

#endif
