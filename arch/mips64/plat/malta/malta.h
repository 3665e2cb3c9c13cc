/* SPDX-License-Identifier: BSD-2-Clause */
/* Where things are on the Malta board. */
#ifndef ARCH_MIPS64_MALTA_H
#define ARCH_MIPS64_MALTA_H

#include <arch/mips64/mips.h>

#define MALTA_DEVICES		0x10000000ul	/* up to 0x20000000: PCI, ISA ports, flash, board */
#define MALTA_DEVICES_END	0x20000000ul
#define MALTA_SOFT_RESET	0x1f000500ul	/* a word: 0x42 resets */

#endif
