/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The thread table and the life of threads (X.2: ThreadControl).  The table is an array indexed by
 * thread number in a window of kernel addresses; the part that no thread has touched shows one
 * shared page that names `nobody`, a TCB whose id matches nothing, so a lookup never faults and
 * needs no check but the comparison of ids.
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include <kernel/cpu.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/table.h>		/* thread_table: the window; thread_table_populate() */

extern struct tcb nobody;

/* The TCB that has this thread number now, or &nobody.  Compare ids before use. */
ALWAYS_INLINE struct tcb *thread_slot(word_t number)
{
	return thread_table[number & (THREAD_NUMBERS - 1)];
}

/* The thread with exactly this global id, or NULL. */
ALWAYS_INLINE struct tcb *thread_find(word_t id)
{
	struct tcb *t = thread_slot(id_number(id));

	return t->id == id && id != NILTHREAD ? t : NULL;
}

/* Make the table usable; boot only. */
void thread_init(void);

/*
 * A new inactive thread in `space`, entered into the table.  NULL when out of memory.  The caller
 * has checked that the number is free.
 */
struct tcb *thread_create(word_t id, struct space *space, word_t scheduler, enum kmem_for who);

/* Give it a UTCB and let it wait for its startup message from `pager`.  0 or an ABI error. */
word_t thread_activate(struct tcb *t, word_t pager, enum kmem_for who);

/* Take the thread out of the world; its memory goes when nothing holds it any more. */
void thread_delete(struct tcb *t);

word_t thread_system_base(void);
word_t thread_user_base(void);

/* Run when a thread is halted, deleted or blocked: nothing of it may be in a ready queue. */
void thread_unqueue(struct tcb *t);

#endif
