/* SPDX-License-Identifier: BSD-2-Clause */
/* Before paging: physical addresses of what is linked high, and the features a processor must have.
 * For assembly. */
#ifndef ARCH_X86_EARLY_H
#define ARCH_X86_EARLY_H

#define PHYS(x)		((x) - VIRT_IMAGE)

	.set	FEATURE_BYTES, 8

/* A bit of EDX of cpuid's leaf 1, or (2) of leaf 0x80000001; at most five letters. */
	.macro	FEATURE leaf, bit, name
	.byte	\leaf, \bit
	.asciz	"\name"
	.balign	FEATURE_BYTES
	.endm

#endif
