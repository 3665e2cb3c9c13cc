/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The address space of a 64-bit MIPS, which hardware has divided: users have the first 2^40 bytes;
 * all memory shows at VIRT_DIRECT through the cache and at VIRT_UNCACHED beside it, without any
 * TLB; the kernel image is linked at VIRT_IMAGE + physical address, where 32-bit constants reach.
 * The KIP names what memory there is.  Macros only, safe in assembly.
 */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

#ifdef __ASSEMBLER__
#define LAYOUT_ADDR(x)	x
#else
#define LAYOUT_ADDR(x)	x##ul
#endif

#define VIRT_DIRECT		LAYOUT_ADDR(0x9800000000000000)
#define VIRT_UNCACHED		LAYOUT_ADDR(0x9000000000000000)
#define VIRT_IMAGE		LAYOUT_ADDR(0xffffffff80000000)

/* Below the servers, whose link addresses the ABI fixes; page 0 has the exception vectors. */
#define IMAGE_PHYS		LAYOUT_ADDR(0x10000)
#define IMAGE_END_MAX		LAYOUT_ADDR(0x100000)
#define VECTORS_BYTES		LAYOUT_ADDR(0x1000)

#define PHYS_BITS		36

#endif
