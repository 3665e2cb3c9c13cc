/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where things lie in kernel addresses of x86-x64.  All of it is in the top slot (511) of the top
 * level table, which every space shares; slot 510 stays each space's own.  Macros only, safe in
 * assembly.
 *
 *	VIRT_DIRECT	all memory the KIP names, up to DIRECT_MAP_LIMIT; kernel text read-only
 *	VIRT_THREADS	the thread table: 2^32 pointers
 *	VIRT_IMAGE	the kernel image, linked at VIRT_IMAGE + physical address
 */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

#ifdef __ASSEMBLER__
#define LAYOUT_ADDR(x)	x
#else
#define LAYOUT_ADDR(x)	x##ul
#endif

#define VIRT_KERNEL		LAYOUT_ADDR(0xffffff8000000000)	/* nothing below is ours */
#define VIRT_DIRECT		LAYOUT_ADDR(0xffffff8000000000)
#define DIRECT_MAP_LIMIT	LAYOUT_ADDR(0x0000004000000000)
/* Bits of a physical address. */
#define PHYS_BITS		52

/* The task state segment and the map of I/O ports, in the slot that is each space's own. */
#define VIRT_PORTS		LAYOUT_ADDR(0xffffff0000000000)

#define VIRT_THREADS		LAYOUT_ADDR(0xffffffc000000000)
#define THREAD_NUMBER_BITS	32
#define VIRT_IMAGE		LAYOUT_ADDR(0xffffffff80000000)

/* The image lies inside these two megabytes, so one page table shows it. */
#define IMAGE_PHYS		LAYOUT_ADDR(0x200000)

/* The last pages of that table serve other ends. */
#define VIRT_UTCB_WORD		LAYOUT_ADDR(0xffffffff803ff000)	/* users read it: gs:0 */
/* What the stub of SystemClock computes with (clock.h), in another line of that page. */
#define USER_CLOCK_OFFSET	64
#define VIRT_USER_CLOCK		LAYOUT_ADDR(0xffffffff803ff040)	/* start, scale */
#define VIRT_LAPIC		LAYOUT_ADDR(0xffffffff803fe000)
#define VIRT_IOAPIC		LAYOUT_ADDR(0xffffffff803fd000)
#define VIRT_IMAGE_END		LAYOUT_ADDR(0xffffffff803fd000)

/* With several CPUs: their blocks (block.h), at most 32. */
#define VIRT_CPUS		LAYOUT_ADDR(0xffffffff80400000)

#endif
