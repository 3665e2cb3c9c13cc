/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many threads, in a space of their own.  They all run the same function on the same stack: it must
 * do the same in each of them, and keep nothing there that differs.
 */
#ifndef CROWD_H
#define CROWD_H

#include "test.h"

/* A space without active threads and with room for 2^18 UTCBs. */
bool crowd_open(void);
/* One more thread; false if the kernel gives none, with its error code in ErrorCode. */
bool crowd_add(void (*function)(void));
/* One that is not started: waits for its startup message for good. */
bool crowd_add_waiting(void);
L4_Word_t crowd_size(void);
L4_ThreadId_t crowd_member(L4_Word_t n);
/* Deletes them all, and the space. */
void crowd_close(void);

/*
 * A function for them: send to crowd_target once, and be counted if it is gone, before the call or
 * during it.
 */
void crowd_send(void);
extern L4_ThreadId_t crowd_target;
extern volatile L4_Word_t crowd_told;		/* 0 when the crowd is opened */

#endif
