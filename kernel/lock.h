/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Locks between CPUs: fair ones (tickets), held for a bounded time with interrupts off, never
 * across a preemption point.  docs/smp.md has their order.  With one CPU nothing is left of them.
 */
#ifndef KERNEL_LOCK_H
#define KERNEL_LOCK_H

#include <kernel/types.h>

/* The order in which they may be taken, from low to high. */
enum lock_rank {
	LOCK_REGION = 1,
	LOCK_SPACE,
	LOCK_TABLE,
	LOCK_KMEM,
	LOCK_IRQ,
	LOCK_PRINT,
};

#ifdef CONFIG_SMP

struct lock {
	uint16_t next;		/* ticket to be drawn */
	uint16_t served;
	uint8_t rank;
};

#define LOCK(order)	{ .rank = (order) }

/* The most that one CPU may have: all regions and a few more. */
#define LOCKS_HELD_MOST	72

/* Somebody else has it: wait, serving other CPUs' requests meanwhile (smp.c). */
void lock_wait(const struct lock *l, uint16_t ticket);

#ifdef CONFIG_LOCK_DEBUG
void lock_debug_take(const struct lock *l);
void lock_debug_drop(const struct lock *l);
/* At preemption points, and on the way out of the kernel. */
void lock_debug_none(void);
/* Somebody has looked so many times whether it is his turn. */
void lock_debug_wait(const struct lock *l, unsigned long n);
#else
ALWAYS_INLINE void lock_debug_take(const struct lock *l)
{
	(void)l;
}

ALWAYS_INLINE void lock_debug_drop(const struct lock *l)
{
	(void)l;
}

ALWAYS_INLINE void lock_debug_none(void)
{
}

ALWAYS_INLINE void lock_debug_wait(const struct lock *l, unsigned long n)
{
	(void)l, (void)n;
}
#endif

ALWAYS_INLINE void lock_init(struct lock *l, enum lock_rank rank)
{
	*l = (struct lock)LOCK(rank);
}

ALWAYS_INLINE void lock_take(struct lock *l)
{
	uint16_t ticket;

	lock_debug_take(l);
	ticket = __atomic_fetch_add(&l->next, 1, __ATOMIC_ACQUIRE);
	if (unlikely(__atomic_load_n(&l->served, __ATOMIC_ACQUIRE) != ticket))
		lock_wait(l, ticket);
}

ALWAYS_INLINE void lock_drop(struct lock *l)
{
	lock_debug_drop(l);
	__atomic_store_n(&l->served, (uint16_t)(l->served + 1), __ATOMIC_RELEASE);
}

#else

struct lock {
};

#define LOCK(order)	{ }

ALWAYS_INLINE void lock_init(struct lock *l, enum lock_rank rank)
{
	(void)l, (void)rank;
}

ALWAYS_INLINE void lock_take(struct lock *l)
{
	(void)l;
}

ALWAYS_INLINE void lock_drop(struct lock *l)
{
	(void)l;
}

ALWAYS_INLINE void lock_debug_none(void)
{
}

#endif
#endif
