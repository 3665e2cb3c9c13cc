/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory as sigma0 gives it away, and claiming ranges of a map in general.
 */
#ifndef SIGMA0_MEMORY_H
#define SIGMA0_MEMORY_H

#include <l4/types.h>
#include "ranges.h"

/* Takes stock of the machine from the KIP; false if it is too long a list. */
bool memory_init(void *kip);

/* log2 of the smallest page. */
extern int min_order;

/*
 * Gives [low, high] to the thread.  All of it must be free, or the thread's own, or everybody's;
 * otherwise, or if sigma0 itself is out of memory, nothing more is given and false returned.
 */
bool claim(struct map *map, L4_ThreadId_t who, addr_t low, addr_t high);

/* An aligned block of physical memory at the given address. */
bool memory_claim(L4_ThreadId_t who, addr_t address, int order);

/* ... for a page fault: conventional memory, or what the thread has or may have anyway. */
bool memory_fault(L4_ThreadId_t who, addr_t address);

/* ... anywhere in conventional memory. */
bool memory_claim_any(L4_ThreadId_t who, int order, addr_t *address);

void memory_dump(void);

/* Prints "low - high: owner" for every range. */
void map_dump(const struct map *map);

#endif
