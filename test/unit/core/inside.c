/* SPDX-License-Identifier: BSD-2-Clause */
/* Invariants of threads, queues, waits and time: see inside.h.  What comes before is in
 * inside_places.c, the rest in inside_memory.c and inside_user.c: all are part of the core's unit. */
#include "inside.h"

/* --- ready queues ----------------------------------------------------------------------------- */

static unsigned check_ready_list(const struct cpu *cpu, unsigned prio)
{
	const struct link *head = &cpu->ready[prio];
	unsigned n = 0;

	check_link(head);
	must(list_empty(head) == !(cpu->ready_map[prio / 64] >> prio % 64 & 1),
	     "the ready map is wrong about priority %u", prio);
	for (const struct link *l = head->next; l != head; l = l->next, n++) {
		const struct tcb *t = list_entry(l, struct tcb, ready_link);

		check_link(l);
		must(t->prio == prio, "thread %lx is in the queue of another priority", ID(t));
		must(t->cpu == cpu && is_here(t), "thread %lx is ready where it isn't", ID(t));
		must(t != cpu->current, "the current thread %lx is in a ready queue", ID(t));
		must(t != &cpu->idle, "the idle thread is in a ready queue");
	}
	return n;
}

/* A sender in the middle of a transfer runs, unless a pager is being asked on either side. */
static bool is_runnable(const struct tcb *t)
{
	if (!is_here(t))
		return false;
	if (t->state == THREAD_RUNNING)
		return !waits_for_traveller(t);
	return t->state == THREAD_SENDING &&
	       !(t->partner->flags & TCB_TUNNEL && t->partner->tunnel.partner == t);
}

static void check_runnable(const struct tcb *t)
{
	bool queued = link_is_queued(&t->ready_link), current = t == t->cpu->current;

	must(queued == (is_runnable(t) && !current),
	     "thread %lx in state %u, flags %x is%s in a ready queue", ID(t), t->state, t->flags,
	     queued ? "" : "n't");
	must(!current || is_runnable(t), "thread %lx runs in state %u", ID(t), t->state);
}

static void check_queues_of(struct cpu *cpu)
{
	bool worker = cpu->worker.awake && cpu->current != &cpu->worker.tcb;
	unsigned queued = 0, expected = worker;

	for (unsigned prio = 0; prio < PRIO_LEVELS; prio++)
		queued += check_ready_list(cpu, prio);
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t)) {
		if (t->cpu != cpu)
			continue;
		check_runnable(t);
		expected += link_is_queued(&t->ready_link);
	}
	must(link_is_queued(&cpu->worker.tcb.ready_link) == worker, "the worker is lost");
	must(queued == expected, "%u threads are queued, %u should be", queued, expected);
	must(cpu->accounted == &cpu->idle || cpu->accounted == &cpu->worker.tcb ||
	     (thread_find(cpu->accounted->id) == cpu->accounted && cpu->accounted->cpu == cpu),
	     "the accounted thread doesn't exist");
}

void inside_check_queues(void)
{
	for (unsigned n = 0; n < cpu_count; n++)
		check_queues_of(cpu_of(n));
}

/* --- waits ------------------------------------------------------------------------------------ */

static void check_senders(struct tcb *t)
{
	const struct link *local = t->local_ring.next;
	bool sorted = true;
	unsigned n = 0;

	for (struct link *l = t->sender_ring.next; l != &t->sender_ring; l = l->next, n++) {
		struct tcb *s = list_entry(l, struct tcb, send_link);

		check_link(l);
		check_link(&s->local_link);
		must(s->state == THREAD_POLLING && s->partner == t && (s->cpu == t->cpu || !is_here(t)),
		     "thread %lx stands at the door of %lx, where it doesn't poll", ID(s), ID(t));
		sorted = sorted && s != t->unsorted;
		if (!sorted || !t->space)
			continue;
		must(s->space == t->space ? local == &s->local_link :
					    !link_is_queued(&s->local_link),
		     "thread %lx stands in the wrong ring of %lx", ID(s), ID(t));
		if (s->space == t->space)
			local = local->next;
	}
	must(!t->space || local == &t->local_ring, "strangers stand at the door of %lx", ID(t));
	must(sorted == !t->unsorted, "thread %lx never sorts its senders", ID(t));
	must(n == t->senders, "thread %lx counts %u senders, there are %u", ID(t), t->senders, n);
}

static void check_transfer(const struct tcb *t, const struct tcb *partner, bool sends)
{
	unsigned state = partner->flags & TCB_TUNNEL && partner->tunnel.partner == t ?
			 partner->tunnel.state : partner->state;
	const struct tcb *back = partner->flags & TCB_TUNNEL && partner->tunnel.partner == t ?
				 partner->tunnel.partner : partner->partner;

	must(back == t && state == (sends ? THREAD_RECEIVING : THREAD_SENDING),
	     "the transfer of thread %lx has no other side", ID(t));
}

static void check_state(const struct tcb *t)
{
	must((t->wait_from != NILTHREAD) == (t->state == THREAD_WAITING),
	     "thread %lx in state %u waits for %lx", ID(t), t->state, (unsigned long)t->wait_from);
	must(link_is_queued(&t->send_link) == (t->state == THREAD_POLLING || waits_for_traveller(t)),
	     "thread %lx in state %u is%s in a queue of senders", ID(t), t->state,
	     link_is_queued(&t->send_link) ? "" : "n't");
	switch (t->state) {
	case THREAD_SENDING:
	case THREAD_RECEIVING:
		check_transfer(t, t->partner, t->state == THREAD_SENDING);
		break;
	case THREAD_INACTIVE:
		must(!t->utcb, "thread %lx is inactive and has a UTCB", ID(t));
		break;
	default:
		break;
	}
	if ((t->flags & TCB_TUNNEL) && !is_split(t))
		check_transfer(t, t->tunnel.partner, t->tunnel.state == THREAD_SENDING);
	if (t->state == THREAD_SENDING && is_runnable(t))
		must(t->flags & TCB_CONTINUE, "thread %lx sends, but nothing goes on", ID(t));
}

