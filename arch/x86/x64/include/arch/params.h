/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where 64-bit threads have the parameters of system calls (abi-x86-x64 sheet 3), in the order in
 * which <kernel/entry.h> wants them, and results; included by syscalls.c and frame.c.
 */
#ifndef ARCH_PARAMS_H
#define ARCH_PARAMS_H

#include <arch/utcb.h>

/* Do they save a complete frame? */
#define CALLS_SAVE_ALL			false

/* Members of struct exregs, in and out. */
#define EACH_EXREG(at) \
	at(dest, ax) at(control, si) at(sp, dx) at(ip, r8) at(flags, r9) at(handle, r10) at(pager, di)

#define PARAMS_thread_control(f)	(f)->di, (f)->r8, (f)->dx, (f)->si, (f)->r9
#define PARAM_THREAD_SWITCH(f)		(f)->di
#define PARAMS_schedule(f)		(f)->di, (f)->dx, (f)->r8, (f)->si, (f)->r9
#define PARAMS_unmap(f)			(f)->dx
#define PARAMS_space_control(f)		(f)->di, (f)->si, (f)->dx, (f)->r8, (f)->r9
#define RESULT_OLD_CONTROL		dx
#define PARAMS_processor_control(f)	(f)->di, (f)->si, (f)->dx, (f)->r8
#define PARAM_MEMORY_CONTROL(f)		(f)->dx
/* Our stub has moved attribute 0 to RDI and attribute 3 to R9. */
#define PARAMS_ATTRIBUTES(f)		{ (f)->di, (f)->si, (f)->r8, (f)->r9 }

/* ThreadSwitch has no result. */
ALWAYS_INLINE void frame_return_nothing(struct arch_frame *f)
{
	frame_return(f, 0);
}

/* MR0 and MR1 of MemoryControl are in memory. */
ALWAYS_INLINE void frame_recall_mrs(struct tcb *t)
{
	t->frame.mr[0] = *utcb_at(t, ABI_UTCB_MR(0));
	t->frame.mr[1] = *utcb_at(t, ABI_UTCB_MR(1));
}

#endif
