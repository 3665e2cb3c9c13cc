/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table and the life of threads (X.2: ThreadControl).  The table is the port's: an entry
 * for every thread number, of which those that no thread has touched name `nobody`, a TCB whose id
 * matches nothing, so a lookup never faults and needs no check but the comparison of ids.
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include <kernel/cpu.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/table.h>		/* thread_table_entry(), thread_table_populate() */

extern struct tcb nobody;

/* The TCB that has this thread number now, or &nobody.  Compare ids before use. */
ALWAYS_INLINE struct tcb *thread_slot(word_t number)
{
	return __atomic_load_n(thread_table_entry(number), __ATOMIC_RELAXED);
}

/* The thread with exactly this global id, or NULL. */
ALWAYS_INLINE struct tcb *thread_find(word_t id)
{
	struct tcb *t = thread_slot(id_number(id));

	return t->id == id && id != NILTHREAD ? t : NULL;
}

/* A page that the table (thread_table_release, or populate that fails) has no use for any more. */
#ifdef CONFIG_SMP
void table_page_free(void *page, unsigned order);
#else
ALWAYS_INLINE void table_page_free(void *page, unsigned order)
{
	kmem_free_pages(page, order);
}
#endif

/* Is it at this CPU, and has arrived?  Else only its identity may be looked at. */
#ifdef CONFIG_SMP
ALWAYS_INLINE bool thread_at_hand(const struct tcb *t)
{
	return __atomic_load_n(&t->cpu, __ATOMIC_ACQUIRE) == this_cpu() &&
	       !(t->flags & TCB_TRAVELLING);
}

/* Somebody of another CPU waits for it: false if it has gone meanwhile.  Its id has changed: they
 * hear of that (travel.c). */
bool thread_await_afar(struct tcb *t, word_t id);
void thread_tell_afar(const struct tcb *t);
#else
ALWAYS_INLINE bool thread_at_hand(const struct tcb *t)
{
	(void)t;
	return true;
}

ALWAYS_INLINE bool thread_await_afar(struct tcb *t, word_t id)
{
	(void)t, (void)id;
	return true;
}

ALWAYS_INLINE void thread_tell_afar(const struct tcb *t)
{
	(void)t;
}
#endif

/* `id` is waited for: its waiters will hear of its end.  False: there is no such thread. */
ALWAYS_INLINE bool thread_await(word_t id)
{
	struct tcb *t = thread_find(id);

	if (!t)
		return false;
	if (!thread_at_hand(t))
		return thread_await_afar(t, id);
	t->was_awaited = true;
	return true;
}

/*
 * A new inactive thread in `space`, entered into the table.  NULL when out of memory.  The caller
 * has checked that the number is free.
 */
struct tcb *thread_create(word_t id, struct space *space, word_t scheduler, enum kmem_for who);

/* The space of the thread that a SpaceSpecifier names, or NULL. */
ALWAYS_INLINE struct space *thread_find_space(word_t id)
{
	struct tcb *t = thread_find(id);

	return t ? t->space : NULL;
}

/* The thread of `space` whose local id this is, or NULL. */
struct tcb *thread_find_local(struct space *space, word_t local_id);

/*
 * An id that `self` left in its UTCB (pager, exception handler), global or local, as a global id;
 * nilthread if it can name nobody.
 */
word_t thread_resolve(struct tcb *self, word_t id);

/* Back the UTCB at t->utcb_location and fill in who it is; false when out of memory. */
bool thread_give_utcb(struct tcb *t, enum kmem_for who);

/* Activate: UTCB, pager, wait for the pager's startup message.  0 or an ABI error. */
word_t thread_activate(struct tcb *t, word_t pager, enum kmem_for who);
void thread_await_startup(struct tcb *t, word_t pager);	/* faults.c */

/* Move to another space, breaking off its IPC; an active thread's UTCB location is valid there.
 * 0 or an ABI error; the thread is runnable afterwards if it was active and not halted. */
word_t thread_move(struct tcb *t, struct space *to, enum kmem_for who);

/* The thread leaves its space: an Unmap it is in the middle of ends (unmap.c). */
void unmap_cancel(struct tcb *t);

void thread_set_id(struct tcb *t, word_t id);

/* Take the thread out of the world at once; its memory goes when nobody stands at its door any
 * more (thread_reap_step: true while there is more to do). */
void thread_delete(struct tcb *t);
bool thread_reap_step(void);

/* Continuation: `self` halts instead of returning to user mode. */
struct tcb *thread_halt(struct tcb *self);

/* Make every link of a fresh TCB an unlinked one. */
void thread_init_links(struct tcb *t);

word_t thread_system_base(void);
word_t thread_user_base(void);

#endif
