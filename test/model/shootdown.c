/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three CPUs, one space, two pages of it.  CPU 0 unmaps page 0 and CPU 1 page 1, at the same time;
 * all of them load the space, use its pages and leave it again (an idle CPU has left); CPU 2 copies
 * a string between the pages as well, whether it has the space loaded or not.  Unmapping: clear the
 * entry, see who has the space loaded or copies, ask those to flush, serve requests oneself until
 * all have answered, free the frame.  Loading: say so, then use the table.  Copying: say so, then
 * look into the table; answer when the copy is over.
 */
#include <stdint.h>
#include <stdio.h>
#include "shootdown.h"

#define CPUS	3
#define PAGES	2
#define COPIER	2

enum { NOT_YET, COPYING, COPIED };
enum { IDLE, CLEARED, ASKED, ENDED };

struct state {
	uint8_t entry[PAGES];		/* present? */
	uint8_t freed[PAGES];		/* the frame has another owner */
	uint8_t marked[CPUS];		/* in the space's mask */
	uint8_t loaded[CPUS];
	uint8_t loads[CPUS];		/* still to come */
	uint8_t tlb[CPUS][PAGES];
	uint8_t request[CPUS][CPUS];	/* to, from: flush what that one unmaps */
	uint8_t pending[CPUS];		/* answers a CPU waits for */
	uint8_t phase[PAGES];		/* of the unmap by CPU n of page n */
	uint8_t mask_seen[PAGES];
	uint8_t copy, published;	/* of the copier: how far, and what the others see of it */
	uint8_t looked_up[PAGES];	/* the frame that it copies from or to is known to it */
	uint8_t used_freed;
};

struct shootdown_world shootdown_world;
#define world shootdown_world

static uint8_t mask_of(const struct state *s)
{
	uint8_t mask = 0;

	for (unsigned c = 0; c < CPUS; c++)
		mask |= s->marked[c] << c;
	if (s->published && !world.copying_not_published)
		mask |= 1u << COPIER;
	return mask;
}

/* Unmapping and copying are in the kernel: their CPUs run no user meanwhile. */
static bool in_user_mode(const struct state *s, unsigned c)
{
	if (c == COPIER)
		return s->copy != COPYING;
	return s->phase[c] == IDLE || s->phase[c] == ENDED;
}

static bool load_or_leave(struct state *s, unsigned c, char *what)
{
	if (!in_user_mode(s, c))
		return false;
	if (!world.late_mark ? s->marked[c] && !s->loaded[c] : s->loaded[c] && !s->marked[c]) {
		s->marked[c] = s->loaded[c] = 1;
		sprintf(what, "CPU %u %s", c, world.late_mark ? "says so" : "loads the space");
		return true;
	}
	if (!s->loaded[c] && s->loads[c]) {
		s->loads[c]--;
		*(world.late_mark ? &s->loaded[c] : &s->marked[c]) = 1;
		sprintf(what, "CPU %u %s", c,
			world.late_mark ? "loads the space" : "is going to load");
		return true;
	}
	if (!s->loaded[c] || !s->marked[c])
		return false;
	/* leaving flushes all of it */
	s->loaded[c] = s->marked[c] = 0;
	for (unsigned p = 0; p < PAGES; p++)
		s->tlb[c][p] = 0;
	sprintf(what, "CPU %u leaves the space", c);
	return true;
}

static bool use(struct state *s, unsigned c, unsigned p, char *what)
{
	if (!s->loaded[c] || !in_user_mode(s, c) || !(s->tlb[c][p] || s->entry[p]))
		return false;
	if (s->tlb[c][p] && !s->freed[p])
		return false;		/* nothing new */
	s->tlb[c][p] = 1;
	s->used_freed |= s->freed[p];
	sprintf(what, "CPU %u uses page %u", c, p);
	return true;
}

static bool begin_or_end_copy(struct state *s, char *what)
{
	bool ends = s->copy == COPYING;

	if (s->copy == COPIED)
		return false;
	s->copy++;
	s->published = !ends;
	for (unsigned p = 0; p < PAGES; p++)
		s->looked_up[p] = 0;
	sprintf(what, "CPU %u %s a copy", COPIER, ends ? "ends" : "begins");
	return true;
}

