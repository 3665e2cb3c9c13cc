/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Doing things that may leave a thread faulting, halted or waiting for ever.
 */
#ifndef STUCK_H
#define STUCK_H

#include "test.h"

/*
 * Lets a thread call `what` with 0, 1, 2, ... until that returns false.  If the thread is stuck
 * for `milliseconds`, it is killed and another goes on with the next number.  Faults on anything
 * but the program's image are not served meanwhile.  Returns how many attempts got stuck.
 */
L4_Word_t stuck_run(enum where where, bool (*what)(L4_Word_t n), L4_Word_t milliseconds);

#endif
