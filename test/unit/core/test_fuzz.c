/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random threads make random system calls, fault, raise exceptions and answer interrupts; after
 * every step all invariants hold.  At the end the servers delete everybody and give everything
 * back, and kernel memory is what it was.  Arguments of the program: first seed, number of seeds,
 * steps of each; the seed of a failure is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <kernel/entry.h>
#include <kernel/work.h>
#include <arch/irq.h>
#include "fuzz.h"

#define CLEANUP_STEPS	200000

#ifdef CONFIG_SMP
#define MANY_CPUS true
#else
#define MANY_CPUS false
#endif

static unsigned long seeds = MANY_CPUS ? 12 : 40, steps = MANY_CPUS ? 4000 : 10000,
	first_seed = 1, calls_made;
/* With many CPUs: each so many worlds one is left alone until its entry has ended. */
#define WHOLE_ENTRIES	4
static uint64_t seed_now;
static bool cleaning;
static unsigned cleaned;
static size_t free_at_start;

/* --- the end of a world ----------------------------------------------------------------------- */

static const struct tcb *a_victim(void)
{
	const struct tcb *t = host_next_thread(NULL);

	while (t && id_number(t->id) <= ROOT_NUMBER)
		t = host_next_thread(t);
	return t;
}

/* Both servers give back what they have; root deletes everybody else first. */
static void clean_up(struct tcb *self, struct host_trap *trap)
{
	const word_t nap = TIMEOUTS(0, TIME_MS(1));

	*trap = (struct host_trap){ HOST_IPC, { NILTHREAD, self->id, nap } };
	if (self->id == SIGMA0_ID) {
		if (cleaned > HOST_IRQS) {
			utcb_set_mr(self, 0, ABI_FPAGE_COMPLETE | 7);
			*trap = (struct host_trap){ HOST_UNMAP, { ABI_UNMAP_FLUSH } };
		}
	} else if (a_victim()) {
		*trap = (struct host_trap){ HOST_THREAD_CONTROL,
					    { a_victim()->id, NILTHREAD, 0, 0, -1 } };
	} else if (cleaned < HOST_IRQS) {
		word_t irq = id_make(cleaned++, 1);

		*trap = (struct host_trap){ HOST_THREAD_CONTROL, { irq, irq, 0, irq, -1 } };
	} else if (cleaned == HOST_IRQS) {
		utcb_set_mr(self, 0, ABI_FPAGE_COMPLETE | 7);
		*trap = (struct host_trap){ HOST_UNMAP, { ABI_UNMAP_FLUSH } };
		cleaned++;
	}
}

static void script(struct tcb *self, struct host_trap *trap)
{
	if (cleaning && fuzz_is_server(self))
		clean_up(self, trap);
	else
		fuzz_live(self, trap);
}

/* What a world has been like, for -v. */
static unsigned long kinds[HOST_CALLS], states[8], transfers, tunnels, revoking;

static void note(struct tcb *self, enum host_call call)
{
	kinds[call]++;
	if (getenv("FUZZ_TRACE"))
		fprintf(stderr, "%lu: %lx state %u flags %x call %u\n", host_steps,
			(unsigned long)self->id, self->state, self->flags, call);
	for (const struct tcb *t = host_next_thread(NULL); t; t = host_next_thread(t)) {
		states[t->state]++;
		transfers += t->state == THREAD_SENDING;
		tunnels += (t->flags & TCB_TUNNEL) != 0;
	}
	revoking += inside_revoking();
	inside_before(self, call);
}

static void tell(void)
{
	if (!getenv("FUZZ_VERBOSE"))
		return;
	printf("# seed %lu: calls", (unsigned long)seed_now);
	for (unsigned i = 0; i < HOST_CALLS; i++)
		printf(" %lu", kinds[i]);
	printf("; states");
	for (unsigned i = 0; i < 7; i++)
		printf(" %lu", states[i]);
	printf("; in transfer %lu, tunnel %lu, revoking %lu, mappings %lu, free %lu\n", transfers,
	       tunnels, revoking, (unsigned long)inside_mappings(),
	       (unsigned long)host_free_bytes());
}

static bool all_is_gone(void)
{
	return cleaned > HOST_IRQS && inside_mappings() == 0 && inside_is_quiet();
}

/* Entries as a whole, or blocks of them. */
static void choose_slices(void)
{
	static const unsigned slices[WHOLE_ENTRIES] = { 0, 20, 100, 600 };

	host.slice = slices[seed_now % WHOLE_ENTRIES];
	host.calm_every = host.slice ? 4000 / host.slice : 1;
}

static void world(void)
{
	host.seed = seed_now;
	fuzz_grants = seed_now % 2;
	host.entry_us = 40;
	host.kmem_bytes = seed_now % 3 ? 0 : 0x50000 + (seed_now % 7) * 0x4000;
	host.sigma0_ip = host.root_ip = 0x1000;
	host.script = script;
	host.before = note;
	host.after = inside_check;
	choose_slices();
	host_boot();
	inside_expect_grants(fuzz_grants);
	inside_memory_every = 8;
	free_at_start = host_free_bytes();
	while (host_entries < steps)
		host_step();
	tell();
	cleaning = true;
	host.calm_every = 1;
	host_step();
	host.slice = 0;
	for (unsigned long n = 0; !all_is_gone(); n++) {
		if (n == CLEANUP_STEPS) {	/* somebody has halted the servers for good */
			const struct tcb *root = thread_slot(ROOT_NUMBER);
			const struct tcb *sigma0 = thread_slot(thread_user_base());

			check(root->state == THREAD_HALTED || sigma0->state == THREAD_HALTED ||
			      root == &nobody || sigma0 == &nobody);
			return;
		}
		host_step();
	}
	check_is(host_free_bytes(), free_at_start);
}

static void random_calls_keep_all_invariants(void **state)
{
	(void)state;
	for (unsigned long s = 0; s < seeds; s++) {
		seed_now = first_seed + s;
		calls_made += steps;
		in_child(world);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_calls_keep_all_invariants),
	};
	struct timespec begin, end;
	int failed;

	if (argc > 1)
		first_seed = strtoul(argv[1], NULL, 0);
	if (argc > 2)
		seeds = strtoul(argv[2], NULL, 0);
	if (argc > 3)
		steps = strtoul(argv[3], NULL, 0);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	failed = cmocka_run_group_tests_name("fuzz", tests, NULL, NULL);
	clock_gettime(CLOCK_MONOTONIC, &end);
	double seconds = (double)(end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) * 1e-9;

	printf("# %lu steps in %.1f s, %.0f a second with all invariants\n", calls_made, seconds,
	       (double)calls_made / seconds);
	return failed;
}
