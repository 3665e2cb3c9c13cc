/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory: what there is, what is taken, where a block still fits.  A block is free if
 * it lies in conventional memory and meets no other region, no claim and no module.
 */
#ifndef KICKSTART_PHYS_H
#define KICKSTART_PHYS_H

#include "loader.h"

/* Take over the front end's map, cut off at maxmem. */
void phys_init(struct loader *loader);

/* End of conventional memory, and its size in all. */
phys_t phys_end(const struct loader *loader);
phys_t phys_size(const struct loader *loader);

/* Does all of range lie in conventional memory? */
bool phys_is_memory(const struct loader *loader, struct range range);

/* Give range to owner; it must be free of other claims. */
void phys_claim(struct loader *loader, struct range range, const char *owner);

/* The claim that range meets, or NULL. */
const struct claim *phys_claim_at(const struct loader *loader, struct range range);

struct wish {
	phys_t size;
	phys_t align;			/* a power of two */
	phys_t below;			/* the block ends here at most */
	bool top;			/* as high as possible, else as low */
	bool over_modules;		/* modules are no obstacle: they can be moved */
};

/* Find a free block. */
bool phys_find(const struct loader *loader, const struct wish *wish, struct range *block);

/* Claim pages for bytes of the loader's own making, or stop. */
struct range phys_take(struct loader *loader, phys_t bytes, const char *owner);

#endif
