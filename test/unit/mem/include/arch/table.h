/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory tests look no thread up. */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/types.h>

#define THREAD_NUMBERS	((word_t)16)

struct tcb;

extern struct tcb *thread_table[];

#endif
