/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second kind of entry: traps inside the kernel, NMI, machine checks, debug traps.  Frame in,
 * frame out; the debugger reads and may change what it finds here.
 */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <kernel/types.h>
#include <arch/registers.h>	/* struct trap_frame, trap_sp */

#define VECTOR_STEP	1
#define TRAP_FLAG_STEP	0x100u

ALWAYS_INLINE bool trap_from_user(const struct trap_frame *f)
{
	return (f->cs & 3) != 0;
}

/* A user who steps through SYSENTER takes the flag into the kernel (SYSCALL drops it): it is
 * dropped there. */
ALWAYS_INLINE bool trap_is_stray_step(struct trap_frame *f)
{
	if (f->vector != VECTOR_STEP || trap_from_user(f) || !(f->flags & TRAP_FLAG_STEP))
		return false;
	f->flags &= ~(word_t)TRAP_FLAG_STEP;
	return true;
}

/* "page fault" and the like. */
const char *trap_name(unsigned vector);

#endif
