/* SPDX-License-Identifier: BSD-2-Clause */
/* The host's clock is data: the machine's loop moves it on. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

#include <kernel/types.h>

extern usec_t host_now;

ALWAYS_INLINE usec_t clock_now(void)
{
	return host_now;
}

#endif
