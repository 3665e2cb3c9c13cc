/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between CPUs: threads that travel, flushes of others' TLBs, and memory that nobody may still look
 * at (docs/smp.md).  With one CPU every thread is at hand, and what is freed is freed at once.
 * Context: interrupts off, on the kernel stack of the CPU.
 */
#ifndef KERNEL_SMP_H
#define KERNEL_SMP_H

#include <kernel/list.h>
#include <kernel/lock.h>
#include <kernel/types.h>

struct cpu;
struct space;
struct tcb;

/* Something that has been taken out of what others may look at without a lock. */
struct grace {
	struct grace *next;
	void (*then)(struct grace *g);
};

/* What a CPU is asked for (smp_cpu.requests). */
#define SMP_MAIL	0x1u	/* travellers in the mailbox */
#define SMP_FLUSH	0x2u	/* see flush_asked */
#define SMP_ORPHANS	0x4u	/* look for those who wait for a thread that is gone */
#define SMP_GRACE	0x8u	/* tokens have come by */

/* Parameters that a system call takes along. */
#define TRAVEL_WORDS	9

#ifdef CONFIG_SMP

#define SMP_CPU_WORDS	((CONFIG_SMP_MAX_PROCS + 31) / 32)

/* Pages of one space that a CPU wants flushed; all CPUs' if space is NULL, kernel pages included. */
#define FLUSH_PAGES	8
#define FLUSH_SPACES	4

struct flush {
	const struct space *space;
	unsigned pages;			/* more than FLUSH_PAGES: all of the space */
	bool leave;			/* who has its table loaded loads the kernel's */
	word_t va[FLUSH_PAGES];
};

/* The locks of the mapping database that a slice has (region.h). */
struct region_hold {
	uint64_t held, wanted;
	bool look_again;
};

struct smp_cpu {
	/* written by others */
	uint32_t requests CACHE_ALIGNED;
	struct tcb *mailbox;		/* newest first, linked by tcb.mail_next */
	uint32_t flush_asked[SMP_CPU_WORDS];	/* by whom, by number */
	uint32_t flush_left;		/* answers this CPU waits for */
	uint32_t tokens[SMP_CPU_WORDS];	/* of grace, whose have come here */

	/* written by this one, read by others */
	const struct space *loaded CACHE_ALIGNED;	/* whose table is, or is about to be, in use */
	uint32_t is_idle;		/* it looks at nothing until it says otherwise */
	const struct space *copying[2];	/* a string copy looks into these */
	struct flush flush[FLUSH_SPACES];	/* to be read while flush_left is not zero */
	unsigned flushes;

	/* its own */
	struct tcb *inbox CACHE_ALIGNED, **inbox_end;	/* mail taken in, oldest first */
	bool only_mail;			/* is all that the worker is awake for */
	struct link released;		/* threads whose lobby has opened, by send_link */
	struct link leavers;		/* threads on their way whose senders go first, by dying_link */
	struct grace *waiting, *leaving, *unseen;	/* for the next round, in this one, behind it */
	struct region_hold regions;
#ifdef CONFIG_LOCK_DEBUG
	const struct lock *locks[LOCKS_HELD_MOST];	/* in the order they were taken */
	unsigned locks_held;
#endif
};

/* --- threads that travel (travel.c) ---------------------------------------------------------- */

/* `t`, runnable but in no queue, leaves for that CPU and goes on there: with its continuation, or,
 * at home, in user mode. */
void travel_post(struct tcb *t, struct cpu *to);
/* The same for `t` that goes after another thread, to where that one is, and goes on there with
 * `then`; if it is still on its way to this CPU, `t` waits in its lobby. */
void travel_follow(struct tcb *t, struct tcb *after, struct tcb *(*then)(struct tcb *));
/* The running thread goes, and continues there with `then`.  Answers with who runs here now. */
struct tcb *travel(struct tcb *self, struct cpu *to, struct tcb *(*then)(struct tcb *));
/* The same, to where `t` is, which isn't at hand. */
struct tcb *travel_after(struct tcb *self, struct tcb *t, struct tcb *(*then)(struct tcb *));
/* A system call that is to start anew elsewhere takes its parameters along, TRAVEL_WORDS at most:
 * `again` finds them by travel_parameters. */
void travel_pack(struct tcb *self, const word_t *parameters, unsigned words,
		 struct tcb *(*again)(struct tcb *));
/* Does so, and goes after `t`. */
struct tcb *travel_call(struct tcb *self, struct tcb *t, const word_t *parameters, unsigned words,
			struct tcb *(*again)(struct tcb *));
const word_t *travel_parameters(const struct tcb *self);
/* Mail has come: the first traveller goes on at once; `self` was running.  True pending: there are more. */
struct tcb *travel_arrivals(struct tcb *self);
/* The worker's: the same, but who has waited for one goes on first. */
struct tcb *travel_next(struct tcb *self);
bool travel_is_pending(void);
/* The worker is woken for more than mail from now on; is it for mail alone? */
void travel_more_to_do(void);
bool travel_is_mail_only(void);
/* What else the worker does for travellers; true if there is more. */
bool travel_step(void);
/* `t`, which is at hand, belongs to that CPU from now on. */
void travel_set_home(struct tcb *t, struct cpu *home);
/* `t`, in no IPC, does not wait for a traveller any more. */
void travel_forget(struct tcb *t);

