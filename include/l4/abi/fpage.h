/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flexpages as words (X.2: fpages; overview sheet 3), memory and x86 I/O port flavours.
 * Macros only, safe in assembly; words are unsigned and ABI_WORD_BITS wide.
 */
#ifndef L4_ABI_FPAGE_H
#define L4_ABI_FPAGE_H

#define ABI_RIGHT_X		1
#define ABI_RIGHT_W		2
#define ABI_RIGHT_R		4
#define ABI_RIGHTS_MASK		7

#define ABI_FPAGE_EXTENDED	8	/* only sigma0 interprets it */
#define ABI_FPAGE_SIZE_SHIFT	4
#define ABI_FPAGE_SIZE_BITS	6
#define ABI_FPAGE_SIZE_MASK	0x3f
#define ABI_FPAGE_BASE_SHIFT	10	/* bases are in KiB; low bits hold size and rights */

#define ABI_FPAGE_NIL		0
#define ABI_FPAGE_COMPLETE	0x10	/* size field 1, base 0 */
#define ABI_FPAGE_COMPLETE_SIZE	1

#define ABI_FPAGE_RIGHTS(raw)	((raw) & ABI_RIGHTS_MASK)
#define ABI_FPAGE_LOG2(raw)	(((raw) >> ABI_FPAGE_SIZE_SHIFT) & ABI_FPAGE_SIZE_MASK)

/* I/O fpage: the size field is constant 2; bits 10..15 log2 of ports, 16..31 the first port. */
#define ABI_IOFPAGE_SIZE_FIELD	2
#define ABI_IOFPAGE_LOG2_SHIFT	10
#define ABI_IOFPAGE_LOG2_MASK	0x3f
#define ABI_IOFPAGE_PORT_SHIFT	16
#define ABI_IOFPAGE_PORT_MASK	0xffff

/* What Unmap reports in the rights bits. */
#define ABI_STATUS_EXECUTED	1
#define ABI_STATUS_WRITTEN	2
#define ABI_STATUS_REFERENCED	4

#define ABI_UNMAP_LAST_MR_MASK	0x3f
#define ABI_UNMAP_FLUSH		0x40

#endif
