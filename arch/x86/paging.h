/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own page tables: made at boot, and what is put into them later. */
#ifndef ARCH_X86_PAGING_H
#define ARCH_X86_PAGING_H

#include <kernel/smp.h>
#include <kernel/types.h>
#include <arch/levels.h>
#include <arch/x86/x86.h>

#define PG_PRESENT	((pte_t)0x001)
#define PG_WRITE	((pte_t)0x002)
#define PG_USER		((pte_t)0x004)
#define PG_UNCACHED	((pte_t)0x018)
#define PG_ACCESSED	((pte_t)0x020)
#define PG_DIRTY	((pte_t)0x040)
#define PG_LARGE	((pte_t)0x080)
#define PG_GLOBAL	((pte_t)0x100)
#define PG_NO_EXECUTE	X86_PTE_NO_EXECUTE
#define PG_PHYS_MASK	X86_PTE_PHYS_MASK

#define PG_TABLE	(PG_PRESENT | PG_WRITE | PG_ACCESSED)
#define PG_READ		(PG_PRESENT | PG_ACCESSED | PG_GLOBAL | PG_NO_EXECUTE)
#define PG_DATA		(PG_READ | PG_WRITE | PG_DIRTY)
#define PG_TEXT		(PG_PRESENT | PG_ACCESSED | PG_GLOBAL)

#define PG_ENTRIES	(1u << PT_LEVEL_BITS)

/* x64/, x32/paging.c: the final tables (image with its rights, memory, empty thread table), and
 * kernel memory from the KIP's descriptors to the allocator. */
void paging_init(void);

/* A device's page of registers at one of layout.h's addresses for devices. */
void paging_map_device(uintptr_t virt, phys_t phys);

/* Firmware's tables, wherever they lie; NULL if they can't be shown.  While starting only. */
const void *paging_look(uint64_t phys, size_t bytes);

/* What the CPU is given when no user's table is to be loaded. */
word_t paging_kernel_cr3(void);

/* The top-level entry of a kernel address. */
pte_t paging_kernel_entry(uintptr_t at);

/* The entry that leads to the last table for this address, one of layout.h's behind the image. */
pte_t *paging_slot(uintptr_t virt);

/* A kernel address shows something else: no CPU remembers what it showed. */
ALWAYS_INLINE void paging_flush(uintptr_t at)
{
#ifdef CONFIG_SMP
	smp_flush_add(NULL, at);
	smp_flush_commit();
#else
	invlpg(at);
#endif
}

/* table.c of either half */
void thread_table_init(void);

#endif