/* Everything written before is seen by who reads this. */
#define smp_publish(place, value)	__atomic_store_n((place), (value), __ATOMIC_RELEASE)
#define smp_observe(place)		__atomic_load_n((place), __ATOMIC_ACQUIRE)

/* --- requests (smp.c) -------------------------------------------------------------------------- */

/* This CPU's part of struct cpu. */
void smp_init(struct cpu *cpu);
/* Ask a CPU for something and interrupt it, unless it is going to look anyway. */
void smp_ask(struct cpu *cpu, uint32_t request);
void smp_ask_others(uint32_t request);
/* In every spin. */
void smp_relax(void);

/* --- flushes (smp_flush.c) ------------------------------------------------------------------------ */

/* An entry of the space has been cleared or weakened: flushed by smp_flush_commit, everywhere. */
void smp_flush_add(const struct space *space, word_t va);
/* All that was added: no TLB, and no string copy, knows it any more.  Waits for other CPUs. */
void smp_flush_commit(void);
/* No CPU has the space's table loaded any more: none of its threads is left. */
void smp_flush_leave(const struct space *space);
/* SMP_FLUSH: flush what the others ask for, and tell them. */
void smp_flush_serve(void);
/* The port's: what is asked, at this CPU. */
void arch_flush_pages(const struct flush *flush);

/* A string copy is going to look into these spaces, has done so. */
void smp_copy_begin(const struct space *a, const struct space *b);
void smp_copy_end(void);

/* --- grace -------------------------------------------------------------------------------------- */

/* When no CPU can still look at it: g->then(g), at this CPU; at once if the others are idle. */
void grace_call(struct grace *g, void (*then)(struct grace *g));
/* What the worker does about it; true if there is more. */
bool grace_step(void);
/* Is there something at this CPU that waits for that? */
bool grace_is_due(void);

/* --- idle CPUs ---------------------------------------------------------------------------------- */

/* The idle thread waits now; and an interrupt has come, perhaps to it. */
void smp_idle_begin(void);
void smp_idle_end(void);

#else

ALWAYS_INLINE void smp_idle_begin(void)
{
}

ALWAYS_INLINE void smp_idle_end(void)
{
}

ALWAYS_INLINE void travel_post(struct tcb *t, struct cpu *to)
{
	(void)t, (void)to;
}

ALWAYS_INLINE void travel_follow(struct tcb *t, struct tcb *after,
				 struct tcb *(*then)(struct tcb *))
{
	(void)t, (void)after, (void)then;
}

ALWAYS_INLINE struct tcb *travel_after(struct tcb *self, struct tcb *t,
				       struct tcb *(*then)(struct tcb *))
{
	(void)t, (void)then;
	return self;
}

ALWAYS_INLINE struct tcb *travel_call(struct tcb *self, struct tcb *t, const word_t *parameters,
				      unsigned words, struct tcb *(*again)(struct tcb *))
{
	(void)t, (void)parameters, (void)words, (void)again;
	return self;
}

ALWAYS_INLINE const word_t *travel_parameters(const struct tcb *self)
{
	(void)self;
	return NULL;
}

ALWAYS_INLINE struct tcb *travel_arrivals(struct tcb *self)
{
	return self;
}

ALWAYS_INLINE struct tcb *travel_next(struct tcb *self)
{
	return self;
}

ALWAYS_INLINE bool travel_is_pending(void)
{
	return false;
}

ALWAYS_INLINE void travel_more_to_do(void)
{
}

ALWAYS_INLINE bool travel_is_mail_only(void)
{
	return false;
}

ALWAYS_INLINE bool travel_step(void)
{
	return false;
}

ALWAYS_INLINE bool grace_step(void)
{
	return false;
}

ALWAYS_INLINE bool grace_is_due(void)
{
	return false;
}

ALWAYS_INLINE void travel_set_home(struct tcb *t, struct cpu *home)
{
	(void)t, (void)home;
}

ALWAYS_INLINE void travel_forget(struct tcb *t)
{
	(void)t;
}

#define smp_publish(place, value)	(*(place) = (value))
#define smp_observe(place)		(*(place))

ALWAYS_INLINE void smp_init(struct cpu *cpu)
{
	(void)cpu;
}

ALWAYS_INLINE void smp_relax(void)
{
}

ALWAYS_INLINE void smp_flush_commit(void)
{
}

ALWAYS_INLINE void smp_copy_begin(const struct space *a, const struct space *b)
{
	(void)a, (void)b;
}

ALWAYS_INLINE void smp_copy_end(void)
{
}

ALWAYS_INLINE void grace_call(struct grace *g, void (*then)(struct grace *g))
{
	then(g);
}

#endif
#endif
