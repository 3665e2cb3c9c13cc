/* SPDX-License-Identifier: BSD-2-Clause */
/* Spaces of the memory tests: no table is ever loaded. */
#ifndef ARCH_SPACE_H
#define ARCH_SPACE_H

#include <kernel/types.h>

struct space;

struct arch_space {
	unsigned number;
};

void arch_space_init(struct space *space);
void arch_space_destroy(struct space *space);

ALWAYS_INLINE bool arch_space_is_loaded(const struct arch_space *space)
{
	(void)space;
	return false;
}

/* Only memory. */
#define arch_space_is_ports(space)	false

#endif
