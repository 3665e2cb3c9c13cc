/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own page tables: made at boot, and what is put into them later. */
#ifndef ARCH_X64_PAGING_H
#define ARCH_X64_PAGING_H

#include <kernel/types.h>

#define PG_PRESENT	0x001ul
#define PG_WRITE	0x002ul
#define PG_USER		0x004ul
#define PG_UNCACHED	0x018ul
#define PG_ACCESSED	0x020ul
#define PG_DIRTY	0x040ul
#define PG_LARGE	0x080ul
#define PG_GLOBAL	0x100ul
#define PG_NO_EXECUTE	0x8000000000000000ul
#define PG_PHYS_MASK	0x000ffffffffff000ul

#define PG_TABLE	(PG_PRESENT | PG_WRITE | PG_ACCESSED)
#define PG_READ		(PG_PRESENT | PG_ACCESSED | PG_GLOBAL | PG_NO_EXECUTE)
#define PG_DATA		(PG_READ | PG_WRITE | PG_DIRTY)
#define PG_TEXT		(PG_PRESENT | PG_ACCESSED | PG_GLOBAL)

#define PG_ENTRIES	512u

/* start.S: the table whose top slot all spaces share, and what hangs there. */
extern uint64_t kernel_pml4[PG_ENTRIES], kernel_pdpt[PG_ENTRIES];

/* The final tables: image with its rights, direct map, empty thread table; and kernel memory from
 * the KIP's descriptors to the allocator. */
void paging_init(void);

/* A device's page of registers at one of layout.h's addresses for devices. */
void paging_map_device(uintptr_t virt, phys_t phys);

/* Where the direct map ends. */
extern phys_t x86_direct_end;

/* table.c */
void thread_table_init(void);

#endif
