/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The framework of l4test.  A group is a list of tests; a test is a function that runs in the main
 * thread, makes other threads as it needs them, and says with CHECK what must hold.  All threads
 * run the same image, whose pages they share whatever space they are in, so CHECK works in each of
 * them.
 */
#ifndef TEST_H
#define TEST_H

#include <l4/ipc.h>
#include <l4/kip.h>
#include <l4/thread.h>
#include <l4io.h>
#include <stdbool.h>
#include <stddef.h>

struct test {
	const char *name;
	void (*run)(void);
};

struct group {
	const char *name;
	const char *about;
	const struct test *tests;	/* ended by one without name */
	bool on_request;		/* not part of "all" */
};

/* Records that the running test has failed; the first reason is the one reported. */
void test_failed(const char *file, int line, const char *what);
void test_failed_values(const char *file, int line, const char *what, L4_Word_t got,
			L4_Word_t wanted);
bool test_has_failed(void);

/* On an emulator whose clock goes on while it has to wait itself ("patient" on the command line):
 * the cost of things isn't judged, tests of the clock's have several attempts, and the milliseconds
 * of others are longer, so many times. */
extern bool test_patiently;
extern L4_Word_t test_pace;
L4_Time_t test_time(L4_Word_t n);

#define CHECK(cond)							\
	do {								\
		if (!(cond))						\
			test_failed(__FILE__, __LINE__, #cond);		\
	} while (0)

#define CHECK_EQ(got, wanted)						\
	do {								\
		L4_Word_t got_ = (L4_Word_t)(got);			\
		L4_Word_t wanted_ = (L4_Word_t)(wanted);		\
		if (got_ != wanted_)					\
			test_failed_values(__FILE__, __LINE__, #got, got_, wanted_);	\
	} while (0)

/* ... and where there is no going on. */
#define REQUIRE(cond)							\
	do {								\
		if (!(cond)) {						\
			test_failed(__FILE__, __LINE__, #cond);		\
			return;						\
		}							\
	} while (0)

/*
 * In every loop that never ends or waits for other threads: an emulator that counts instructions turns
 * to another processor when one relaxes, which takes it so long that it isn't done every time.
 */
static inline void relax(void)
{
	static unsigned calls;

	if (++calls % 1024)
		return;
#if defined(__i386__) || defined(__x86_64__)
	__asm__ __volatile__("pause" ::: "memory");
#endif
}

#define MILLISECONDS(n)		test_time(n)

/* Sleeps.  The main thread, if patient, also until every processor has run out of things to do, or
 * has had much time for them (idlers.c). */
void pause_for(L4_Word_t milliseconds);
bool idlers_start(void);
#define UNCHANGED		((void *)~(L4_Word_t)0)

/* An IPC error word: phase (0 send, 1 receive) and code. */
#define IPC_ERROR(phase, code)	((code) << ABI_IPCERR_CODE_SHIFT | (phase))
#define IN_SEND			0
#define IN_RECEIVE		1

/* ---- threads.c ----------------------------------------------------------------------------- */

extern void *kip;
extern L4_ThreadId_t main_id, pager_id;

enum where { SAME_SPACE, NEW_SPACE };

/*
 * Makes a thread in the root task's or in a space of its own; it waits until thread_go() starts it.
 * Ids are not used again.  Whatever is left at the end of a test is killed then.
 */
L4_ThreadId_t thread_new(enum where where);
L4_ThreadId_t thread_beside(L4_ThreadId_t other);	/* in that thread's space */
void thread_go(L4_ThreadId_t thread, void (*function)(void));
L4_ThreadId_t thread_start(enum where where, void (*function)(void));

/* Each new thread gets the next processor in turn ("spread" on the command line). */
extern bool threads_spread;

/* Waits until the thread's function has returned; fails the test if that takes half a minute. */
void thread_end(L4_ThreadId_t thread);
void thread_kill(L4_ThreadId_t thread);
void threads_kill_all(void);

/* Parts for tests that make threads themselves. */
L4_ThreadId_t unused_id(void);
bool create_in_new_space(L4_ThreadId_t id, void *utcb);
void *utcb_slot(L4_Word_t n);		/* in the root task's area; numbers from FIRST_FREE_SLOT */
L4_Fpage_t utcb_area(void);		/* for a new space, at the same address */
L4_Fpage_t kip_area(void);
L4_Word_t stack_for(int n);		/* initial stack pointers, n < SPARE_STACKS */
#define FIRST_FREE_SLOT		16
#define SPARE_STACKS		4

bool threads_init(void);

/* Loads MR0.. with a tag of this label and u words, whose contents are first, first + 1, ... */
void load_words(L4_Word_t label, L4_Word_t u, L4_Word_t first);
L4_MsgTag_t make_tag(L4_Word_t label, L4_Word_t u);

/* ---- pager.c: the thread that serves page faults ------------------------------------------ */

/* What it does at a fault on a certain page instead of serving it. */
enum pager_rule { SERVE, IGNORE, ABORT_ONCE };
void pager_at(L4_Word_t address, enum pager_rule rule);
extern volatile L4_Word_t pager_hits;		/* how often that was */
extern volatile L4_Word_t pager_last_tag;	/* MR0..MR2 of the last fault there */
extern volatile L4_Word_t pager_last_address;
extern volatile L4_Word_t pager_last_ip;

/* Serve nothing but the program's image, so that wild accesses end at the pager. */
extern volatile bool pager_image_only;

/* 2^order bytes of memory, mapped in the root task at its physical address; 0 if there is none. */
L4_Word_t scratch(L4_Word_t order);

/* Gives it back to no one, but forgets the mapping, so that it faults when it is used. */
void drop_page(L4_Word_t address);
/* ... and takes it back into the root task's space: it is the pager whom sigma0 gave it to. */
void fetch_page(L4_Word_t address);
/* A message of one map item with all rights. */
void load_map_item(L4_Fpage_t fpage, L4_Word_t base);

extern L4_Word_t page_size;
extern int page_order;

void pager(void);
void pager_start_thread(L4_ThreadId_t thread, L4_Word_t ip, L4_Word_t sp);

#endif
