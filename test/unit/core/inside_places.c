/* SPDX-License-Identifier: BSD-2-Clause */
/* Where threads are, with many CPUs: at one of them, or on their way.  The invariants of that, and
 * what inside.c, after this in the core's unit, asks about it. */
#include "inside.h"

#define must(expr, ...) \
	do { \
		if (!(expr)) \
			host_fail(__VA_ARGS__); \
	} while (0)
#define ID(t)	((unsigned long)(t)->id)

static void check_link(const struct link *l)
{
	must(l->next->prev == l && l->prev->next == l, "a list is torn");
}

/* --- threads on their way --------------------------------------------------------------------- */

#ifdef CONFIG_SMP

static bool is_here(const struct tcb *t)
{
	return !(t->flags & TCB_TRAVELLING);
}

/* Every thread is in one place: at its CPU, or in one of those that lead there. */
static size_t check_mail(const struct tcb *t, const struct cpu *cpu)
{
	size_t n = 0;

	for (; t; t = t->travel.mail_next, n++) {
		must(t->cpu == cpu && !is_here(t), "thread %lx is in the mail of another CPU", ID(t));
		must(!link_is_queued(&t->all_link), "thread %lx is at two CPUs", ID(t));
		must(thread_find(t->id) == t, "a thread that is gone is in the mail");
	}
	return n;
}

static size_t check_places_of(struct cpu *cpu)
{
	const struct smp_cpu *s = &cpu->smp;
	size_t n = check_mail(s->mailbox, cpu) + check_mail(s->inbox, cpu);

	for (const struct link *l = cpu->worker.threads.next; l != &cpu->worker.threads;
	     l = l->next) {
		const struct tcb *t = list_entry(l, struct tcb, all_link);

		check_link(l);
		if (l == &cpu->worker.cursor)
			continue;
		n++;
		must(t->cpu == cpu && is_here(t), "thread %lx isn't where it is listed", ID(t));
		must(!(t->flags & TCB_AWAY) == (t->home == cpu) || !t->utcb,
		     "thread %lx doesn't know whether it is at home", ID(t));
	}
	for (const struct link *l = s->leavers.next; l != &s->leavers; l = l->next, n++) {
		const struct tcb *t = list_entry(l, struct tcb, dying_link);

		check_link(l);
		must(!is_here(t) && t->cpu != cpu, "thread %lx stays and leaves", ID(t));
	}
	must(cpu->worker.awake || (list_empty(&s->released) && list_empty(&s->leavers) &&
				   !s->inbox && !s->unseen), "CPU %u forgets travellers", cpu->number);
	must(!s->mailbox || s->requests & SMP_MAIL, "CPU %u forgets its mail", cpu->number);
	must(!s->flushes && !s->flush_left && !s->copying[0] && !s->copying[1],
	     "CPU %u has not ended its flushes", cpu->number);
	must(!s->regions.held && !s->locks_held, "CPU %u holds locks", cpu->number);
	return n;
}

static bool waits_for_traveller(const struct tcb *t)
{
	return (t->state == THREAD_RUNNING || t->state == THREAD_HALTED) &&
	       link_is_queued(&t->send_link);
}

static void check_lobby(const struct tcb *t)
{
	for (const struct link *l = t->travel.lobby.next; l != &t->travel.lobby; l = l->next) {
		const struct tcb *s = list_entry(l, struct tcb, send_link);

		check_link(l);
		must(!is_here(t), "thread %lx waits for the arrival of one that is here", ID(s));
		must(waits_for_traveller(s) && s->cpu == t->cpu,
		     "thread %lx in state %u is in a lobby", ID(s), s->state);
	}
}

static void check_places(void)
{
	size_t found = 0, threads = 0;

	for (unsigned n = 0; n < cpu_count; n++)
		found += check_places_of(cpus[n]);
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t), threads++)
		check_lobby(t);
	must(found == threads, "%lu threads are somewhere, there are %lu", (unsigned long)found,
	     (unsigned long)threads);
}

/* What is freed as soon as nobody can look at it any more. */
static size_t count_graces(const struct grace *g, void (*then)(struct grace *))
{
	size_t n = 0;

	for (; g; g = g->next)
		n += g->then == then;
	return n;
}

static size_t graces(void (*then)(struct grace *))
{
	size_t n = 0;

	for (unsigned i = 0; i < cpu_count; i++)
		n += count_graces(cpus[i]->smp.waiting, then) +
		     count_graces(cpus[i]->smp.leaving, then) +
		     count_graces(cpus[i]->smp.unseen, then);
	return n;
}

static size_t tcbs_in_grace(void)
{
	return graces(tcb_unseen) + graces(tables_unseen);
}

/* The two are at different CPUs, or may soon be. */
static bool is_split(const struct tcb *t)
{
	return (t->flags & TCB_TUNNEL) && (!is_here(t) || t->tunnel.place != t->cpu);
}

#else

static bool is_here(const struct tcb *t)
{
	(void)t;
	return true;
}

static void check_places(void)
{
}

static bool waits_for_traveller(const struct tcb *t)
{
	(void)t;
	return false;
}

static size_t tcbs_in_grace(void)
{
	return 0;
}

static bool is_split(const struct tcb *t)
{
	(void)t;
	return false;
}

#endif
