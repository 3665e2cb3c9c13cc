/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many CPUs in the same memory: random maps, grants, unmaps, UTCBs, spaces that come and die, users
 * and string copies, each on several CPUs at once.  Now and then all stop, and everything must fit
 * together, TLBs included.  MEM_SEED sets the first seed, MEM_RUNS how many; the order in which
 * threads run is the host's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <pthread.h>
#include <cmocka.h>
#include "cpus.h"

#define RUNS		4
#define MEETINGS	30
#define SLICES		150
#define GRACES		12	/* passes after which nobody waits for any */
#define UTCBS		8	/* pages with UTCBs of several CPUs */

/* What a CPU is about. */
static bool enter_space(struct space *s, struct tcb *t)
{
	if (!space_reserve(s))
		return false;
	space_add_thread(s, t);
	return true;
}

static struct actor {
	struct tcb threads[2];
	struct space *spaces[2];	/* in which it has these threads, or NULL */
	enum { IDLE, MAPPING, UNMAPPING } state;
	struct map_op map;
	struct unmap_op unmap;
	word_t utcb;			/* in the first, or 0 */
} CACHE_ALIGNED actors[CPUS];

static struct space *shown[SPACES];	/* to all CPUs */
static struct tcb owners[SPACES];	/* a thread that each has until it is deleted */
static uint64_t first_seed;

static struct actor *self(void)
{
	return &actors[this_cpu()->number];
}

static word_t random_address(void)
{
	switch (rnd(8)) {
	case 0:
		return UTCB_AT + rnd(UTCBS) * KMEM_PAGE_SIZE + rnd(KMEM_PAGE_SIZE);
	case 1:
		return rnd(0xe000000);
	default:
		return rnd(0x800) * 0x1000;
	}
}

/* A thread of this CPU in some space; a dying one takes none. */
static bool join(struct actor *a, unsigned side, unsigned space)
{
	struct space *s = __atomic_load_n(&shown[space], __ATOMIC_ACQUIRE);

	cpus_dawdle();
	if (!s || !enter_space(s, &a->threads[side]))
		return false;
	a->spaces[side] = s;
	return true;
}

static void leave(struct actor *a)
{
	if (a->utcb)
		space_utcb_put(a->spaces[0], a->utcb);
	a->utcb = 0;
	for (unsigned side = 0; side < 2; side++) {
		if (a->spaces[side])
			space_remove_thread(a->spaces[side], &a->threads[side]);
		a->spaces[side] = NULL;
	}
}

static void stop(struct actor *a)
{
	if (a->state == UNMAPPING)
		unmap_op_cancel(&a->unmap);
	a->state = IDLE;
}

/* Of the lower half many small pages; of the upper one large ones, which take all locks, too. */
static word_t random_fpage(void)
{
	static const unsigned sizes[2][8] = { { 12, 12, 12, 14, 16, 18, 20, 22 },
					      { 12, 12, 16, 16, 20, 20, 20, 20 } };
	unsigned half = rnd(4) == 0, log2size = sizes[half][rnd(8)];

	return fpage((half * 0x400 + rnd(0x400)) * 0x1000 >> log2size << log2size, log2size,
		     rnd(3) ? RWX : rnd(8));
}

static void start_something(struct actor *a)
{
	word_t item = random_fpage(), to = (rnd(2) ? item : rnd(0x800) * 0x1000) & ~(word_t)0xfff;
	unsigned status;
	struct space *src = a->spaces[0], *dst = a->spaces[1];

	if (rnd(5) < 3) {
		if (rnd(3) == 0 && mapdb_map_page(src, item, to, dst, ABI_FPAGE_COMPLETE, KMEM_USER))
			return;
		if (map_op_init(&a->map, src, item, to, dst, ABI_FPAGE_COMPLETE, rnd(4) == 0,
				KMEM_USER))
			a->state = MAPPING;
	} else {
		bool flush = rnd(2);

		if (rnd(3) == 0 && mapdb_unmap_page(src, item, flush, &status))
			return;
		if (unmap_op_init(&a->unmap, src, item, flush))
			a->state = UNMAPPING;
	}
}

