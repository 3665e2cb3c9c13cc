/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of bench share.  The main thread runs one group of measurements after the other
 * and prints a line for each figure:
 *
 *	BENCH metric=map pages=8 rounds=32 stretch=17 insns=1234.5
 *
 * insns are instructions (or cycles) per round, by the CPU's counter.  The stretch is the number of
 * the measurement: both its ends are marked, so that an emulator can tell more about it.  Where the
 * counter is coarse, the line has precision=N as well.
 */
#ifndef BENCH_H
#define BENCH_H

#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4/message.h>
#include <l4/thread.h>
#include <l4io.h>
#include <stdbool.h>

#define UNCHANGED	((void *)~(L4_Word_t)0)

/* ---- main.c: measuring --------------------------------------------------------------------- */

/* By any thread, one stretch at a time; main reports it afterwards, or not. */
void stretch_begin(void);
void stretch_end(void);

/* The line for the last stretch; `keys` is " key=value ..." or "". */
void report(const char *metric, const char *keys, L4_Word_t rounds);
/* A figure that has no stretch, in tenths. */
void report_figure(const char *metric, const char *keys, L4_Word_t tenths);
/* " key=value" in a buffer of its own. */
const char *key(const char *name, L4_Word_t value);

/* Says what went wrong; the program then ends with a status that tells. */
void complain(const char *what);

/* ---- threads.c ------------------------------------------------------------------------------ */

extern void *kip;
extern L4_ThreadId_t main_id, pager_id;
extern L4_Word_t page_size;

enum where { MY_SPACE, NEW_SPACE };
#define WORKERS		6

/* A running thread with a stack; its function may not return, but call worker_done(). */
L4_ThreadId_t worker_start(enum where where, void (*function)(void));
void worker_kill(L4_ThreadId_t id);
/* Tells main, who waits for it, and sleeps for good. */
void worker_done(void) __attribute__((__noreturn__));
void worker_wait(L4_ThreadId_t id);

bool threads_init(void);
L4_ThreadId_t unused_id(void);
void *utcb_slot(L4_Word_t n);		/* in every space's area; from FIRST_FREE_SLOT on free */
#define FIRST_FREE_SLOT	16
#define FREE_SLOTS	200
bool space_control(L4_ThreadId_t first, L4_Fpage_t utcb_area);
L4_Fpage_t utcb_area(void);
L4_Word_t spare_stack(void);		/* for threads that do nothing but wait */
bool kill_thread(L4_ThreadId_t id);
void start_by_pager(L4_ThreadId_t id, void (*ip)(void), L4_Word_t sp);

/* ---- pager.c: serves all faults with the root task's pages -------------------------------- */

void pager(void);
#define START_LABEL	1

/* ---- the groups ------------------------------------------------------------------------------ */

void bench_mapping(void);
void bench_calls(void);
void bench_copy(void);
void bench_interrupt(void);
void bench_growth(void);
#ifdef CONFIG_SMP
void bench_cpus(void);
#else
static inline void bench_cpus(void)
{
	complain("for kernels of several processors");
}
#endif

/* ---- the architecture's folder --------------------------------------------------------------- */

/* Marks the place for an emulator, and answers with the CPU's counter. */
L4_Word64_t read_ticks(void);
extern const L4_Word_t tick_precision;

#endif
