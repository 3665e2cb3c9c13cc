/* SPDX-License-Identifier: BSD-2-Clause */
/* See cpus.h. */
#include <sched.h>
#include "cpus.h"

static struct cpu cpu_data[CPUS];
static struct passes {
	unsigned long passed;
	unsigned long seen[CPUS];	/* those of all, when the round in progress began */
	struct grace *waiting, *leaving;
} CACHE_ALIGNED passes[CPUS];
static unsigned arrived, meetings;

void cpus_enter(unsigned number)
{
	struct cpu *c = &cpu_data[number];

	c->number = number;
	link_init(&c->worker.dying_spaces);
	cpus[number] = cpu_here = c;
}

void smp_ask(struct cpu *cpu, uint32_t request)
{
	__atomic_fetch_or(&cpu->smp.requests, request, __ATOMIC_ACQ_REL);
}

static void serve(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	if (__atomic_load_n(&me->requests, __ATOMIC_RELAXED) & SMP_FLUSH) {
		__atomic_fetch_and(&me->requests, ~SMP_FLUSH, __ATOMIC_ACQ_REL);
		smp_flush_serve();
	}
}

void cpus_dawdle(void)
{
	if (rnd(16) == 0)
		sched_yield();
}

/* Before a lock is taken much may happen (the linker puts this before the kernel's own). */
void __real_lock_debug_take(const struct lock *l);
void __wrap_lock_debug_take(const struct lock *l);
void __wrap_lock_debug_take(const struct lock *l)
{
	cpus_dawdle();
	__real_lock_debug_take(l);
}

void smp_relax(void)
{
	serve();
	sched_yield();
}

void lock_wait(const struct lock *l, uint16_t ticket)
{
	for (unsigned long n = 0; __atomic_load_n(&l->served, __ATOMIC_ACQUIRE) != ticket; n++) {
		lock_debug_wait(l, n);
		smp_relax();
	}
}

void grace_call(struct grace *g, void (*then)(struct grace *g))
{
	struct passes *p = &passes[this_cpu()->number];

	g->then = then;
	g->next = p->waiting;
	p->waiting = g;
}

static bool all_have_passed(const struct passes *p)
{
	for (unsigned n = 0; n < cpu_count; n++)
		if (__atomic_load_n(&passes[n].passed, __ATOMIC_ACQUIRE) <= p->seen[n])
			return false;
	return true;
}

static void begin_round(struct passes *p)
{
	p->leaving = p->waiting;
	p->waiting = NULL;
	for (unsigned n = 0; n < cpu_count; n++)
		p->seen[n] = __atomic_load_n(&passes[n].passed, __ATOMIC_ACQUIRE);
}

void cpus_pass(void)
{
	struct passes *p = &passes[this_cpu()->number];

	lock_debug_none();
	serve();
	__atomic_fetch_add(&p->passed, 1, __ATOMIC_ACQ_REL);
	if (p->leaving && all_have_passed(p)) {
		struct grace *g = p->leaving, *next;

		p->leaving = NULL;
		for (; g; g = next) {
			next = g->next;
			g->then(g);
		}
	}
	if (!p->leaving && p->waiting)
		begin_round(p);
	lock_debug_none();
}

bool cpus_idle(void)
{
	const struct passes *p = &passes[this_cpu()->number];

	return !p->waiting && !p->leaving;
}

void cpus_meet(void)
{
	unsigned meeting = __atomic_load_n(&meetings, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL) == cpu_count) {
		__atomic_store_n(&arrived, 0, __ATOMIC_RELAXED);
		__atomic_store_n(&meetings, meeting + 1, __ATOMIC_RELEASE);
	}
	while (__atomic_load_n(&meetings, __ATOMIC_ACQUIRE) == meeting)
		smp_relax();
}
