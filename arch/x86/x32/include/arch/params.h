/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where 32-bit threads have the parameters of system calls (abi-x86-x32 sheet 4), in the order in
 * which <kernel/entry.h> wants them; included by syscalls.c.
 */
#ifndef ARCH_PARAMS_H
#define ARCH_PARAMS_H

#include <kernel/tcb.h>

#define PARAMS_EXCHANGE_REGISTERS(f) { \
	.dest = (f)->eax, .control = (f)->ecx, .sp = (f)->edx, .ip = (f)->esi, \
	.flags = (f)->edi, .handle = (f)->ebx, .pager = (f)->ebp, \
}
#define PARAMS_THREAD_CONTROL(f)	(f)->eax, (f)->esi, (f)->edx, (f)->ecx, (f)->edi
#define PARAM_THREAD_SWITCH(f)		(f)->eax
#define PARAMS_SCHEDULE(f)		(f)->eax, (f)->edx, (f)->esi, (f)->ecx, (f)->edi
#define PARAM_UNMAP(f)			(f)->eax
#define PARAMS_SPACE_CONTROL(f)		(f)->eax, (f)->ecx, (f)->edx, (f)->esi, (f)->edi
#define PARAMS_PROCESSOR_CONTROL(f)	(f)->eax, (f)->ecx, (f)->edx, (f)->esi
#define PARAM_MEMORY_CONTROL(f)		(f)->eax
#define PARAMS_ATTRIBUTES(f)		{ (f)->ecx, (f)->edx, (f)->ebx, (f)->ebp }

/* ThreadSwitch keeps all registers. */
ALWAYS_INLINE void frame_return_nothing(struct arch_frame *f)
{
	(void)f;
}

ALWAYS_INLINE void frame_recall_mrs(struct tcb *t)
{
	(void)t;
}

#endif
