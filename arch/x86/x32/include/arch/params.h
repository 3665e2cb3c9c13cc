/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where 32-bit threads have the parameters of system calls (abi-x86-x32 sheet 4), in the order in
 * which <kernel/entry.h> wants them, and results; included by syscalls.c and frame.c.
 */
#ifndef ARCH_PARAMS_H
#define ARCH_PARAMS_H

#include <kernel/tcb.h>

/* Do they save a complete frame? */
#define CALLS_SAVE_ALL			true

/* Members of struct exregs, in and out. */
#define EACH_EXREG(at) \
	at(dest, ax) at(control, cx) at(sp, dx) at(ip, si) at(flags, di) at(handle, bx) at(pager, bp)

#define PARAMS_thread_control(f)	(f)->ax, (f)->si, (f)->dx, (f)->cx, (f)->di
#define PARAM_THREAD_SWITCH(f)		(f)->ax
#define PARAMS_schedule(f)		(f)->ax, (f)->dx, (f)->si, (f)->cx, (f)->di
#define PARAMS_unmap(f)			(f)->ax
#define PARAMS_space_control(f)		(f)->ax, (f)->cx, (f)->dx, (f)->si, (f)->di
#define RESULT_OLD_CONTROL		cx
#define PARAMS_processor_control(f)	(f)->ax, (f)->cx, (f)->dx, (f)->si
#define PARAM_MEMORY_CONTROL(f)		(f)->ax
#define PARAMS_ATTRIBUTES(f)		{ (f)->cx, (f)->dx, (f)->bx, (f)->bp }

/* ThreadSwitch keeps all registers, MemoryControl takes all. */
#define frame_return_nothing(f)		((void)(f))
#define frame_recall_mrs(t)		((void)(t))

#endif
