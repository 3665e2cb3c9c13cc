/* SPDX-License-Identifier: BSD-2-Clause */
/* start.S: the kernel's page directory (with PAE that of the last gigabyte), the table that shows the
 * image, and with PAE the pointers to directories. */
#ifndef ARCH_X32_TABLES_H
#define ARCH_X32_TABLES_H

#include <kernel/pgtable.h>
#include <arch/x86/paging.h>

extern pte_t kernel_pd[PG_ENTRIES], kernel_pt_image[PG_ENTRIES];
extern pte_t kernel_pdpt[4];

/* paging.c: the table of the last addresses: thread table, windows, devices. */
extern pte_t kernel_pt_last[PG_ENTRIES];

/* The entry of a kernel address in the directory, and in the last table. */
ALWAYS_INLINE pte_t *kernel_pd_slot(uintptr_t va)
{
	return &kernel_pd[pt_index(va, 1) & (PG_ENTRIES - 1)];
}

ALWAYS_INLINE pte_t *kernel_last_slot(uintptr_t va)
{
	return &kernel_pt_last[pt_index(va, 0)];
}

#ifdef CONFIG_X86_PAE
/* Three directories are the user's; the pointers to all four lie behind the shadow of the top level. */
#define USER_DIRECTORIES	3u

ALWAYS_INLINE pte_t *directory_pointers(const struct space *space)
{
	return (pte_t *)(pt_shadow(space->root, 1) + pt_entries(1));
}
#endif

#endif
