/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's slot in every address space. */
#include <kernel/space.h>
#include <arch/memory.h>
#include <arch/x86/ports.h>
#include <arch/x86/x64/tables.h>

void arch_space_init(struct space *space)
{
	space->root[PG_ENTRIES - 1] = kernel_pml4[PG_ENTRIES - 1];
	port_window_show(space);
	space->arch.cr3 = virt_to_phys(space->root);
}
