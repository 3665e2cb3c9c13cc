/* SPDX-License-Identifier: BSD-2-Clause */
/* What the KIP says of this machine (abi-mips64 sheet 1, 4; overview sheet 6). */
#include <kernel/kip.h>
#include <kernel/kip_machine.h>
#include <arch/clock.h>
#include <arch/kip.h>
#include <arch/pgtable.h>

#define IRQ_LINES		7	/* 2 to 6 are the processor's interrupt lines */

unsigned arch_irq_count(void)
{
	return IRQ_LINES;
}

/* System call words are offsets from the page's start, wherever a space has it. */
void arch_kip_init(word_t *page)
{
	word_t *proc = page + page[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	kip_copy_stubs(page);
	kip_add_machine(page, KIP_STUBS_OFFSET, ABI_PAGE_RIGHTS);
	proc[ABI_PROCDESC_INTERNAL_KHZ] = 2 * mips_clock.khz;
	cache_publish(page, KIP_BYTES);
}
