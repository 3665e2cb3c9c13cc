/* SPDX-License-Identifier: BSD-2-Clause */
/* start.S: the table whose top slot all spaces share, and what hangs there. */
#ifndef ARCH_X64_TABLES_H
#define ARCH_X64_TABLES_H

#include <arch/x86/paging.h>

extern pte_t kernel_pml4[PG_ENTRIES], kernel_pdpt[PG_ENTRIES], kernel_pd[PG_ENTRIES];

#endif
