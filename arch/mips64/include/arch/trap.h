/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second kind of entry.  On this processor only a trap inside the kernel is one, and it is the
 * kernel's end: NMI and machine check lead to the firmware.
 */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <kernel/types.h>
#include <arch/frame.h>

struct trap_frame {
	struct arch_frame regs;
};

ALWAYS_INLINE bool trap_from_user(const struct trap_frame *f)
{
	return (f->regs.status & STATUS_KSU) != 0;
}

/* "TLB load" and the like. */
const char *trap_name(unsigned vector);

#endif
