/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of pingpong share.  Four threads: main in the root task's space, a pager beside
 * it, and ping and pong, which main makes anew for every measurement, in two spaces or in one.  All
 * run this one image: the pager maps the root task's pages at the same addresses.
 */
#ifndef PINGPONG_H
#define PINGPONG_H

#include <l4/ipc.h>
#include <stdbool.h>

#define MAX_WORDS	63
#define CALLS_PER_TURN	8		/* in a turn of the inner loop */
#define TURNS		125		/* so many turns are one measurement */
#define CALLS		(CALLS_PER_TURN * TURNS)

enum pairing { BETWEEN_SPACES, WITHIN_SPACE, WITHIN_SPACE_LIPC, BETWEEN_CPUS };

/* One size of message: both ways of CALLS calls together. */
struct result {
	L4_Word64_t ticks;		/* of the CPU's counter */
	L4_Word64_t usec;
	bool failed;
};

/* Written by ping, in memory that all spaces share. */
extern struct result results[MAX_WORDS + 1];
extern L4_Word64_t loop_ticks;		/* CALLS calls of a routine that does nothing */

extern L4_ThreadId_t main_id, pager_id, ping_id, pong_id;

/* partners.c: one whole measurement.  False if the threads could not be made; says why. */
bool partners_init(void);
bool measure(enum pairing pairing);

/* Two threads in two spaces or in one; making, starting and unmaking them, and waiting for the first. */
#define THREAD_VERSION		2
L4_ThreadId_t id_after_mine(L4_Word_t n, L4_Word_t version);
bool partners_make(L4_ThreadId_t first, L4_ThreadId_t second, bool two_spaces);
bool partner_start(L4_ThreadId_t id, void (*ip)(void), L4_Word_t sp);
bool partner_wait(L4_ThreadId_t first);
void partners_unmake(L4_ThreadId_t first, L4_ThreadId_t second);
L4_MsgTag_t tag_of(L4_Word_t words);
bool check(L4_Word_t result, const char *what);	/* says what failed */

/* several.c: on several processors; prints figures by itself. */
#ifdef CONFIG_SMP
bool measure_several(void);
#else
static inline bool measure_several(void)
{
	return false;
}
#endif

/* pager.c.  Also starts threads: asked by main with this label, and words IP, SP, thread id. */
#define START_LABEL	1
void pager(void);

/* report.c */
void report_table(void);
void report_lines(enum pairing pairing);
bool report_failures(void);

/*
 * The architecture's folder.  A loop of calls to the partner with message `tag`, as short as the
 * interface allows: `turns` turns, 0 for without end.  Returns all tags received or-ed together.
 */
L4_Word_t call_loop(L4_ThreadId_t partner, L4_MsgTag_t tag, L4_Word_t turns);
L4_Word_t lipc_loop(L4_ThreadId_t partner, L4_MsgTag_t tag, L4_Word_t turns);

/* The same loop around a routine that returns at once. */
L4_Word_t empty_loop(L4_Word_t turns);

/* The CPU's counter; under an emulator that counts so, instructions. */
L4_Word64_t read_ticks(void);

extern const char abi_name[];

#endif
