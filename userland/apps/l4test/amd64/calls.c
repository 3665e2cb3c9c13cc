/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Registers of system calls on x86-x64 (abi-x86-x64 sheet 3.1).
 */
#include "../x86/calls.h"
#include "registers.h"

/* What any call but Ipc, Unmap and ExchangeRegisters may destroy. */
#define USUAL		(BIT(RCX) | BIT(RDX) | BIT(RSI) | BIT(RDI) | BIT(RBP) | BIT(R8) | BIT(R9) | \
			 BIT(R10) | BIT(R11) | BIT(RAX))

const unsigned call_registers = REGISTERS;

const struct call_shape call_shapes[CALLS] = {
	[EXCHANGE_REGISTERS] = {
		.in = { RAX, RSI, RDX, R8, R9, R10, RDI }, .parameters = 7,
		.out = { RAX, RSI, RDX, R8, R9, R10, RDI }, .results = 7,
		.destroyed = BIT(RBX) | BIT(RCX) | BIT(RBP) | BIT(R11) | BIT(R12) | BIT(R13) |
			     BIT(R14) | BIT(R15),
		.local_ids = 1,
	},
	[THREAD_CONTROL] = {
		.in = { RDI, R8, RDX, RSI, R9 }, .parameters = 5, .out = { RAX }, .results = 1,
		.destroyed = USUAL, .local_ids = 0xe,
	},
	[SYSTEM_CLOCK] = { .out = { RAX }, .results = 1, .destroyed = USUAL },
	[THREAD_SWITCH] = { .in = { RDI }, .parameters = 1, .destroyed = USUAL, .local_ids = 1 },
	[SCHEDULE] = {
		.in = { RDI, RDX, R8, RSI, R9 }, .parameters = 5,
		.out = { RAX, RDX }, .results = 2, .destroyed = USUAL, .local_ids = 1,
	},
	[UNMAP] = {
		.in = { RDX, R9, RDI }, .parameters = 3, .out = { NOWHERE, R9, RDI }, .results = 3,
		.destroyed = BIT(RCX) | BIT(RDX) | BIT(RSI) | BIT(RBP) | BIT(R8) | BIT(R11),
	},
	[SPACE_CONTROL] = {
		.in = { RDI, RSI, RDX, R8, R9 }, .parameters = 5,
		.out = { RAX, RDX }, .results = 2, .destroyed = USUAL, .local_ids = 0x10,
	},
	[PROCESSOR_CONTROL] = {
		.in = { RDI, RSI, RDX, R8 }, .parameters = 4, .out = { RAX }, .results = 1,
		.destroyed = USUAL,
	},
	/* The result is looked for in both. */
	[MEMORY_CONTROL] = {
		.in = { RDX, RCX, RSI, R8, R11, RDI, R9 }, .parameters = 7,
		.out = { RDX, RAX }, .results = 2, .destroyed = USUAL,
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

	return routines[call];
}
