/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's counter, from the architecture's folder; under an emulator that counts so, of
 * instructions.
 */
#ifndef TICKS_H
#define TICKS_H

#include <l4/types.h>

L4_Word64_t ticks(void);

/* An instruction that the emulator's counter notices (scripts/machines/): it reports what happened
 * between two of them. */
void mark(void);

/* What copying a long string may cost, in tenths of an instruction per byte. */
extern L4_Word_t copy_tenths;

#endif
