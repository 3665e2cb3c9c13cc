/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering the kernel without a stub: the architecture's folder (raw.S).
 */
#ifndef RAW_H
#define RAW_H

#include <l4/types.h>

#define RAW_MAX		32

/* How many registers there are to be set, and which of them tells the number of the call. */
extern const L4_Word_t raw_count, raw_number_at;

/* The numbers of calls: this many, from the first one on; whether others are exceptions. */
extern const L4_Word_t raw_first_call, raw_calls, raw_calls_only;

void raw_syscall(const L4_Word_t *registers);

#endif
