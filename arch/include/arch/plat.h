/* SPDX-License-Identifier: BSD-2-Clause */
/* Board services for the debugger and for panics. */
#ifndef ARCH_PLAT_H
#define ARCH_PLAT_H

#include <kernel/types.h>

/* Start the machine anew. */
NORETURN void plat_reset(void);
/* End an emulator with this status; on a real machine stop for good. */
NORETURN void plat_poweroff(unsigned status);

#endif
