/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptors: what GDT and IDT are made of, in both word sizes, and the task state segment. */
#ifndef ARCH_X86_DESC_H
#define ARCH_X86_DESC_H

#include <arch/task.h>

#define SEL_KERNEL_CODE		0x08
#define SEL_KERNEL_DATA		0x10
#define SEL_TSS			0x38

/* Access byte and, in bits 12..15, the flags of a segment descriptor. */
#define SEG_PRESENT		0x0080u
#define SEG_USER		0x0060u
#define SEG_CODE		(0x001bu | SEG_CODE_SIZE)	/* executable, readable, accessed */
#define SEG_DATA		0x4013u		/* writable, accessed */
#define SEG_TSS			0x0009u
#define SEG_PAGES		0x8000u		/* the limit counts pages */

#define GATE_INTERRUPT		0x8eu
#define GATE_USER		0x60u

#define X86_KERNEL_STACK	8192
#define X86_TRAP_ENTRY_BYTES	16
#define X86_TRAP_STACK		8192	/* for traps that have one of their own */

enum x86_ist { IST_NONE, IST_DOUBLE_FAULT, IST_NMI, IST_DEBUG, IST_MACHINE_CHECK };

ALWAYS_INLINE uint64_t seg_descriptor(uint32_t base, uint32_t limit, unsigned kind)
{
	return (uint64_t)(base >> 24) << 56 | (uint64_t)(kind >> 12) << 52 |
	       (uint64_t)(limit >> 16 & 0xf) << 48 | (uint64_t)(kind & 0xff) << 40 |
	       (uint64_t)(base & 0xffffff) << 16 | (limit & 0xffff);
}

/* All addresses. */
ALWAYS_INLINE uint64_t seg_flat(unsigned kind)
{
	return seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_PAGES | kind);
}

/* desc.c: GDT, IDT, TSS, the system call registers, GS. */
void desc_init(void);
/* The same for a further CPU, which shares the IDT. */
void desc_start(void);

/* desc.c of either half: the segments whose form is its own; GS and the others loaded; gates of a
 * kind of their own; the registers of this CPU that say where system calls come in. */
void desc_own_segments(uint64_t *gdt, struct tss *tss, uintptr_t tss_base);
void desc_load_segments(void);
void desc_own_gates(struct gate *idt);
void desc_own_door(void);

/* Where the segment lies, to its limit; `tss` is to be filled in. */
struct tss_place {
	struct tss *tss;
	uintptr_t base;
	uint32_t limit;
};

/* tss_open.c, or tss_ports.c: the map is everybody's, or each space's own. */
struct tss_place tss_init(void);

#endif
