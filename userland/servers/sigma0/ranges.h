/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who owns what: a map from every address of a space (physical memory, I/O ports) to an owner.
 * Neighbours with the same owner are one range, so its size follows the number of borders, not that
 * of pages.  Every operation takes time logarithmic in that number.
 *
 * The map is a treap: ordered by address, and a heap by a hash of the address, which keeps it
 * balanced whatever the order of requests.  Each node also knows the largest free block below it.
 */
#ifndef SIGMA0_RANGES_H
#define SIGMA0_RANGES_H

#include <stdbool.h>

typedef unsigned long addr_t;	/* as wide as an L4 word */

/*
 * Owners: thread ids, or one of these, which no thread that asks for memory has.  Memory of the
 * general kind is given to who names its address; conventional memory also to who asks for any.
 */
#define OWNER_NONE		1UL	/* belongs to nobody and is given to nobody */
#define OWNER_GENERAL		2UL
#define OWNER_CONVENTIONAL	3UL
#define OWNER_ALL		(~0UL)	/* anythread: whoever asks may have it too */

struct range {
	addr_t low, high;		/* first and last address */
	addr_t owner;
	struct range *left, *right;
	int best;			/* log2 of the largest aligned conventional block, or -1 */
};

struct map {
	struct range *root;
};

/* An operation on a map needs no more fresh nodes than this (see nodes.h). */
#define RANGE_NODES_NEEDED	2

/* Makes the map one range.  Takes one node. */
void ranges_init(struct map *map, addr_t low, addr_t high, addr_t owner);

/* Gives [low, high] to the owner. */
void ranges_set(struct map *map, addr_t low, addr_t high, addr_t owner);

/* The range that holds the address; nil if the map does not. */
const struct range *ranges_find(const struct map *map, addr_t address);

/* The highest aligned conventional block of 2^order bytes: its address, or false. */
bool ranges_find_any(const struct map *map, int order, addr_t *address);

/* Calls `visit` for every range, in order of addresses. */
void ranges_walk(const struct map *map, void (*visit)(const struct range *range));

#endif
