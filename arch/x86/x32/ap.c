/* SPDX-License-Identifier: BSD-2-Clause */
/* What a further CPU goes up to the link address with: the image at its physical addresses as well. */
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>
#include <arch/x86/x32/tables.h>

#ifdef CONFIG_X86_PAE


ASM_CALLED pte_t ap_table[4] __attribute__((aligned(32)));
static pte_t ap_pd[PG_ENTRIES] __attribute__((aligned(4096)));

word_t ap_prepare(void)
{
	ap_pd[pt_index(IMAGE_PHYS, 1)] = IMAGE_PHYS | (PG_TEXT & ~PG_GLOBAL) | PG_LARGE;
	ap_table[0] = virt_to_phys(ap_pd) | PG_PRESENT;
	ap_table[3] = virt_to_phys(kernel_pd) | PG_PRESENT;
	return x86_nx ? (word_t)rdmsr(MSR_EFER) : 0;
}

#else

ASM_CALLED pte_t ap_table[PG_ENTRIES] __attribute__((aligned(4096)));

word_t ap_prepare(void)
{
	memcpy(ap_table, kernel_pd, sizeof(ap_table));
	ap_table[0] = virt_to_phys(kernel_pt_image) | PG_TABLE;
	return 0;
}

#endif
