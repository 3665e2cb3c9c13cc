/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tests of the whole core share: a machine booted in a child process for each test (the core
 * starts once per process), checks that tell where they failed, threads and messages in few words.
 */
#ifndef CORE_WORLD_H
#define CORE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include <kernel/kip.h>
#include <kernel/thread.h>
#include <arch/utcb.h>
#include <arch/host/user.h>
#include "inside.h"

/* In programs and scripts alike. */
#define check(expr) \
	do { \
		if (!(expr)) \
			host_fail("%s:%d: %s", __FILE__, __LINE__, #expr); \
	} while (0)
#define check_is(value, expected) \
	do { \
		unsigned long value_ = (unsigned long)(value); \
		unsigned long expected_ = (unsigned long)(expected); \
		if (value_ != expected_) \
			host_fail("%s:%d: %s is %lx, not %lx", __FILE__, __LINE__, #value, \
				  value_, expected_); \
	} while (0)

/*
 * Run `root` as the root server's program, with a sigma0 beside it, all invariants checked after
 * every step, until root returns; ends the test.  The seed is taken from `seed`.
 */
void run_world(void (*root)(void), uint64_t seed);
/* The same with the seeds 0 .. count - 1: with many CPUs, every second world in slices. */
void run_worlds(void (*root)(void), unsigned count);
/* Run `body` in a child process; the test fails if the child does. */
void in_child(void (*body)(void));
/* The same for a child that is to end with another status than 0. */
int child_status(void (*body)(void));

/* sigma0: answers page faults and RPCs with pages of its memory. */
void sigma0_program(word_t sp);

#define ROOT_NUMBER	(thread_user_base() + ABI_SERVER_ROOT)
#define SIGMA0_ID	id_make(thread_user_base(), 1)
#define ROOT_ID		id_make(ROOT_NUMBER, 1)
/* The n-th thread that tests make, and a version of it. */
#define THREAD(n)	id_make(ROOT_NUMBER + 1 + (n), 1)
#define THREAD_V(n, v)	id_make(ROOT_NUMBER + 1 + (n), v)
#define UTCB_AT(n)	(ABI_ROOT_UTCB_AREA + (word_t)(n) * ABI_UTCB_BYTES)

#define FPAGE(base, log2size, rights)	((word_t)(base) | (word_t)(log2size) << 4 | (rights))
#define KIP_FPAGE	FPAGE(ABI_ROOT_KIP_AREA, ABI_KIP_AREA_S, 0)
#define UTCB_FPAGE	FPAGE(ABI_ROOT_UTCB_AREA, ABI_ROOT_UTCB_AREA_LOG2, 0)
#define TIMEOUTS(snd, rcv)	((word_t)(snd) << 16 | (rcv))
#define TIME_MS(ms)	(5 << 10 | ((ms) * 1000 / 32))	/* up to 32 ms */
#define ERROR_OF(code, phase)	((word_t)((code) << 1 | (phase)))
#define RCV		1u
#define SND		0u

/* A program that just waits. */
void idle_for_ever(word_t sp);

/* Programs of the root server: make a thread in its space / in a space of its own, and start it. */
void spawn(unsigned n, host_program program, word_t arg, unsigned prio);
void spawn_space(unsigned n, host_program program, word_t arg, unsigned prio);
/* In the space of thread `of`. */
void spawn_in(unsigned n, word_t of, host_program program, word_t arg, unsigned prio);
/* The startup message of a thread that waits for root's. */
void spawn_go(word_t id, host_program program, word_t arg, unsigned prio);
void destroy(unsigned n);
void destroy_all(unsigned count);	/* threads 0 .. count - 1 */
void set_prio(word_t thread, unsigned prio);
#ifdef CONFIG_SMP
#define PLACES	CONFIG_SMP_MAX_PROCS
#else
#define PLACES	1
#endif
/* Migrate it. */
void place(word_t thread, unsigned cpu);
bool thread_is_at(const struct tcb *t, unsigned cpu);

/* Sleep until it is true, but not for ever. */
#define wait_for(expr) \
	do { \
		for (unsigned tries_ = 0; !(expr); tries_++) { \
			if (tries_ == 1000) \
				host_fail("%s:%d: never %s", __FILE__, __LINE__, #expr); \
			user_sleep(TIME_MS(1)); \
		} \
	} while (0)

/* Root as a pager: answers faults with pages of its own, 1:1, until a message that is none; just
 * one fault of that thread. */
void serve_pager(void);
void serve_fault(word_t thread);

#endif
