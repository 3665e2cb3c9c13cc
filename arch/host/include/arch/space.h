/* SPDX-License-Identifier: BSD-2-Clause */
/* What the host keeps of an address space: a mark that it lives, and the control word. */
#ifndef ARCH_SPACE_H
#define ARCH_SPACE_H

#include <kernel/types.h>

struct space;

struct arch_space {
	uint32_t alive;
	word_t control;
};

void arch_space_init(struct space *space);
void arch_space_destroy(struct space *space);
word_t arch_space_control(struct space *space, word_t control);

#endif
