/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where 64-bit threads have the parameters of system calls (abi-x86-x64 sheet 3), in the order in
 * which <kernel/entry.h> wants them; included by syscalls.c.
 */
#ifndef ARCH_PARAMS_H
#define ARCH_PARAMS_H

#include <arch/utcb.h>

#define PARAMS_EXCHANGE_REGISTERS(f) { \
	.dest = (f)->mr[MR_RAX], .control = (f)->rsi, .sp = (f)->rdx, .ip = (f)->r8, \
	.flags = (f)->mr[MR_R9], .handle = (f)->mr[MR_R10], .pager = (f)->rdi, \
}
#define PARAMS_THREAD_CONTROL(f)	(f)->rdi, (f)->r8, (f)->rdx, (f)->rsi, (f)->mr[MR_R9]
#define PARAM_THREAD_SWITCH(f)		(f)->rdi
#define PARAMS_SCHEDULE(f)		(f)->rdi, (f)->rdx, (f)->r8, (f)->rsi, (f)->mr[MR_R9]
#define PARAM_UNMAP(f)			(f)->rdx
#define PARAMS_SPACE_CONTROL(f)		(f)->rdi, (f)->rsi, (f)->rdx, (f)->r8, (f)->mr[MR_R9]
#define PARAMS_PROCESSOR_CONTROL(f)	(f)->rdi, (f)->rsi, (f)->rdx, (f)->r8
#define PARAM_MEMORY_CONTROL(f)		(f)->rdx
/* Our stub has moved attribute 0 to RDI and attribute 3 to R9. */
#define PARAMS_ATTRIBUTES(f)		{ (f)->rdi, (f)->rsi, (f)->r8, (f)->mr[MR_R9] }

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
