/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of the fast path's exits share.  Each is named after its exit and lets the IPC that
 * goes by it stand between two marks, and no other test's; so the emulator can tell whether it did
 * (test/boot/fastpath.toml).
 */
#ifndef FASTPATH_H
#define FASTPATH_H

#include <l4/schedule.h>
#include "test.h"
#include "ticks.h"

#define LABEL	0x77
#define WORDS	3
#define FIRST	0x5100

/* Answers every message with the same one, and notes the last. */
void echo(void);
extern volatile L4_Word_t echo_tag, echo_count;

/* An echo that waits; and some time for others to come to where they wait. */
L4_ThreadId_t echo_new(enum where where, L4_Word_t prio);
void let_others_wait(void);

/* The message of all tests, and what is wrong with an answer to it. */
void load_message(void);
void check_message(L4_MsgTag_t tag);

#endif
