/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's structures against naive ones: ready queues against sorted lists, the timeout wheel
 * against a list, the radix page table against an array.
 */
#include <stdlib.h>
#include <string.h>
#include <kernel/mapping.h>
#include <kernel/sched.h>
#include <kernel/timeout.h>
#include <arch/clock.h>
#include "world.h"

#define THREADS	40
#define PAGES	64

#define rnd(n) ((unsigned)host_random(n))

static struct tcb threads[THREADS];

static void sleep_for_ever(struct tcb *self, struct host_trap *trap)
{
	*trap = (struct host_trap){ HOST_IPC, { NILTHREAD, self->id, 0 } };
}

/* The core has started and idles. */
static void start(void)
{
	host.sigma0_ip = host.root_ip = 0x1000;
	host.script = sleep_for_ever;
	host.cpus = 1;
	host_boot();
	for (unsigned n = 0; n < 10; n++)
		host_step();
	check(this_cpu()->current == &this_cpu()->idle);
	for (unsigned i = 0; i < THREADS; i++) {
		thread_init_links(&threads[i]);
		threads[i].id = id_make(1000 + i, 1);
		threads[i].state = THREAD_RUNNING;
		threads[i].prio = threads[i].sensitive_prio = 20;
	}
}

/* --- ready queues ----------------------------------------------------------------------------- */

static int order[THREADS], ordered;	/* best first */

static void naive_remove(int t)
{
	int at = 0;

	while (order[at] != t)
		at++;
	memmove(order + at, order + at + 1, (THREADS - at - 1) * sizeof(order[0]));
	ordered--;
}

static void naive_insert(int t, bool head)
{
	int at = 0;

	while (at < ordered && (threads[order[at]].prio > threads[t].prio ||
				(!head && threads[order[at]].prio == threads[t].prio)))
		at++;
	memmove(order + at + 1, order + at, (ordered - at) * sizeof(order[0]));
	order[at] = t;
	ordered++;
}

static void one_change(void)
{
	int t = rnd(THREADS);
	bool queued = link_is_queued(&threads[t].ready_link);

	switch (rnd(6)) {
	case 0:
	case 1:
		if (queued)
			break;
		sched_enqueue_tail(&threads[t]);
		naive_insert(t, false);
		break;
	case 2:
		if (queued)
			break;
		sched_enqueue_head(&threads[t]);
		naive_insert(t, true);
		break;
	case 3:
		if (!queued)
			break;
		sched_dequeue(&threads[t]);
		naive_remove(t);
		break;
	case 4:
		if (queued)
			naive_remove(t);
		sched_set_prio(&threads[t], rnd(2) ? rnd(256) : 60 + rnd(8));
		if (queued)
			naive_insert(t, false);
		break;
	default: {
		struct tcb *best = sched_pick();

		check(best == (ordered ? &threads[order[0]] : &this_cpu()->idle));
		check(this_cpu()->accounted == best);
		if (ordered)
			naive_remove(order[0]);
		break;
	}
	}
}

static void queues(void)
{
	start();
	for (unsigned n = 0; n < 100000; n++)
		one_change();
	while (ordered) {
		check(sched_pick() == &threads[order[0]]);
		naive_remove(order[0]);
	}
}

static void ready_queues_are_sorted_lists(void **state)
{
	(void)state;
	in_child(queues);
}

/* --- timeouts --------------------------------------------------------------------------------- */

static usec_t any_deadline(usec_t now)
{
	switch (rnd(5)) {
	case 0:
		return now + rnd(64);
	case 1:
		return now + rnd(5000);
	case 2:
		return now > 100 ? now - rnd(100) : now;
	case 3:
		return now + host_random((uint64_t)1 << rnd(62));
	default:
		return now + rnd(100000);
	}
}

static void expire_all(usec_t now)
{
	bool more = true;

	while (more) {
		struct tcb *t = timeout_expired(now, &more);

		if (!t)
			continue;
		check(!(t->flags & TCB_TIMEOUT) && !link_is_queued(&t->timeout_link));
		check(t->deadline <= now);
	}
	for (unsigned i = 0; i < THREADS; i++)
		check(!(threads[i].flags & TCB_TIMEOUT) || threads[i].deadline > now);
}

static void wheel(void)
{
	usec_t now;

	start();
	now = host_now;
	for (unsigned n = 0; n < 60000; n++) {
		struct tcb *t = &threads[rnd(THREADS)];

		if (t->flags & TCB_TIMEOUT) {
			if (rnd(3) == 0)
				timeout_cancel(t);
		} else {
			timeout_set(t, any_deadline(now));
		}
		if (rnd(4))
			continue;
		now += rnd(3) ? rnd(3000) : host_random((uint64_t)1 << rnd(36));
		expire_all(now);
	}
	expire_all(USEC_NEVER - 1);
}

static void timeouts_expire_when_they_are_due(void **state)
{
	(void)state;
	in_child(wheel);
}

