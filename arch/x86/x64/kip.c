/* SPDX-License-Identifier: BSD-2-Clause */
/* System call words of the KIP: addresses of the stubs (abi-x86-x64 sheet 3), and what they use. */
#include <kernel/kip.h>
#include <arch/clock.h>
#include <arch/layout.h>
#include <arch/utcb.h>
#include <arch/x86/entry.h>

extern const char stub_ipc[], stub_exchange_registers[], stub_thread_control[],
	stub_system_clock[], stub_thread_switch[], stub_schedule[], stub_unmap[],
	stub_space_control[], stub_processor_control[], stub_memory_control[];

/* Users see this page at VIRT_UTCB_WORD. */
static void show_clock(void)
{
	word_t *at = utcb_current_page + USER_CLOCK_OFFSET / sizeof(word_t);

	at[0] = x86_clock.start;
	at[1] = x86_clock.scale;
}

void x86_kip_stubs(word_t *page)
{
	show_clock();
	page[ABI_KIP_IPC] = page[ABI_KIP_LIPC] = (uintptr_t)stub_ipc;
	page[ABI_KIP_EXCHANGE_REGISTERS] = (uintptr_t)stub_exchange_registers;
	page[ABI_KIP_THREAD_CONTROL] = (uintptr_t)stub_thread_control;
	page[ABI_KIP_SYSTEM_CLOCK] = (uintptr_t)stub_system_clock;
	page[ABI_KIP_THREAD_SWITCH] = (uintptr_t)stub_thread_switch;
	page[ABI_KIP_SCHEDULE] = (uintptr_t)stub_schedule;
	page[ABI_KIP_UNMAP] = (uintptr_t)stub_unmap;
	page[ABI_KIP_SPACE_CONTROL] = (uintptr_t)stub_space_control;
	page[ABI_KIP_PROCESSOR_CONTROL] = (uintptr_t)stub_processor_control;
	page[ABI_KIP_MEMORY_CONTROL] = (uintptr_t)stub_memory_control;
}
