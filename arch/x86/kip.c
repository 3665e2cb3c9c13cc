/* SPDX-License-Identifier: BSD-2-Clause */
/* What the KIP says of this machine (overview sheet 6). */
#include <kernel/kip.h>
#include <arch/clock.h>
#include <arch/kip.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/x86/entry.h>

#define PROC_DESC_LOG2	(ABI_WORD_LOG2 + 2)

extern char image_start[], image_end[];

extern const char stub_ipc[], stub_exchange_registers[], stub_thread_control[],
	stub_system_clock[], stub_thread_switch[], stub_schedule[], stub_unmap[],
	stub_space_control[], stub_processor_control[], stub_memory_control[];

static void name_stubs(word_t *page)
{
	page[ABI_KIP_IPC] = page[ABI_KIP_LIPC] = x86_kip_stub(stub_ipc);
	page[ABI_KIP_EXCHANGE_REGISTERS] = x86_kip_stub(stub_exchange_registers);
	page[ABI_KIP_THREAD_CONTROL] = x86_kip_stub(stub_thread_control);
	page[ABI_KIP_SYSTEM_CLOCK] = x86_kip_stub(stub_system_clock);
	page[ABI_KIP_THREAD_SWITCH] = x86_kip_stub(stub_thread_switch);
	page[ABI_KIP_SCHEDULE] = x86_kip_stub(stub_schedule);
	page[ABI_KIP_UNMAP] = x86_kip_stub(stub_unmap);
	page[ABI_KIP_SPACE_CONTROL] = x86_kip_stub(stub_space_control);
	page[ABI_KIP_PROCESSOR_CONTROL] = x86_kip_stub(stub_processor_control);
	page[ABI_KIP_MEMORY_CONTROL] = x86_kip_stub(stub_memory_control);
}

static word_t page_sizes(void)
{
	word_t sizes = 0;

	for (unsigned level = 0; level < PT_LEVELS; level++)
		if (pt_level_is_leaf(level))
			sizes |= (word_t)1 << pt_shift(level);
	return sizes;
}

COLD void arch_kip_init(word_t *page)
{
	word_t *proc = page + page[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	x86_kip_show_stubs(page);
	name_stubs(page);
	page[ABI_KIP_PAGE_INFO] = page_sizes() | PT_PAGE_RIGHTS;
	page[ABI_KIP_PROCESSOR_INFO] = (word_t)PROC_DESC_LOG2 << (ABI_WORD_BITS - 4);
	proc[ABI_PROCDESC_EXTERNAL_KHZ] = x86_clock.bus_khz;
	proc[ABI_PROCDESC_INTERNAL_KHZ] = x86_clock.tsc_khz;

	page[ABI_KIP_RESERVED_MEM0] = virt_to_phys(image_start);
	page[ABI_KIP_RESERVED_MEM0 + 1] = virt_to_phys(image_end);
	kip_add_memory(virt_to_phys(image_start), virt_to_phys(image_end), ABI_MEMDESC_RESERVED,
		       false);
	kip_add_memory(0, ABI_USER_AREA_END, ABI_MEMDESC_CONVENTIONAL, true);
}
