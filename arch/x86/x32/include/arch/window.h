/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables that show VIRT_PORTS, for tss_ports.c: one page table; with PAE, where spaces share the
 * directory of the last gigabyte, a space with ports has a copy of that as well.
 */
#ifndef ARCH_WINDOW_H
#define ARCH_WINDOW_H

#include <kernel/space.h>
#include <arch/x86/x32/tables.h>

static pte_t window[PG_ENTRIES] __attribute__((aligned(4096)));

#ifdef CONFIG_X86_PAE
#define WINDOW_TABLES		2
#define WINDOW_SLOT_BITS	PG_PRESENT

static pte_t *const x86_window[WINDOW_TABLES] = { kernel_pd, window };

static inline pte_t *window_slot(const struct space *space)
{
	return &directory_pointers(space)[USER_DIRECTORIES];
}

static inline void window_init(void)
{
}
#else
#define WINDOW_TABLES		1
#define WINDOW_SLOT_BITS	PG_TABLE

static pte_t *const x86_window[WINDOW_TABLES] = { window };

static inline pte_t *window_slot(const struct space *space)
{
	return &space->root[pt_index(VIRT_PORTS, 1)];
}

static inline void window_init(void)
{
	*kernel_pd_slot(VIRT_PORTS) = virt_to_phys(window) | WINDOW_SLOT_BITS;
}
#endif

#endif
