/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls in the KIP: the stubs, and their offsets (abi-x86-x32 sheet 4). */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/string.h>
#include <arch/x86/entry.h>
#include <arch/x86/x32/x32.h>

extern const char user_stubs_end[];
extern const char stub_ipc[], stub_exchange_registers[], stub_thread_control[],
	stub_system_clock[], stub_thread_switch[], stub_schedule[], stub_unmap[],
	stub_space_control[], stub_processor_control[], stub_memory_control[];

static word_t stub_at(const char *stub)
{
	return X32_STUBS_OFFSET + (word_t)(stub - user_stubs);
}

void x86_kip_stubs(word_t *page)
{
	size_t bytes = (size_t)(user_stubs_end - user_stubs);

	kassert(X32_STUBS_OFFSET + bytes <= KIP_MEMDESC_OFFSET);
	memcpy((char *)page + X32_STUBS_OFFSET, user_stubs, bytes);
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
