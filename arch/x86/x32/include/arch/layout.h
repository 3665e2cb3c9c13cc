/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where things lie in kernel addresses of x86-x32, the last gigabyte, which every space shares.
 * Macros only, safe in assembly.
 *
 *	VIRT_DIRECT	the first DIRECT_MAP_LIMIT of physical memory, the kernel image in it; kernel
 *			memory lies there (the loader takes it from below 240 MB)
 *	VIRT_PORTS	what of the processor's tables a space may have of its own
 *	VIRT_THREADS	the thread table: 2^18 pointers
 *	VIRT_WINDOWS	two pages that show frames beyond the direct map, to read and to write
 *	VIRT_LOOK	what of such frames was looked at while starting
 */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

#ifdef __ASSEMBLER__
#define LAYOUT_ADDR(x)	x
#else
#define LAYOUT_ADDR(x)	x##u
#endif

#define VIRT_KERNEL		LAYOUT_ADDR(0xc0000000)	/* nothing below is ours */
#define VIRT_DIRECT		LAYOUT_ADDR(0xc0000000)
#define DIRECT_MAP_LIMIT	LAYOUT_ADDR(0x30000000)
#define VIRT_IMAGE		VIRT_DIRECT

/* The image lies inside these two megabytes, so one page table shows it. */
#define IMAGE_PHYS		LAYOUT_ADDR(0x200000)
#define VIRT_IMAGE_END		LAYOUT_ADDR(0xc0400000)

/* The task state segment and the map of I/O ports: a page table of its own. */
#define VIRT_PORTS		LAYOUT_ADDR(0xff800000)

/* One page table shows all of the following. */
#define VIRT_THREADS		LAYOUT_ADDR(0xffe00000)
#define THREAD_NUMBER_BITS	18
#define VIRT_LOOK		LAYOUT_ADDR(0xfff00000)
#define VIRT_LOOK_END		LAYOUT_ADDR(0xffff0000)
#define VIRT_WINDOWS		LAYOUT_ADDR(0xffff0000)
#define VIRT_IOAPIC		LAYOUT_ADDR(0xffffb000)
#define VIRT_LAPIC		LAYOUT_ADDR(0xffffc000)
#define VIRT_UTCB_WORD		LAYOUT_ADDR(0xffffd000)	/* users read it: gs:0 */

/* With several CPUs: their blocks (block.h), at most 32. */
#define VIRT_CPUS		LAYOUT_ADDR(0xf0000000)

/* Bits of a physical address. */
#ifdef CONFIG_X86_PAE
#define PHYS_BITS		52
#else
#define PHYS_BITS		32
#endif

#endif