static void work(struct actor *a)
{
	enum slice ended = SLICE_MORE;

	if (a->state == IDLE)
		start_something(a);
	else if (a->state == MAPPING)
		ended = map_op_run(&a->map);
	else
		ended = unmap_op_run(&a->unmap);
	if (ended != SLICE_MORE)
		a->state = IDLE;
}

static void come_or_go(struct actor *a)
{
	stop(a);
	leave(a);
	if (!join(a, 0, rnd(3) ? rnd(SPACES) : 0) || !join(a, 1, 1 + rnd(SPACES - 1)))
		leave(a);
}

static void change_utcb(struct actor *a)
{
	word_t at = UTCB_AT + rnd(UTCBS) * KMEM_PAGE_SIZE + this_cpu()->number * ABI_UTCB_BYTES;

	if (a->utcb) {
		space_utcb_put(a->spaces[0], a->utcb);
		a->utcb = 0;
	} else if (a->threads[0].space && space_utcb_get(a->spaces[0], at, KMEM_USER)) {
		a->utcb = at;
	}
}

static void copy(struct actor *a)
{
	smp_copy_begin(a->spaces[0], a->spaces[1]);
	for (unsigned n = 0; n < 8; n++) {
		tlb_copy(a->spaces[0], random_address(), false);
		tlb_copy(a->spaces[1], random_address(), true);
	}
	smp_copy_end();
}

static struct space *make_space(void)
{
	struct space *s = space_create(KMEM_USER);

	if (s && space_init_areas(s, fpage(KIP_AT, 12, 0), fpage(UTCB_AT, UTCB_LOG2, 0), KMEM_USER)) {
		space_discard(s);
		s = NULL;
	}
	return s;
}

static void show(unsigned n, struct space *s)
{
	if (s)
		(void)enter_space(s, &owners[n]);
	__atomic_store_n(&shown[n], s, __ATOMIC_RELEASE);
}

/* One dies, or comes. */
static void change_space(void)
{
	static bool changing[SPACES];
	unsigned n = 1 + rnd(SPACES - 1);

	if (__atomic_exchange_n(&changing[n], true, __ATOMIC_ACQUIRE))
		return;
	struct space *s = __atomic_exchange_n(&shown[n], NULL, __ATOMIC_ACQ_REL);

	if (s)
		space_remove_thread(s, &owners[n]);
	else
		show(n, make_space());
	__atomic_store_n(&changing[n], false, __ATOMIC_RELEASE);
}

/* As a user: in one of the spaces, or where this CPU was last. */
static void use(struct actor *a)
{
	if (a->spaces[0] && rnd(4) == 0)
		tlb_load(a->spaces[rnd(2)]);
	for (unsigned n = 0; n < 4; n++)
		tlb_access(random_address(), rnd(2));
}

static void step(struct actor *a)
{
	unsigned what = rnd(64);

	if (what == 0)
		come_or_go(a);
	else if (what == 1)
		stop(a);
	else if (what == 2)
		change_space();
	else if (what < 6)
		(void)reap_step();
	else if (what < 16)
		use(a);
	else if (!a->spaces[0])
		come_or_go(a);
	else if (what < 20)
		change_utcb(a);
	else if (what < 24)
		copy(a);
	else if (what == 24)
		(void)mapdb_sigma0_fault(shown[0], rnd(0x400) * 0x1000);
	else if (what == 25)
		tlb_check();
	else
		work(a);
	cpus_pass();
}

