/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rooms of the MIPS64 front end share. */
#ifndef KICKSTART_MIPS64_H
#define KICKSTART_MIPS64_H

#include "boot_env.h"

/* The windows on the first 512 MB of physical memory, which need no TLB: cached and uncached. */
#define CKSEG0		0xffffffff80000000ull
#define CKSEG1		0xffffffffa0000000ull
#define CKSEG_BYTES	0x20000000ull

/* start.S: where the firmware enters, and the jump out */
_Noreturn void yamon_main(int argc, const int32_t *argv, const int32_t *env, uint32_t memory);
_Noreturn void enter_kernel(int arguments, uintptr_t entry);

/* cache.c: everything written goes to memory, nothing old stays in the instruction cache. */
void caches_flush(void);

#endif
