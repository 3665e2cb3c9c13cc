/* SPDX-License-Identifier: BSD-2-Clause */
/* The tables that show VIRT_PORTS, from the top-level slot that is each space's own; for
 * tss_ports.c. */
#ifndef ARCH_WINDOW_H
#define ARCH_WINDOW_H

#include <kernel/space.h>
#include <arch/x86/x64/tables.h>

#define WINDOW_TABLES		3
#define WINDOW_SLOT		(PG_ENTRIES - 2)
#define WINDOW_SLOT_BITS	PG_TABLE

static pte_t window[WINDOW_TABLES][PG_ENTRIES] __attribute__((aligned(4096)));
static pte_t *const x86_window[WINDOW_TABLES] = { window[0], window[1], window[2] };

static inline pte_t *window_slot(const struct space *space)
{
	return &space->root[WINDOW_SLOT];
}

static inline void window_init(void)
{
	kernel_pml4[WINDOW_SLOT] = virt_to_phys(window[0]) | WINDOW_SLOT_BITS;
}

#endif
