/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What page tables said must be forgotten everywhere before it is given to somebody else.  A slice
 * that takes something out of tables collects the pages here; at its end it asks those CPUs that
 * have the space loaded, or copy a string of it, and waits for their answers, serving the others'
 * requests meanwhile (docs/smp.md; test/model has the protocol as a model).
 */
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/smp.h>

static struct flush *flush_of(struct smp_cpu *me, const struct space *space)
{
	for (unsigned i = 0; i < me->flushes; i++)
		if (me->flush[i].space == space)
			return &me->flush[i];
	if (me->flushes == FLUSH_SPACES)
		smp_flush_commit();
	struct flush *f = &me->flush[me->flushes++];

	f->space = space;
	f->pages = 0;
	f->leave = false;
	return f;
}

void smp_flush_add(const struct space *space, word_t va)
{
	struct flush *f = flush_of(&this_cpu()->smp, space);

	if (f->pages < FLUSH_PAGES)
		f->va[f->pages] = va;
	if (f->pages <= FLUSH_PAGES)
		f->pages++;
}

void smp_flush_leave(const struct space *space)
{
	flush_of(&this_cpu()->smp, space)->leave = true;
	smp_flush_commit();
}

/* Has that CPU to do with one of the spaces?  A copy is short: whichever it looks into. */
static bool is_concerned(const struct smp_cpu *other, const struct flush *f, unsigned n)
{
	const struct space *loaded = __atomic_load_n(&other->loaded, __ATOMIC_ACQUIRE);

	if (unlikely(__atomic_load_n(&other->copying[0], __ATOMIC_ACQUIRE)))
		return true;
	for (; n > 0; n--, f++)
		if (loaded == f->space || !f->space)
			return true;
	return false;
}

static COLD void ask(struct smp_cpu *me, unsigned number, struct cpu *other)
{
	(void)__atomic_fetch_add(&me->flush_left, 1, __ATOMIC_RELAXED);
	(void)__atomic_fetch_or(&other->smp.flush_asked[number / 32], 1u << number % 32,
				__ATOMIC_RELEASE);
	smp_ask(other, SMP_FLUSH);
}

void smp_flush_commit(void)
{
	struct cpu *here = this_cpu();
	struct smp_cpu *me = &here->smp;

	if (likely(!me->flushes))
		return;
	/* the entries are cleared before we look who may have read them */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	for (unsigned n = 0; n < cpu_count; n++)
		if (cpus[n] != here && is_concerned(&cpus[n]->smp, me->flush, me->flushes))
			ask(me, here->number, cpus[n]);
	for (unsigned i = 0; i < me->flushes; i++)
		arch_flush_pages(&me->flush[i]);
	while (__atomic_load_n(&me->flush_left, __ATOMIC_ACQUIRE))
		smp_relax();
	me->flushes = 0;
}

void smp_flush_serve(void)
{
	struct cpu *here = this_cpu();

	for (unsigned w = 0; w < SMP_CPU_WORDS; w++) {
		uint32_t asked = __atomic_exchange_n(&here->smp.flush_asked[w], 0, __ATOMIC_ACQUIRE);

		for (; asked; asked &= asked - 1) {
			struct smp_cpu *other = &cpus[w * 32 + __builtin_ctz(asked)]->smp;

			for (unsigned i = 0; i < other->flushes; i++)
				arch_flush_pages(&other->flush[i]);
			(void)__atomic_fetch_sub(&other->flush_left, 1, __ATOMIC_RELEASE);
		}
	}
}

void smp_copy_begin(const struct space *a, const struct space *b)
{
	struct smp_cpu *me = &this_cpu()->smp;

	__atomic_store_n(&me->copying[0], a, __ATOMIC_RELAXED);
	__atomic_store_n(&me->copying[1], b, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void smp_copy_end(void)
{
	struct smp_cpu *me = &this_cpu()->smp;

	__atomic_store_n(&me->copying[0], NULL, __ATOMIC_RELEASE);
	__atomic_store_n(&me->copying[1], NULL, __ATOMIC_RELEASE);
}
