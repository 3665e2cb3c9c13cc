/* SPDX-License-Identifier: BSD-2-Clause */
/* With several CPUs: what this one forgets because another one, or itself, has asked (docs/smp.md). */
#include <kernel/cpu.h>
#include <kernel/space.h>
#include <arch/cpu.h>
#include <arch/x86/paging.h>
#include <arch/x86/x86.h>

/* Everything, the kernel's own pages included. */
static void flush_all(void)
{
	write_cr4(read_cr4() & ~(word_t)CR4_PGE);
	write_cr4(read_cr4() | CR4_PGE);
}

/* Its table is about to be freed. */
static void leave_space(void)
{
	struct cpu *cpu = this_cpu();

	if (cpu->arch.switch_key)
		cpu->arch.switch_key = paging_kernel_cr3();
	write_cr3(paging_kernel_cr3());
	__atomic_store_n(&cpu->smp.loaded, NULL, __ATOMIC_RELEASE);
}

void arch_flush_pages(const struct flush *f)
{
	if (f->space && f->space->arch.cr3 != read_cr3())
		return;		/* loading it will forget all it had here */
	if (f->leave)
		leave_space();
	if (f->pages <= FLUSH_PAGES)
		for (unsigned i = 0; i < f->pages; i++)
			invlpg(f->va[i]);
	else if (f->space)
		write_cr3(read_cr3());
	else
		flush_all();
}
