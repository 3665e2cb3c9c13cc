/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wake-ups during long work of the kernel's, for more threads than fit an ordinary machine.
 */
#ifndef LATE_H
#define LATE_H

#include "test.h"

/* Deletes a thread to which n others are sending, then those, and watches.  Answers what the first
 * deletion took, as ticks(). */
L4_Word64_t late_senders(L4_Word_t n);
/* Moves such a thread to another space, where it looks for local senders. */
void late_moved(L4_Word_t n);
/* So many times as much may cost so many times as much, and an eighth. */
void late_check_growth(L4_Word64_t few, L4_Word64_t many, L4_Word_t times);

#endif
