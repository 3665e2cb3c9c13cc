/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers of system calls on x86-x32 (abi-x86-x32 sheet 4.1).  Only SystemClock destroys any.
 */
#include "../x86/calls.h"

enum { EAX, ECX, EDX, EBX, ESI, EDI, EBP, REGISTERS };	/* as in registers_code.S */

#define BIT(reg)	(1u << (reg))

const unsigned call_registers = REGISTERS;

const struct call_shape call_shapes[CALLS] = {
	[EXCHANGE_REGISTERS] = {
		.in = { EAX, ECX, EDX, ESI, EDI, EBX, EBP }, .parameters = 7,
		.out = { EAX, ECX, EDX, ESI, EDI, EBX, EBP }, .results = 7, .local_ids = 1,
	},
	[THREAD_CONTROL] = {
		.in = { EAX, ESI, EDX, ECX, EDI }, .parameters = 5, .out = { EAX }, .results = 1,
		.local_ids = 0xe,
	},
	[SYSTEM_CLOCK] = {
		.out = { EAX, EDX }, .results = 2, .destroyed = BIT(ECX) | BIT(ESI) | BIT(EDI),
	},
	[THREAD_SWITCH] = { .in = { EAX }, .parameters = 1, .local_ids = 1 },
	[SCHEDULE] = {
		.in = { EAX, EDX, ESI, ECX, EDI }, .parameters = 5,
		.out = { EAX, EDX }, .results = 2, .local_ids = 1,
	},
	[UNMAP] = {
		.in = { EAX, ESI, EDI }, .parameters = 3, .out = { NOWHERE, ESI, EDI }, .results = 3,
	},
	[SPACE_CONTROL] = {
		.in = { EAX, ECX, EDX, ESI, EDI }, .parameters = 5,
		.out = { EAX, ECX }, .results = 2, .local_ids = 0x10,
	},
	[PROCESSOR_CONTROL] = {
		.in = { EAX, ECX, EDX, ESI }, .parameters = 4, .out = { EAX }, .results = 1,
	},
	[MEMORY_CONTROL] = {
		.in = { EAX, ECX, EDX, EBX, EBP, EDI, ESI }, .parameters = 7,
		.out = { EAX }, .results = 1,
	},
};

L4_Word_t call_routine(enum call call)
{
	const L4_KernelInterfacePage_t *page = __L4_Kip(kip);
	const L4_Word_t routines[CALLS] = {
		page->ExchangeRegisters, page->ThreadControl, page->SystemClock,
		page->ThreadSwitch, page->Schedule, page->Unmap, page->SpaceControl,
		page->ProcessorControl, page->MemoryControl,
	};

	return (L4_Word_t)kip + routines[call];		/* they are offsets here */
}
