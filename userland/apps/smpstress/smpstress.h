/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of smpstress share.  All threads run the same image, whose pages they share whatever
 * space they are in.  Each has a number, its place in `threads`.
 */
#ifndef SMPSTRESS_H
#define SMPSTRESS_H

#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4/schedule.h>
#include <l4/thread.h>
#include <l4io.h>
#include <stdbool.h>
#include <stddef.h>

#define RING		6
#define SERVERS		2
#define CLIENTS		4
#define READERS		4
#define VICTIMS		4

/* Numbers of threads, in the order in which they are made. */
enum {
	PAGER,				/* the root task's space */
	SECOND_PAGER,			/* has a space of its own, whose pages it passes on */
	FIRST_RING,
	FIRST_SERVER = FIRST_RING + RING,
	FIRST_CLIENT = FIRST_SERVER + SERVERS,
	FIRST_READER = FIRST_CLIENT + CLIENTS,
	MOVER = FIRST_READER + READERS,
	TAKER,
	BREAKER,
	FIRST_VICTIM,
	THREADS = FIRST_VICTIM + VICTIMS,
};

struct thread {
	L4_ThreadId_t id;
	volatile L4_Word_t done;	/* what it has done so far: the watchdog's */
	L4_Word32_t random;
};

extern struct thread threads[THREADS];
extern void *kip;
extern L4_ThreadId_t main_id;
extern L4_Word_t page_size, cpus;
extern volatile bool stopping;

/* ---- main.c */

/* Something is wrong: the first such thing is told at the end. */
void complain(const char *what, L4_Word_t got, L4_Word_t wanted);
#define EXPECT(what, got, wanted)						\
	do {									\
		L4_Word_t got_ = (L4_Word_t)(got), wanted_ = (L4_Word_t)(wanted);	\
		if (got_ != wanted_)						\
			complain(what, got_, wanted_);				\
	} while (0)

/* ---- threads.c */

unsigned my_number(void);
L4_Word32_t random_below(L4_Word32_t limit);	/* of the running thread's sequence */
void relax(unsigned work);		/* in every loop; a message is some 16 */
L4_Time_t some_microseconds(L4_Word32_t limit);

/* `space`: nil for one of its own.  Made at a processor, not started. */
bool thread_make(unsigned n, L4_ThreadId_t space, L4_ThreadId_t its_pager, L4_Word_t cpu);
void thread_go(unsigned n, L4_ThreadId_t its_pager, void (*function)(void));
bool thread_delete(unsigned n);
void threads_init(L4_Word32_t seed);

/* ---- pager.c */

#define START_LABEL	1
#define AREA_LABEL	2
void pager(void);

/* ---- talk.c, memory.c, chaos.c: what threads do */

void ring(void);
void serve(void);
void call(void);
void read_pages(void);
void take_pages(void);
void move_threads(void);
void break_off(void);
void victims_round(void);		/* main's part */

/* The shared memory: data pages, the clients' string, and the servers' buffers. */
#define DATA_PAGES	16
#define STRING_PAGES	2
#define AREA_PAGES	32
extern L4_Word_t area;
void area_init(void);
L4_Word_t string_base(void), buffer_base(unsigned server);
unsigned char pattern_at(L4_Word_t offset);

#endif
