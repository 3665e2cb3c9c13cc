/* SPDX-License-Identifier: BSD-2-Clause */
/* The thread table is the core's tree: no window of kernel addresses has page tables. */
#ifndef ARCH_TABLE_H
#define ARCH_TABLE_H

#include <kernel/thread_tree.h>

#endif
