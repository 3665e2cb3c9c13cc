/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of the machine: the process tells what was on the console and ends. */
#ifndef ARCH_PLAT_H
#define ARCH_PLAT_H

#include <kernel/types.h>

NORETURN void plat_reset(void);
NORETURN void plat_poweroff(unsigned status);

#endif
