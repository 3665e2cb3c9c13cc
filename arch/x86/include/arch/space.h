/* SPDX-License-Identifier: BSD-2-Clause */
/* What x86 keeps of an address space, and its set-up. */
#ifndef ARCH_SPACE_H
#define ARCH_SPACE_H

#include <kernel/types.h>

struct space;

struct arch_space {
	word_t cr3;		/* physical address of the top-level table; 0: a space of ports */
#ifdef CONFIG_X86_IO_FLEXPAGES
	struct space *ports;	/* its I/O ports (ports.c), NULL: none */
	uint8_t *port_map;	/* the processor's map of them; both spaces know it */
#endif
};

/* The top-level table (space->root) is there, zeroed: show the kernel in it. */
void arch_space_init(struct space *space);
/* Its table is about to be freed: never leave it loaded. */
void arch_space_destroy(struct space *space);
/* SpaceControl's machine word; answers the old one. */
word_t arch_space_control(struct space *space, word_t control);

/* Does the CPU use this space's table now?  (Kernel continuations run on whatever is loaded.) */
ALWAYS_INLINE bool arch_space_is_loaded(const struct arch_space *space)
{
	word_t cr3;

	__asm__ volatile("mov %%cr3, %0" : "=r" (cr3));
	return cr3 == space->cr3;
}

/* Does it stand for I/O ports?  (Without X86_IO_FLEXPAGES there is no such space.) */
#ifdef CONFIG_X86_IO_FLEXPAGES
#define arch_space_is_ports(space)	((space)->cr3 == 0)
#else
#define arch_space_is_ports(space)	false
#endif

#endif
