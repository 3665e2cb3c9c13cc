/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's gigabyte in every address space. */
#include <arch/x86/x32/tables.h>

#ifdef CONFIG_X86_PAE

void arch_space_init(struct space *space)
{
	pte_t *pointers = directory_pointers(space);

	for (unsigned i = 0; i < USER_DIRECTORIES; i++)
		pointers[i] = virt_to_phys(space->root + i * PG_ENTRIES) | PG_PRESENT;
	pointers[USER_DIRECTORIES] = virt_to_phys(kernel_pd) | PG_PRESENT;
	space->arch.cr3 = (word_t)virt_to_phys(pointers);
}

#else

void arch_space_init(struct space *space)
{
	for (unsigned i = pt_index(VIRT_KERNEL, 1); i < PG_ENTRIES; i++)
		space->root[i] = kernel_pd[i];
	space->arch.cr3 = virt_to_phys(space->root);
}

#endif
