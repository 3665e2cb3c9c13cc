/* SPDX-License-Identifier: BSD-2-Clause */
/* What MIPS64 keeps of an address space, and its set-up. */
#ifndef ARCH_SPACE_H
#define ARCH_SPACE_H

#include <kernel/types.h>

struct space;

struct arch_space {
	word_t asid;		/* tags its entries in the TLB; 0: has none now */
};

/* The top-level table (space->root) is there, zeroed. */
void arch_space_init(struct space *space);
/* Its table is about to be freed: never leave it loaded. */
void arch_space_destroy(struct space *space);
/* SpaceControl's machine word; answers the old one. */
word_t arch_space_control(struct space *space, word_t control);

#endif
