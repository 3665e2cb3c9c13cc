/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rooms of the 32-bit half know of each other. */
#ifndef ARCH_X32_X32_H
#define ARCH_X32_X32_H

#include <kernel/types.h>
#include <arch/x86/x32/vectors.h>

/* Where Ipc comes in: fastpath.S before entry.S, if it is configured. */
extern char x32_ipc_door[], x32_ipc_fast[];
#ifdef CONFIG_IPC_FASTPATH
#define X32_IPC_DOOR	x32_ipc_fast
#else
#define X32_IPC_DOOR	x32_ipc_door
#endif

/* entry.S: the doors of the other calls, X86_TRAP_ENTRY_BYTES apart. */
extern char x32_call_entries[];

#endif