/* The frame is looked up, then used; others act in between. */
static bool copy(struct state *s, unsigned p, char *what)
{
	if (s->copy != COPYING)
		return false;
	if (s->looked_up[p]) {
		if (!s->freed[p])
			return false;	/* nothing new */
		s->used_freed = 1;
		sprintf(what, "CPU %u copies to or from page %u", COPIER, p);
		return true;
	}
	if (!s->entry[p])
		return false;
	s->looked_up[p] = 1;
	sprintf(what, "CPU %u looks page %u up for a copy", COPIER, p);
	return true;
}

static bool unmap(struct state *s, unsigned p, char *what)
{
	const unsigned c = p;

	switch (s->phase[p]) {
	case IDLE:
		if (world.mask_first)
			s->mask_seen[p] = mask_of(s);
		else
			s->entry[p] = 0;
		s->phase[p] = CLEARED;
		sprintf(what, "CPU %u begins to unmap page %u", c, p);
		return true;
	case CLEARED:
		if (world.mask_first)
			s->entry[p] = 0;
		else
			s->mask_seen[p] = mask_of(s);
		s->tlb[c][p] = 0;
		for (unsigned other = 0; other < CPUS; other++)
			if (other != c && s->mask_seen[p] >> other & 1) {
				s->request[other][c] = 1;
				s->pending[c]++;
			}
		s->phase[p] = ASKED;
		sprintf(what, "CPU %u asks the others to flush page %u", c, p);
		return true;
	case ASKED:
		if (s->pending[c] && !world.no_wait)
			return false;
		s->freed[p] = 1;
		s->phase[p] = ENDED;
		sprintf(what, "CPU %u frees the frame of page %u", c, p);
		return true;
	default:
		return false;
	}
}

static bool serve(struct state *s, unsigned c, unsigned from, char *what)
{
	if (!s->request[c][from] || (world.deaf && c < PAGES && s->phase[c] == ASKED))
		return false;
	if (c == COPIER && s->copy == COPYING && !world.answers_in_copy)
		return false;
	s->request[c][from] = 0;
	s->tlb[c][from] = 0;
	s->pending[from]--;
	sprintf(what, "CPU %u flushes page %u for CPU %u", c, from, from);
	return true;
}

static bool step(void *state, unsigned n, char *what)
{
	struct state *s = state;

	if (n < CPUS)
		return load_or_leave(s, n, what);
	n -= CPUS;
	if (n < CPUS * PAGES)
		return use(s, n / PAGES, n % PAGES, what);
	n -= CPUS * PAGES;
	if (n < PAGES)
		return unmap(s, n, what);
	n -= PAGES;
	if (n == 0)
		return begin_or_end_copy(s, what);
	n--;
	if (n < PAGES)
		return copy(s, n, what);
	n -= PAGES;
	return serve(s, n / PAGES, n % PAGES, what);
}

static void start(void *state)
{
	struct state *s = state;

	for (unsigned p = 0; p < PAGES; p++)
		s->entry[p] = 1;
	for (unsigned c = 0; c < CPUS; c++)
		s->loads[c] = 2;
}

static const char *check(const void *state)
{
	const struct state *s = state;

	if (s->used_freed)
		return "a page is used after its frame was given to somebody else";
	for (unsigned c = 0; c < CPUS; c++)
		for (unsigned p = 0; p < PAGES; p++)
			if (s->tlb[c][p] && s->freed[p])
				return "a TLB knows a frame that was given to somebody else";
	return NULL;
}

static const char *check_end(const void *state)
{
	const struct state *s = state;

	for (unsigned p = 0; p < PAGES; p++)
		if (s->phase[p] != ENDED)
			return "an unmap never ends";
	return NULL;
}

const struct model shootdown = {
	.state_size = sizeof(struct state),
	.steps = CPUS + CPUS * PAGES + PAGES + 1 + PAGES + CPUS * PAGES,
	.start = start,
	.step = step,
	.check = check,
	.check_end = check_end,
};
