/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between CPUs: threads that travel, flushes of others' TLBs, and memory that nobody may still look
 * at (docs/smp.md).  With one CPU every thread is at hand, and what is freed is freed at once.
 * Context: interrupts off, on the kernel stack of the CPU.
 */
#ifndef KERNEL_SMP_H
#define KERNEL_SMP_H

#include <kernel/list.h>
#include <kernel/types.h>

struct cpu;
struct space;
struct tcb;

/* Something that has been taken out of what others may look at without a lock. */
struct grace {
	struct grace *next;
	void (*then)(struct grace *g);
};

#ifdef CONFIG_SMP

/* What a CPU is asked for (smp_cpu.requests). */
#define SMP_MAIL	0x1u	/* travellers in the mailbox */
#define SMP_FLUSH	0x2u	/* see flush_asked */
#define SMP_ORPHANS	0x4u	/* look for those who wait for a thread that is gone */
#define SMP_GRACE	0x8u	/* tokens have come by */
#define SMP_STOP	0x10u	/* the debugger wants it to stand still */

#define SMP_CPU_WORDS	((CONFIG_SMP_MAX_PROCS + 31) / 32)

/* Pages of one space that this CPU wants flushed. */
#define FLUSH_PAGES	8

struct flush {
	const struct space *space;
	unsigned pages;			/* more than FLUSH_PAGES: all of the space */
	word_t va[FLUSH_PAGES];
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
	const struct space *copying[2];	/* a string copy looks into these */
	struct flush flush;		/* while flush_left is not zero */

	/* its own */
	struct grace *waiting CACHE_ALIGNED, *leaving;	/* for the next round; in this one */
	struct link released;		/* threads whose lobby has opened */
	struct link leavers;		/* threads on their way whose senders go first */
	bool is_running;		/* the CPU has started */
};

/* --- threads that travel (travel.c) ---------------------------------------------------------- */

/*
 * `self` leaves for that CPU and goes on there with `then`.  Answers with who runs here now; in a
 * context in which somebody else does (self is queued nowhere), travel_post alone.
 */
struct tcb *travel(struct tcb *self, struct cpu *to, struct tcb *(*then)(struct tcb *));
void travel_post(struct tcb *t, struct cpu *to);
/* `t`, which stands in no queue, has nothing more to do here. */
void travel_post_home(struct tcb *t);
/* To where `t` is; if it is still on its way there, `self` waits in its lobby. */
struct tcb *travel_after(struct tcb *self, struct tcb *t, struct tcb *(*then)(struct tcb *));
/* What the worker does for travellers; true if there is more. */
bool travel_step(void);
/* `t` belongs to that CPU from now on (t is at hand). */
void travel_set_home(struct tcb *t, struct cpu *home);

/* --- requests (smp.c) -------------------------------------------------------------------------- */

/* Ask a CPU for something and interrupt it, unless it is going to look anyway. */
void smp_ask(struct cpu *cpu, uint32_t request);
void smp_ask_others(uint32_t request);
/* In every spin. */
void smp_relax(void);

/* --- flushes ------------------------------------------------------------------------------------ */

/* An entry of the space has been cleared or weakened: flushed by smp_flush_commit, everywhere. */
void smp_flush_add(const struct space *space, word_t va);
/* All that was added: no TLB, and no string copy, knows it any more.  Waits for other CPUs. */
void smp_flush_commit(void);

/* --- grace -------------------------------------------------------------------------------------- */

/* When no CPU can still look at it: g->then(g), at this CPU. */
void grace_call(struct grace *g, void (*then)(struct grace *g));

#else

ALWAYS_INLINE void smp_relax(void)
{
}

ALWAYS_INLINE void smp_flush_commit(void)
{
}

ALWAYS_INLINE void grace_call(struct grace *g, void (*then)(struct grace *g))
{
	then(g);
}

#endif
#endif
