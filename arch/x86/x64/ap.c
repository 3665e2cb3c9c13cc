/* SPDX-License-Identifier: BSD-2-Clause */
/* What a further CPU goes up to the link address with: the image at its physical addresses as well. */
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/tables.h>


ASM_CALLED pte_t ap_table[PG_ENTRIES] __attribute__((aligned(4096)));
static pte_t ap_pdpt[PG_ENTRIES] __attribute__((aligned(4096)));
static pte_t ap_pd[PG_ENTRIES] __attribute__((aligned(4096)));

word_t ap_prepare(void)
{
	ap_pd[pt_index(IMAGE_PHYS, 1)] = IMAGE_PHYS | (PG_TEXT & ~PG_GLOBAL) | PG_LARGE;
	ap_pdpt[0] = virt_to_phys(ap_pd) | PG_TABLE;
	ap_table[0] = virt_to_phys(ap_pdpt) | PG_TABLE;
	ap_table[PG_ENTRIES - 1] = kernel_pml4[PG_ENTRIES - 1];
	return (word_t)rdmsr(MSR_EFER);
}
