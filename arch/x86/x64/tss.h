/* SPDX-License-Identifier: BSD-2-Clause */
/* The task state segment: stacks for traps, and behind it the permission map of I/O ports. */
#ifndef ARCH_X64_TSS_H
#define ARCH_X64_TSS_H

#include <kernel/types.h>

struct tss {
	uint32_t reserved;
	uint64_t sp[3];
	uint64_t reserved2;
	uint64_t ist[7];
	uint64_t reserved3;
	uint16_t reserved4, io_map;
} __attribute__((packed));

/* Where the segment lies, to its limit; `tss` is to be filled in. */
struct tss_place {
	struct tss *tss;
	uintptr_t base;
	uint32_t limit;
};

/* tss_open.c, or tss_ports.c: the map is everybody's, or each space's own. */
struct tss_place tss_init(void);

#endif