static void check_thread(struct tcb *t)
{
	must(thread_find(t->id) == t, "thread %lx isn't in the table", ID(t));
	must(!(t->flags & TCB_CONDEMNED), "thread %lx is condemned and lives", ID(t));
	must(t->space || id_number(t->id) < thread_system_base(), "thread %lx has no space", ID(t));
	must(!t->space || !t->space->dying, "thread %lx lives in a dying space", ID(t));
	must(link_is_queued(&t->space_link) == (t->space != NULL),
	     "thread %lx isn't in the list of its space", ID(t));
	must(!t->utcb || utcb_global_id(t) == t->id, "the UTCB of thread %lx has another id",
	     ID(t));
	check_state(t);
	check_senders(t);
}

/* Dead threads and spaces are being taken down by somebody. */
static void check_reaping(const struct cpu *cpu)
{
	const struct worker *w = &cpu->worker;

	if (w->awake || (list_empty(&w->dying_threads) && list_empty(&w->dying_spaces)))
		return;
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		if (t->cpu == cpu && t->flags & TCB_CONTINUE && t->cont == reap && is_runnable(t))
			return;
	host_fail("nobody takes down the %s",
		  list_empty(&w->dying_threads) ? "dying spaces" : "dead threads");
}

static size_t check_dying(struct cpu *cpu)
{
	struct link *dying = &cpu->worker.dying_threads;
	size_t n = 0;

	check_reaping(cpu);
	for (struct link *l = dying->next; l != dying; l = l->next, n++) {
		struct tcb *t = list_entry(l, struct tcb, dying_link);

		must(t->flags & TCB_CONDEMNED, "a living thread is among the dead");
		check_senders(t);
	}
	return n;
}

void inside_check_threads(void)
{
	size_t n = tcbs_in_grace(), tcbs = kmem_cache_objects(&tcb_cache);

	check_places();
	for (struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t), n++)
		check_thread(t);
	for (unsigned i = 0; i < cpu_count; i++)
		n += check_dying(cpu_of(i));
	must(tcbs == n, "%lu thread control blocks for %lu threads", (unsigned long)tcbs,
	     (unsigned long)n);
	must(nobody.id == NILTHREAD && nobody.flags == 0 && nobody.wait_from == NILTHREAD &&
	     nobody.senders == 0, "nobody has become somebody");
}

/* --- timeouts --------------------------------------------------------------------------------- */

static void check_wheel_entry(const struct cpu *cpu, const struct tcb *t, unsigned level,
			      unsigned slot)
{
	must(t->cpu == cpu && is_here(t), "thread %lx is in the wheel of another CPU", ID(t));
	must(t->flags & TCB_TIMEOUT, "thread %lx is in the wheel by mistake", ID(t));
	must(t->state == THREAD_POLLING || t->state == THREAD_WAITING || t->flags & TCB_TUNNEL,
	     "thread %lx in state %u has a timeout", ID(t), t->state);
	if (t->deadline <= cpu->wheel.now)
		return;
	must(slot_of(t->deadline, level) == slot, "a timeout stands in another's slot");
	must(level + 1 >= WHEEL_LEVELS || level_of(&cpu->wheel, t->deadline) <= level,
	     "a timeout stands on too low a level");
}

static unsigned check_wheel(struct cpu *cpu)
{
	unsigned found = 0;

	for (unsigned l = 0; l < WHEEL_LEVELS; l++)
		for (unsigned s = 0; s < WHEEL_SLOTS; s++) {
			const struct link *head = &cpu->wheel.slots[l][s];

			must(list_empty(head) || cpu->wheel.occupied[l] >> s & 1,
			     "the wheel has forgotten a slot");
			for (const struct link *k = head->next; k != head; k = k->next, found++) {
				check_link(k);
				check_wheel_entry(cpu, list_entry(k, struct tcb, timeout_link), l, s);
			}
		}
	return found;
}

void inside_check_timeouts(void)
{
	unsigned found = 0, expected = 0;

	for (unsigned n = 0; n < cpu_count; n++)
		found += check_wheel(cpu_of(n));
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t))
		expected += (t->flags & TCB_TIMEOUT) != 0;
	must(found == expected, "%u timeouts for %u threads", found, expected);
}

/* --- all together ----------------------------------------------------------------------------- */

#ifdef CONFIG_SMP
static bool mail_is_quiet(const struct smp_cpu *s)
{
	return !s->requests && !s->mailbox && !s->inbox && !s->waiting && !s->leaving && !s->unseen;
}
#endif

static bool is_quiet(const struct cpu *cpu)
{
	const struct worker *w = &cpu->worker;

#ifdef CONFIG_SMP
	if (!mail_is_quiet(&cpu->smp))
		return false;
#endif
	return !w->awake && list_empty(&w->dying_threads) && list_empty(&w->dying_spaces) &&
	       !link_is_queued(&w->cursor);
}

bool inside_is_quiet(void)
{
	for (unsigned n = 0; n < cpu_count; n++)
		if (!is_quiet(cpu_of(n)))
			return false;
	return !revocation_any();
}

unsigned inside_memory_every = 1;

void inside_check(struct tcb *before)
{
	inside_check_queues();
	inside_check_threads();
	inside_check_timeouts();
	if (host_steps % inside_memory_every == 0)
		inside_check_memory();
	inside_check_user_words(before);
	host_tlb_check();
}
