/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The naive model of the mapping database: an array of pages that know their parent, changed by
 * plain recursion, one smallest page at a time.  The same rules, none of the machinery.
 */
#ifndef MEM_MODEL_H
#define MEM_MODEL_H

#include "mem_world.h"

#define MODEL_VA_PAGES	0xe000u		/* smallest pages in a space of MEM_TINY */

struct model_page {
	bool used;
	unsigned space, level, rights;
	word_t va;
	phys_t phys;
	int parent;		/* -1: root */
	unsigned hw, own, derived;	/* status bits: in the entry, kept, of gone derived pages */
};

void model_begin(void);
void model_map(unsigned src, word_t snd_fpage, word_t snd_base, unsigned dst, word_t window,
	       bool grant);
unsigned model_unmap(unsigned space, word_t page, bool flush);
void model_touch(int page, bool write);
void model_reap(unsigned space);
/* Some page of the model, or -1. */
int model_any_page(void);
const struct model_page *model_page(int page);
/* Is the real thing the same? */
void model_compare(void);

#endif
