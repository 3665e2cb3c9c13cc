/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second kind of entry: traps inside the kernel, NMI, machine checks, debug traps.  Frame in,
 * frame out; the debugger reads and may change what it finds here.
 */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <kernel/types.h>

/* As entry.S pushes it, lowest address first. */
struct trap_frame {
	word_t es, ds;
	word_t edi, esi, ebp, ebx, edx, ecx, eax;
	word_t vector, error;
	word_t ip, cs, flags;
	word_t user_sp, user_ss;	/* there only if it comes from user mode */
};

ALWAYS_INLINE bool trap_from_user(const struct trap_frame *f)
{
	return (f->cs & 3) != 0;
}

ALWAYS_INLINE word_t trap_frame_pointer(const struct trap_frame *f)
{
	return f->ebp;
}

ALWAYS_INLINE word_t trap_sp(const struct trap_frame *f)
{
	return trap_from_user(f) ? f->user_sp : (uintptr_t)&f->user_sp;
}

#define TRAP_FLAG_STEP	0x100u

/* A user who steps through SYSENTER takes the flag into the kernel: it is dropped there. */
ALWAYS_INLINE bool trap_is_stray_step(struct trap_frame *f)
{
	if (f->vector != 1 || trap_from_user(f) || !(f->flags & TRAP_FLAG_STEP))
		return false;
	f->flags &= ~TRAP_FLAG_STEP;
	return true;
}

/* "page fault" and the like. */
const char *trap_name(unsigned vector);

#endif
