/* SPDX-License-Identifier: BSD-2-Clause */
/* The 8254 timer: tells how time passes, until it makes the tick. */
#ifndef ARCH_DEV_PIT_H
#define ARCH_DEV_PIT_H

#include <kernel/types.h>

#define PIT_HZ	1193182u

/* Count, over and over. */
void pit_start(void);
/* Counts, modulo 65536. */
uint16_t pit_passed(void);
/* Wait so many microseconds, at most 50000. */
void pit_wait(unsigned us);

/* Interrupt 0 every `us` microseconds, at most 50000. */
void pit_start_tick(unsigned us);

#endif
