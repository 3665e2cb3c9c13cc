/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces: their end. */
#include <kernel/cpu.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/pgtable.h>
#include <arch/x86/paging.h>
#include <arch/x86/ports.h>
#include <arch/x86/x86.h>

/* While the FPU is live the key stays 0, whatever table is loaded. */
void arch_space_destroy(struct space *space)
{
	struct arch_cpu *cpu = &this_cpu()->arch;
	word_t kernel_cr3 = paging_kernel_cr3();

	if (arch_space_is_loaded(&space->arch)) {
		if (cpu->switch_key)
			cpu->switch_key = kernel_cr3;
		write_cr3(kernel_cr3);
	}
	x86_ports_destroy(space);
}

/* No bit of the control word means anything yet. */
word_t arch_space_control(struct space *space, word_t control)
{
	(void)space, (void)control;
	return 0;
}