/* Everybody gives up what it has; what is left over ends. */
static void finish(struct actor *a)
{
	unsigned number = this_cpu()->number;

	stop(a);
	leave(a);
	cpus_pass();
	cpus_meet();
	for (unsigned n = 1 + number; n < SPACES; n += CPUS)
		if (shown[n]) {
			space_remove_thread(shown[n], &owners[n]);
			shown[n] = NULL;
		}
	cpus_meet();
	for (unsigned n = 0; n < 2; n++) {
		while (reap_step() == SLICE_MORE)
			cpus_pass();
		cpus_meet();
		if (number == 0 && n == 0)
			space_remove_thread(__atomic_exchange_n(&shown[0], NULL, __ATOMIC_RELAXED),
					    &owners[0]);
	}
	for (unsigned n = 0; n < GRACES; n++) {
		cpus_pass();
		cpus_meet();
	}
	must(cpus_idle());
	(void)kmem_free_bytes();	/* gives the stock back */
}

static void add_hidden(struct space *s)
{
	unsigned at = HIDDEN_SPACES;

	for (unsigned i = 0; i < SPACES; i++)
		if (spaces[i] == s)
			return;
	while (at-- > 0 && hidden_spaces[at])
		if (hidden_spaces[at] == s)
			return;
	hidden_spaces[at] = s;
}

/* All that are alive, for check_world. */
static void list_spaces(void)
{
	memcpy(spaces, shown, sizeof(spaces));
	memset(hidden_spaces, 0, sizeof(hidden_spaces));
	for (unsigned n = 0; n < CPUS; n++)
		for (unsigned side = 0; side < 2; side++)
			if (actors[n].spaces[side])
				add_hidden(actors[n].spaces[side]);
}

static void *cpu_runs(void *number)
{
	unsigned n = (uintptr_t)number;

	if (n)
		cpus_enter(n);
	cpus_meet();
	seed(first_seed * CPUS + n);
	for (unsigned meeting = 0; meeting < MEETINGS; meeting++) {
		for (unsigned i = 0; i < SLICES; i++)
			step(self());
		cpus_meet();
		if (n == 0) {
			list_spaces();
			check_world(false);
			tlb_check();
		}
		cpus_meet();
	}
	finish(self());
	return NULL;
}

/* How much memory is left to them: enough, or not quite. */
static void *take_most(uint64_t run)
{
	void *chain = NULL, *page;

	if (run % 2 == 0)
		return NULL;
	while (kmem_free_bytes() > (200 + rnd(600)) * KMEM_PAGE_SIZE) {
		page = kmem_alloc_pages(0, KMEM_PRIVILEGED);
		must(page);
		*(void **)page = chain;
		chain = page;
	}
	return chain;
}

static void run(uint64_t number)
{
	pthread_t threads[CPUS];
	void *taken;

	printf("seed %lu\n", (unsigned long)number);
	fflush(stdout);
	memset(actors, 0, sizeof(actors));
	memset(owners, 0, sizeof(owners));
	cpu_count = 1;
	cpus_enter(0);
	seed(number);
	first_seed = number;
	size_t before = kmem_free_bytes();

	for (unsigned i = 0; i < SPACES; i++) {
		show(i, make_space());
		shown[i]->sigma0 = i == 0;
	}
	taken = take_most(number);
	cpu_count = CPUS;
	for (uintptr_t n = 1; n < CPUS; n++)
		assert_int_equal(pthread_create(&threads[n], NULL, cpu_runs, (void *)n), 0);
	cpu_runs(0);
	for (unsigned n = 1; n < CPUS; n++)
		pthread_join(threads[n], NULL);
	while (taken) {
		void *page = taken;

		taken = *(void **)page;
		kmem_free_pages(page, 0);
	}
	list_spaces();
	check_world(true);
	assert_int_equal(node_count(), 0);
	assert_int_equal(kmem_free_bytes(), before);
}

static unsigned long number_from(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 0) : otherwise;
}

static void cpus_leave_everything_whole(void **state)
{
	unsigned long first = number_from("MEM_SEED", 1), runs = number_from("MEM_RUNS", RUNS);

	(void)state;
	for (unsigned long n = 0; n < runs; n++)
		run(first + n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cpus_leave_everything_whole),
	};

	alarm(600);
	world_phys_end = 0x800000;
	world_boot();
	return cmocka_run_group_tests_name("mapping database on many CPUs", tests, NULL, NULL);
}
