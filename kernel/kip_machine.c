/* SPDX-License-Identifier: BSD-2-Clause */
/* What most ports' KIPs say of a machine in the same way (overview sheet 6). */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/kip_machine.h>
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/pgtable.h>

#define PROC_DESC_LOG2	(ABI_WORD_LOG2 + 2)
#define CALL_WORDS		ABI_KIP_SPACE_CONTROL	/* the first word of system calls */

extern char image_start[], image_end[];

extern const char stub_ipc[], stub_exchange_registers[], stub_thread_control[],
	stub_system_clock[], stub_thread_switch[], stub_schedule[], stub_unmap[],
	stub_space_control[], stub_processor_control[], stub_memory_control[];

static COLD void name_stubs(word_t *page, word_t stubs)
{
	static const char *const stub[] = {
		[ABI_KIP_SPACE_CONTROL - CALL_WORDS] = stub_space_control,
		[ABI_KIP_THREAD_CONTROL - CALL_WORDS] = stub_thread_control,
		[ABI_KIP_PROCESSOR_CONTROL - CALL_WORDS] = stub_processor_control,
		[ABI_KIP_MEMORY_CONTROL - CALL_WORDS] = stub_memory_control,
		[ABI_KIP_IPC - CALL_WORDS] = stub_ipc,
		[ABI_KIP_LIPC - CALL_WORDS] = stub_ipc,
		[ABI_KIP_UNMAP - CALL_WORDS] = stub_unmap,
		[ABI_KIP_EXCHANGE_REGISTERS - CALL_WORDS] = stub_exchange_registers,
		[ABI_KIP_SYSTEM_CLOCK - CALL_WORDS] = stub_system_clock,
		[ABI_KIP_THREAD_SWITCH - CALL_WORDS] = stub_thread_switch,
		[ABI_KIP_SCHEDULE - CALL_WORDS] = stub_schedule,
	};

	for (unsigned i = 0; i < ARRAY_SIZE(stub); i++)
		page[CALL_WORDS + i] = stubs + (word_t)(stub[i] - user_stubs);
}

COLD void kip_copy_stubs(word_t *page)
{
	size_t bytes = (size_t)(user_stubs_end - user_stubs);

	kassert(KIP_STUBS_OFFSET + bytes <= KIP_MEMDESC_OFFSET);
	memcpy((char *)page + KIP_STUBS_OFFSET, user_stubs, bytes);
}

COLD void kip_add_machine(word_t *page, word_t stubs, word_t page_rights)
{
	word_t sizes = 0;

	name_stubs(page, stubs);
	for (unsigned level = 0; level < PT_LEVELS; level++)
		if (pt_level_is_leaf(level))
			sizes |= (word_t)1 << pt_shift(level);
	page[ABI_KIP_PAGE_INFO] = sizes | page_rights;
	page[ABI_KIP_PROCESSOR_INFO] = (word_t)PROC_DESC_LOG2 << (ABI_WORD_BITS - 4);

	page[ABI_KIP_RESERVED_MEM0] = virt_to_phys(image_start);
	page[ABI_KIP_RESERVED_MEM0 + 1] = virt_to_phys(image_end);
	kip_add_memory(virt_to_phys(image_start), virt_to_phys(image_end), ABI_MEMDESC_RESERVED,
		       false);
	kip_add_memory(0, ABI_USER_AREA_END, ABI_MEMDESC_CONVENTIONAL, true);
}
