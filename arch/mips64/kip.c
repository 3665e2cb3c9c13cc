/* SPDX-License-Identifier: BSD-2-Clause */
/* What the KIP says of this machine (abi-mips64 sheet 1, 4; overview sheet 6). */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/string.h>
#include <arch/clock.h>
#include <arch/kip.h>
#include <arch/pgtable.h>

#define PROC_DESC_LOG2		5
#define STUBS_OFFSET		0x800
#define IRQ_LINES		7	/* 2 to 6 are the processor's interrupt lines */

extern const char mips_stubs[], mips_stubs_end[];
extern const char stub_ipc[], stub_exchange_registers[], stub_thread_control[],
	stub_system_clock[], stub_thread_switch[], stub_schedule[], stub_unmap[],
	stub_space_control[], stub_processor_control[], stub_memory_control[];
extern char image_start[], image_end[];

unsigned arch_irq_count(void)
{
	return IRQ_LINES;
}

/* System call words are offsets from the page's start, wherever a space has it. */
static word_t stub_at(const char *stub)
{
	return STUBS_OFFSET + (word_t)(stub - mips_stubs);
}

static void put_stubs(word_t *page)
{
	size_t bytes = (size_t)(mips_stubs_end - mips_stubs);

	kassert(STUBS_OFFSET + bytes <= KIP_MEMDESC_OFFSET);
	memcpy((char *)page + STUBS_OFFSET, mips_stubs, bytes);
	page[ABI_KIP_IPC] = page[ABI_KIP_LIPC] = stub_at(stub_ipc);
	page[ABI_KIP_EXCHANGE_REGISTERS] = stub_at(stub_exchange_registers);
	page[ABI_KIP_THREAD_CONTROL] = stub_at(stub_thread_control);
	page[ABI_KIP_SYSTEM_CLOCK] = stub_at(stub_system_clock);
	page[ABI_KIP_THREAD_SWITCH] = stub_at(stub_thread_switch);
	page[ABI_KIP_SCHEDULE] = stub_at(stub_schedule);
	page[ABI_KIP_UNMAP] = stub_at(stub_unmap);
	page[ABI_KIP_SPACE_CONTROL] = stub_at(stub_space_control);
	page[ABI_KIP_PROCESSOR_CONTROL] = stub_at(stub_processor_control);
	page[ABI_KIP_MEMORY_CONTROL] = stub_at(stub_memory_control);
}

void arch_kip_init(word_t *page)
{
	word_t *proc = page + page[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);
	word_t sizes = 0;

	put_stubs(page);
	for (unsigned level = 0; level < PT_LEVELS; level++)
		if (pt_level_is_leaf(level))
			sizes |= (word_t)1 << pt_shift(level);
	page[ABI_KIP_PAGE_INFO] = sizes | ABI_PAGE_RIGHTS;
	page[ABI_KIP_PROCESSOR_INFO] = (word_t)PROC_DESC_LOG2 << (ABI_WORD_BITS - 4);
	proc[ABI_PROCDESC_INTERNAL_KHZ] = 2 * mips_clock.khz;

	page[ABI_KIP_RESERVED_MEM0] = virt_to_phys(image_start);
	page[ABI_KIP_RESERVED_MEM0 + 1] = virt_to_phys(image_end);
	kip_add_memory(virt_to_phys(image_start), virt_to_phys(image_end), ABI_MEMDESC_RESERVED,
		       false);
	kip_add_memory(0, ABI_USER_AREA_END, ABI_MEMDESC_CONVENTIONAL, true);
	cache_publish(page, KIP_BYTES);
}
