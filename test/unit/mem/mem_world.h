/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small world for the memory tests: an arena as kernel memory, sigma0 and some user spaces,
 * fpages and operations run to their end in slices, and a check of all structures against each other.
 */
#ifndef MEM_WORLD_H
#define MEM_WORLD_H

#include <stdio.h>
#include <string.h>
#include <kernel/mapping.h>
#include <kernel/reap.h>
#include <kernel/space.h>

#define ARENA_BYTES	(64ul << 20)
#define SPACES		6		/* number 0 is sigma0 */
#define HIDDEN_SPACES	8
#define RWX		7u
#define RW		6u
#define RO		4u

#ifdef MEM_TINY
#define KIP_AT		0x0bf00000ul
#define UTCB_AT		0x0be00000ul
#else
#define KIP_AT		0xbff00000ul
#define UTCB_AT		0xbf000000ul
#endif
#define UTCB_LOG2	18

extern struct space *spaces[SPACES];
/* Those that nobody finds any more, but who has a thread there. */
extern struct space *hidden_spaces[HIDDEN_SPACES];

/* Give the kernel its memory, once; make the spaces, each time. */
void world_boot(void);
void world_begin(void);
/* Delete all spaces; fails unless kernel memory is what it was before world_begin. */
void world_end(void);
void world_reap(struct space *s);

word_t fpage(word_t base, unsigned log2size, unsigned rights);
enum slice map(struct space *src, word_t snd_fpage, word_t snd_base, struct space *dst,
	       word_t window, bool grant);
unsigned unmap(struct space *s, word_t page, bool flush);

/* A page of the smallest size and up, same address on both sides. */
void map_page(struct space *src, word_t va, struct space *dst, word_t dva, unsigned log2size,
	      unsigned rights);

/* Nominal rights there, 0 if nothing is mapped; frame and level if wanted. */
unsigned rights_at(const struct space *s, word_t va, phys_t *frame, unsigned *level);
struct mapping *node_at(const struct space *s, word_t va);
/* The user reads or writes (hardware sets the bits). */
void touch(struct space *s, word_t va, bool write);

/* Everything fits together: tables, counts, nodes, families; if `idle` no revocation goes on. */
void check_world(bool idle);
size_t node_count(void);

/* A deterministic stream of numbers; the seed is printed. */
void seed(uint64_t s);
uint64_t rnd(uint64_t below);

#endif
