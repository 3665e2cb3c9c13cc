/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiters of threads that are gone.  A closed wait keeps no record at its partner (the hot path
 * would pay for it), so when an awaited thread disappears the worker walks all threads for those
 * who wait for an id that names nobody, and ends their wait with error 2.  The walk's cursor is a
 * member of the list itself, so threads may come and go around it.
 */
#include <kernel/ipc.h>
#include <kernel/sched.h>
#include <kernel/thread.h>
#include <kernel/work.h>

#define THREADS_PER_STEP	32

void orphans_enter(struct tcb *t)
{
	list_add_tail(&this_cpu()->worker.threads, &t->all_link);
}

void orphans_leave(struct tcb *t)
{
	list_remove(&t->all_link);
}

static struct tcb *next_of(const struct cpu *cpu, const struct tcb *t)
{
	const struct worker *w = &cpu->worker;
	const struct link *next = t ? t->all_link.next : w->threads.next;

	if (next == &w->cursor)
		next = next->next;
	return next == &w->threads ? NULL : list_entry(next, struct tcb, all_link);
}

struct tcb *orphans_next(const struct tcb *t)
{
	unsigned n = t ? t->cpu->number : 0;
	struct tcb *next = next_of(cpu_of(n), t);

	while (!next && ++n < cpu_count)
		next = next_of(cpu_of(n), NULL);
	return next;
}

void orphans_search(void)
{
	struct worker *w = &this_cpu()->worker;

	if (link_is_queued(&w->cursor))
		w->search_again = true;
	else
		list_add_head(&w->threads, &w->cursor);
	work_wake();
}

static bool is_orphan(struct tcb *t)
{
	tcb_settle(t);
	return t->state == THREAD_WAITING && t->wait_from != ANYTHREAD &&
	       t->wait_from != ANYLOCALTHREAD && !thread_find(t->wait_from);
}

COLD bool orphans_step(void)
{
	struct worker *w = &this_cpu()->worker;

	if (!link_is_queued(&w->cursor))
		return false;
	for (unsigned n = 0; n < THREADS_PER_STEP; n++) {
		struct link *next = w->cursor.next;

		list_remove(&w->cursor);
		if (next == &w->threads) {
			if (!w->search_again)
				return false;
			w->search_again = false;
			list_add_head(&w->threads, &w->cursor);
			return true;
		}
		list_add_head(next, &w->cursor);	/* behind that thread */
		struct tcb *t = list_entry(next, struct tcb, all_link);

		if (is_orphan(t)) {
			ipc_abort(t, ABI_IPCERR_NOPARTNER);
			sched_enqueue_tail(t);
		}
	}
	return true;
}