/* One call does a bounded amount of work, however many are due at once. */
static void crowd(void)
{
	bool more = true;
	unsigned calls = 0, expired = 0;

	start();
	for (unsigned i = 0; i < THREADS; i++)
		timeout_set(&threads[i], host_now + 5000 + i);
	for (; more; calls++)
		expired += timeout_expired(host_now + 6000, &more) != NULL;
	check_is(expired, THREADS);
	check(calls <= 2 * THREADS + 4);
}

static void crowds_expire_one_by_one(void **state)
{
	(void)state;
	in_child(crowd);
}

/* --- page tables ------------------------------------------------------------------------------ */

struct page {
	word_t va;
	unsigned level, rights;
	phys_t phys;
};

static struct page pages[PAGES];
static unsigned page_count;

static bool overlaps(word_t va, unsigned level)
{
	for (unsigned i = 0; i < page_count; i++) {
		unsigned l = pages[i].level > level ? pages[i].level : level;

		if ((pages[i].va ^ va) >> pt_shift(l) == 0)
			return true;
	}
	return false;
}

static const struct page *page_at(word_t va)
{
	for (unsigned i = 0; i < page_count; i++)
		if ((pages[i].va ^ va) >> pt_shift(pages[i].level) == 0)
			return &pages[i];
	return NULL;
}

static word_t any_va(void)
{
	static const unsigned shifts[] = { 12, 13, 16, 20, 21, 24, 29, 30 };
	word_t va = (word_t)rnd(8) << shifts[rnd(8)] | (word_t)rnd(4) << 12, user;

	if (ABI_WORD_BITS == 64 && rnd(4) == 0)
		va |= (word_t)(0x7fff8 - rnd(2)) << 28;
	return pt_user_next(va, &user) ? user & ~(word_t)0xfff : 0;
}

static void insert_one(struct space *s)
{
	unsigned level = rnd(PT_LEVELS);
	struct page p = { any_va(), level, 1 + rnd(7), (phys_t)rnd(64) << 24 };

	p.va = p.va >> pt_shift(level) << pt_shift(level);
	p.phys = p.phys >> pt_shift(level) << pt_shift(level);
	if (!pt_level_is_leaf(level) || page_count == PAGES || overlaps(p.va, level))
		return;
	check(pt_insert(s, p.va, pt_find(s, p.va), level, pte_make(p.phys, p.rights, level), 0,
			KMEM_PRIVILEGED));
	pages[page_count++] = p;
}

static void remove_one(struct space *s)
{
	if (!page_count)
		return;
	struct page *p = &pages[rnd(page_count)];

	if (rnd(2))
		(void)host_translate(s, p->va, p->rights & -p->rights);
	pte_t old = pt_remove(s, p->va);

	check_is(pte_phys(old), p->phys);
	check_is(pte_rights(old), p->rights);
	*p = pages[--page_count];
	smp_flush_commit();
	host_tlb_check();
}

static void look_up(const struct space *s)
{
	word_t va = page_count && rnd(2) ? pages[rnd(page_count)].va + rnd(4096) : any_va();
	const struct page *p = page_at(va);
	phys_t frame;
	unsigned rights, level;

	check_is(space_lookup(s, va, &frame, &rights, &level), p != NULL);
	if (!p)
		return;
	check_is(level, p->level);
	check_is(rights, p->rights);
	check_is(frame, (p->phys + (va - p->va)) & ~(phys_t)0xfff);
}

/* Going over empty entries comes to the next page, and never past it. */
static void skip_empty(const struct space *s)
{
	word_t va = any_va(), at = va, limit = (word_t)1 << (13 + rnd(18));
	int budget = 100000;

	while (at - va <= limit) {
		struct pt_spot spot = pt_find(s, at);

		if (pte_is_present(*spot.slot))
			break;
		word_t run = pt_empty_run(spot, at, limit - (at - va), &budget);

		check(run > 0 && budget > 0);
		at += run;
	}
	for (unsigned i = 0; i < page_count; i++)
		check(pages[i].va <= va || pages[i].va >= at);
}

static void tables(void)
{
	start();
	struct space *s = space_create(KMEM_PRIVILEGED);
	size_t empty = kmem_free_bytes();

	for (unsigned n = 0; n < 40000; n++) {
		switch (rnd(5)) {
		case 0:
			insert_one(s);
			break;
		case 1:
			remove_one(s);
			break;
		case 2:
			skip_empty(s);
			break;
		default:
			look_up(s);
			break;
		}
	}
	while (page_count)
		remove_one(s);
	check_is(kmem_free_bytes(), empty);
}

static void page_tables_are_maps(void **state)
{
	(void)state;
	in_child(tables);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ready_queues_are_sorted_lists),
		cmocka_unit_test(timeouts_expire_when_they_are_due),
		cmocka_unit_test(crowds_expire_one_by_one),
		cmocka_unit_test(page_tables_are_maps),
	};

	return cmocka_run_group_tests_name("structures", tests, NULL, NULL);
}
