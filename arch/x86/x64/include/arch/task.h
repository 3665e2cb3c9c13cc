/* SPDX-License-Identifier: BSD-2-Clause */
/* What the processor's tables are made of in long mode; included by desc.h. */
#ifndef ARCH_TASK_H
#define ARCH_TASK_H

#include <kernel/types.h>

/* Stacks for traps, and behind it the permission map of I/O ports. */
struct tss {
	uint32_t reserved;
	uint64_t sp[3];
	uint64_t reserved2;
	uint64_t ist[7];
	uint64_t reserved3;
	uint16_t reserved4, io_map;
} __attribute__((packed));

struct gate {
	uint16_t offset_low, selector;
	uint8_t ist, kind;
	uint16_t offset_middle;
	uint32_t offset_high, reserved;
};

/* Stacks for double fault, NMI, debug traps, machine check. */
#define X86_TRAP_STACKS	4

#define SEG_CODE_SIZE	0x2000u		/* of a code segment: 64 bits */
#define CALL_VECTORS	0		/* system calls have none */
#define GDT_OWN		1		/* entries behind the task's: its upper half */

ALWAYS_INLINE struct gate gate_make(const char *at, unsigned selector, unsigned kind)
{
	return (struct gate){
		.offset_low = (uint16_t)(uintptr_t)at,
		.offset_middle = (uint16_t)((uintptr_t)at >> 16),
		.offset_high = (uint32_t)((uintptr_t)at >> 32),
		.selector = (uint16_t)selector,
		.kind = (uint8_t)kind,
	};
}

#endif
