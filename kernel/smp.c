/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What CPUs ask of each other, spinning, and grace: see smp.h, docs/smp.md.
 */
#include <kernel/assert.h>
#include <kernel/entry.h>
#include <kernel/lock.h>
#include <kernel/sched.h>
#include <kernel/smp.h>
#include <kernel/work.h>
#include <arch/cpu.h>

#define GRACES_PER_STEP	4

struct cpu *cpus[CONFIG_SMP_MAX_PROCS];
unsigned cpu_count = 1;

void smp_init(struct cpu *cpu)
{
	struct smp_cpu *s = &cpu->smp;

	s->inbox_end = &s->inbox;
	link_init(&s->released);
	link_init(&s->leavers);
}

void smp_ask(struct cpu *cpu, uint32_t request)
{
	if (!__atomic_fetch_or(&cpu->smp.requests, request, __ATOMIC_ACQ_REL))
		arch_cpu_interrupt(cpu);
}

void smp_ask_others(uint32_t request)
{
	for (unsigned n = 0; n < cpu_count; n++)
		if (cpus[n] != this_cpu())
			smp_ask(cpus[n], request);
}

void smp_relax(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	if (__atomic_load_n(&me->requests, __ATOMIC_RELAXED) & SMP_FLUSH) {
		__atomic_fetch_and(&me->requests, ~SMP_FLUSH, __ATOMIC_ACQ_REL);
		smp_flush_serve();
	}
	cpu_relax();
}

void lock_wait(const struct lock *l, uint16_t ticket)
{
	for (unsigned long n = 0; __atomic_load_n(&l->served, __ATOMIC_ACQUIRE) != ticket; n++) {
		lock_debug_wait(l, n);
		smp_relax();
	}
}

/* --- idle CPUs ---------------------------------------------------------------------------------- */

void smp_idle_begin(void)
{
	struct smp_cpu *me = &this_cpu()->smp;
	const struct flush leave = { .space = me->loaded, .leave = true };

	if (me->loaded)		/* so nobody has to wake it for a flush */
		arch_flush_pages(&leave);
	__atomic_store_n(&me->is_idle, 1, __ATOMIC_RELEASE);
}

void smp_idle_end(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	lock_debug_none();
	if (me->is_idle)	/* said before anything is looked at */
		(void)__atomic_exchange_n(&me->is_idle, 0, __ATOMIC_SEQ_CST);
}

/* --- grace -------------------------------------------------------------------------------------- */

/* The next CPU after this one that isn't idle, or the one with this number. */
static struct cpu *next_awake(unsigned number)
{
	unsigned n = this_cpu()->number;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	do
		n = (n + 1) % cpu_count;
	while (n != number && __atomic_load_n(&cpus[n]->smp.is_idle, __ATOMIC_ACQUIRE));
	return cpus[n];
}

/* The token of a CPU goes on, past those that are idle. */
static void pass_token(unsigned whose)
{
	struct cpu *next = next_awake(whose);

	__atomic_fetch_or(&next->smp.tokens[whose / 32], 1u << whose % 32, __ATOMIC_RELEASE);
	smp_ask(next, SMP_GRACE);
}

static void start_round(struct cpu *here)
{
	struct smp_cpu *me = &here->smp;

	if (me->leaving || me->unseen || !me->waiting)
		return;
	me->leaving = me->waiting;
	me->waiting = NULL;
	pass_token(here->number);
}

void grace_call(struct grace *g, void (*then)(struct grace *g))
{
	struct cpu *here = this_cpu();

	if (next_awake(here->number) == here) {
		then(g);
		return;
	}
	g->then = then;
	g->next = here->smp.waiting;
	here->smp.waiting = g;
	start_round(here);
}

/* This CPU's own token is back: nobody looks any more. */
static void end_round(struct cpu *here)
{
	here->smp.unseen = here->smp.leaving;
	here->smp.leaving = NULL;
	work_wake();
}

static void take_tokens(struct cpu *here)
{
	for (unsigned i = 0; i < SMP_CPU_WORDS; i++) {
		uint32_t whose = __atomic_exchange_n(&here->smp.tokens[i], 0, __ATOMIC_ACQUIRE);

		for (; whose; whose &= whose - 1) {
			unsigned n = 32 * i + (unsigned)__builtin_ctz(whose);

			if (n == here->number)
				end_round(here);
			else
				pass_token(n);
		}
	}
}

bool grace_step(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	for (unsigned n = 0; n < GRACES_PER_STEP && me->unseen; n++) {
		struct grace *g = me->unseen;

		me->unseen = g->next;
		g->then(g);
	}
	start_round(this_cpu());
	return me->unseen != NULL;
}

bool grace_is_due(void)
{
	const struct smp_cpu *me = &this_cpu()->smp;

	return me->waiting || me->leaving || me->unseen;
}

/* --- requests ----------------------------------------------------------------------------------- */

struct tcb *on_request(struct tcb *self)
{
	struct cpu *here = this_cpu();

	smp_idle_end();

	uint32_t what = __atomic_exchange_n(&here->smp.requests, 0, __ATOMIC_ACQ_REL);

	if (what & SMP_FLUSH)
		smp_flush_serve();
	if (what & SMP_ORPHANS)
		orphans_search();
	if (what & SMP_GRACE)
		take_tokens(here);
	if (what & SMP_MAIL)
		return travel_arrivals(self);
	return sched_resume_best(self);
}
