/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wake-ups during long work of the kernel's, for more threads than fit an ordinary machine.
 */
#ifndef LATE_H
#define LATE_H

#include "test.h"

/* Deletes a thread to which n others are sending, then those, and watches. */
void late_senders(L4_Word_t n);

#endif
