/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For how long interrupts are held off (KIRQ_LATENCY): from an entry, or the exit window, to the
 * exit or the next window, in cycles of the time-stamp counter, by what was going on: a system
 * call's number, a trap's vector, or a continuation.  The worst of each is kept; `irq` shows them in
 * the debugger, and they are printed when a program touches the port that ends an emulator.
 * Entries to the debugger don't count.
 */
#include <kernel/print.h>
#include <arch/clock.h>
#include <arch/debug.h>
#include <arch/x86/entry.h>
#include <arch/x86/latency.h>
#include <arch/x86/x86.h>

#define PLACES	64u

static struct debug_latency places[PLACES];
static uint64_t start;
static uintptr_t where;
static bool held;

ASM_CALLED void latency_enter(uintptr_t place)
{
	where = place;
	held = true;
	start = x86_rdtsc();
}

ASM_CALLED void latency_leave(void)
{
	uint64_t cycles = x86_rdtsc() - start;

	if (!held || where == LATENCY_VECTOR + VEC_DEBUG || where == LATENCY_VECTOR + VEC_BREAKPOINT)
		return;
	held = false;
	for (unsigned i = 0; i < PLACES; i++) {
		struct debug_latency *p = &places[i];

		if (p->count && p->place != where)
			continue;
		p->place = where;
		p->count++;
		if (cycles > p->worst)
			p->worst = (uint32_t)cycles;
		return;
	}
}

const struct debug_latency *debug_latencies(unsigned n)
{
	return n < PLACES && places[n].count ? &places[n] : NULL;
}

void latency_report(void)
{
	const struct debug_latency *p, *worst = &places[0];

	for (unsigned n = 0; (p = debug_latencies(n)); n++) {
		print("interrupts off: %u cycles, %u times, %s %lx\n", p->worst, p->count,
		      p->place < LATENCY_VECTOR ? "call" : p->place < LATENCY_END ? "vector" : "at",
		      (unsigned long)(p->place < LATENCY_END ? p->place & 0xff : p->place));
		if (p->worst > worst->worst)
			worst = p;
	}
	print("interrupts off at most: %u cycles\n", worst->worst);
	held = false;	/* nor does this */
}
