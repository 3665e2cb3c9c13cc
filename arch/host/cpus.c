/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many CPUs in one process, one of which goes on at a time, by the seed.  Each runs its entries on a
 * stack of its own, and may be left in the middle of one: before an atomic operation, between two
 * basic blocks of the core (the compiler calls us there), and whenever it spins.
 */
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <sanitizer/common_interface_defs.h>
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <arch/clock.h>
#include <arch/cpu.h>
#include <arch/utcb.h>
#include "host.h"

#ifdef CONFIG_SMP

#define STACK_BYTES	(256u << 10)
#define ATOMIC_WEIGHT	8	/* such an operation counts as so many blocks */
#define CALM_TRIES	1000000

struct context {
	ucontext_t context;
	char *stack;
	void *fake;
	word_t utcb;		/* the current-UTCB word of this CPU */
	bool inside;		/* in the middle of an entry */
	bool requested;		/* another CPU has interrupted it */
};

struct cpu *host_cpu;
static struct cpu cpu_data[CONFIG_SMP_MAX_PROCS];
static struct context contexts[CONFIG_SMP_MAX_PROCS];
static ucontext_t loop;
static void *loop_fake;
static const void *loop_stack;
static size_t loop_bytes;
static long budget;

/* --- switching -------------------------------------------------------------------------------- */

static struct context *mine(void)
{
	return &contexts[host_cpu->number];
}

static NOINLINE void leave(struct context *c)
{
	__sanitizer_start_switch_fiber(&c->fake, loop_stack, loop_bytes);
	swapcontext(&c->context, &loop);
	__sanitizer_finish_switch_fiber(c->fake, &loop_stack, &loop_bytes);
}

static void live(void)
{
	__sanitizer_finish_switch_fiber(NULL, &loop_stack, &loop_bytes);
	for (;;) {
		mine()->inside = true;
		host_entry();
		mine()->inside = false;
		leave(mine());
	}
}

static void go_on(unsigned n, long blocks)
{
	struct context *c = &contexts[n];

	host_cpu = cpus[n];
	host_current_utcb = c->utcb;
	budget = blocks;
	__sanitizer_start_switch_fiber(&loop_fake, c->stack, STACK_BYTES);
	swapcontext(&loop, &c->context);
	__sanitizer_finish_switch_fiber(loop_fake, NULL, NULL);
	c->utcb = host_current_utcb;
}

static void let_others(void)
{
	host_slices = false;
	leave(mine());
	host_slices = true;
}

void host_spin(void)
{
	if (!host_slices)
		host_fail("somebody spins who is alone");
	let_others();
}

static void count_down(long blocks)
{
	if (host_slices && (budget -= blocks) < 0)
		let_others();
}

void host_slice(void)
{
	count_down(ATOMIC_WEIGHT);
}

/* The compiler's name for it: before each basic block of the core. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	count_down(1);
}

/* --- whose turn it is --------------------------------------------------------------------------- */

static bool has_work(unsigned n)
{
	return contexts[n].inside || contexts[n].requested || !host_is_idle(cpus[n]);
}

/* While the others come to rest: who is in the middle of something, or asked for by who is. */
static bool is_needed(unsigned n)
{
	return contexts[n].inside || contexts[n].requested;
}

static int pick(bool (*fits)(unsigned n))
{
	unsigned fitting[CONFIG_SMP_MAX_PROCS], count = 0;

	for (unsigned n = 0; n < cpu_count; n++)
		if (fits(n))
			fitting[count++] = n;
	return count ? (int)fitting[host_random(count)] : -1;
}

static bool somebody_is_inside(void)
{
	for (unsigned n = 0; n < cpu_count; n++)
		if (contexts[n].inside)
			return true;
	return false;
}

static void calm_down(void)
{
	for (unsigned long tries = 0; somebody_is_inside(); tries++) {
		if (tries == CALM_TRIES)
			host_fail("CPUs wait for each other");
		go_on((unsigned)pick(is_needed), INT32_MAX);
	}
}

static void sleep_until_tick(void)
{
	usec_t first = USEC_NEVER;

	for (unsigned n = 0; n < cpu_count; n++)
		if (host_tick_due(cpus[n]) < first)
			first = host_tick_due(cpus[n]);
	host_now = first;
}

/* Long slices and short ones. */
static long blocks_of_slice(void)
{
	return host.slice ? (long)host_random(1 + host_random(2 * host.slice)) : INT32_MAX;
}

void host_step(void)
{
	unsigned long entries = host_entries;
	int n = pick(has_work);
	struct tcb *self;

	if (n < 0) {
		sleep_until_tick();
		n = pick(has_work);
	}
	self = cpus[n]->current;
	host_steps++;
	host_now += host.entry_us ? host_random(host.entry_us + 1) : 0;
	go_on((unsigned)n, blocks_of_slice());
	if (host.slice && host_random(host.calm_every))
		return;
	calm_down();
	if (host.after)
		host.after(host_entries == entries + 1 ? self : NULL);
}

size_t host_free_bytes(void)
{
	struct cpu *cpu = host_cpu;
	size_t bytes = 0;

	for (unsigned n = 0; n < cpu_count; n++) {
		host_cpu = cpus[n];
		bytes = kmem_free_bytes();
	}
	host_cpu = cpu;
	return bytes;
}

/* --- what the core asks for ----------------------------------------------------------------------- */

void arch_cpu_interrupt(const struct cpu *cpu)
{
	contexts[cpu->number].requested = true;
}

bool host_take_request(void)
{
	bool requested = mine()->requested;

	mine()->requested = false;
	return requested;
}

static void make_context(struct context *c)
{
	c->stack = malloc(STACK_BYTES);
	getcontext(&c->context);
	c->context.uc_stack.ss_sp = c->stack;
	c->context.uc_stack.ss_size = STACK_BYTES;
	makecontext(&c->context, live, 0);
}

void host_cpus_init(void)
{
	if (!host.cpus)
		host.cpus = CONFIG_SMP_MAX_PROCS;
	if (!host.calm_every)
		host.calm_every = 1;
	host_cpu = cpus[0] = &cpu_data[0];
	for (unsigned n = 0; n < host.cpus; n++)
		make_context(&contexts[n]);
}

void host_cpus_go(void)
{
	mine()->utcb = host_current_utcb;
}

unsigned arch_cpus_start(void)
{
	word_t *first = kip + kip[ABI_KIP_PROC_DESC_PTR] / sizeof(word_t);

	for (unsigned n = 1; n < host.cpus; n++) {
		memcpy(first + n * ABI_PROCDESC_WORDS, first,
		       ABI_PROCDESC_WORDS * sizeof(word_t));
		host_cpu = cpus[n] = &cpu_data[n];
		host_cpu->number = n;
		host_make_current(cpu_start(host_cpu));
	}
	kip[ABI_KIP_PROCESSOR_INFO] += host.cpus - 1;
	host_cpu = cpus[0];
	return host.cpus;
}

#endif
