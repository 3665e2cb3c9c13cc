/* SPDX-License-Identifier: BSD-2-Clause */
/* See explore.h: all states in one array, a hash table of indices over it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "explore.h"

struct origin {
	uint32_t from;
	uint32_t step;
};

struct table {
	const struct model *m;
	char *states;
	struct origin *origins;
	uint32_t *slots;		/* index + 1, or 0 */
	size_t slot_count, used, most;
};

static char *state_at(const struct table *t, size_t i)
{
	return t->states + i * t->m->state_size;
}

static uint64_t hash(const char *p, size_t n)
{
	uint64_t h = 1469598103934665603ull;

	while (n--)
		h = (h ^ (unsigned char)*p++) * 1099511628211ull;
	return h ^ h >> 29;
}

/* Enter the state; true if it is new (and there is room). */
static bool enter(struct table *t, const char *state, struct origin origin)
{
	size_t slot = hash(state, t->m->state_size) % t->slot_count;

	for (; t->slots[slot]; slot = (slot + 1) % t->slot_count)
		if (!memcmp(state_at(t, t->slots[slot] - 1), state, t->m->state_size))
			return false;
	if (t->used == t->most)
		return false;
	memcpy(state_at(t, t->used), state, t->m->state_size);
	t->origins[t->used] = origin;
	t->slots[slot] = (uint32_t)++t->used;
	return true;
}

static void tell_way(const struct table *t, size_t i)
{
	char *state = malloc(t->m->state_size), what[80];
	size_t way[256], length = 0;

	for (; i && length < 256; i = t->origins[i].from)
		way[length++] = i;
	while (length--) {
		memcpy(state, state_at(t, t->origins[way[length]].from), t->m->state_size);
		(void)t->m->step(state, t->origins[way[length]].step, what);
		printf("#   %s\n", what);
	}
	free(state);
}

static const char *look(struct table *t, size_t i, size_t *ends)
{
	char *next = malloc(t->m->state_size), what[80];
	const char *wrong = t->m->check(state_at(t, i));
	bool end = true;

	for (unsigned n = 0; !wrong && n < t->m->steps; n++) {
		memcpy(next, state_at(t, i), t->m->state_size);
		if (!t->m->step(next, n, what))
			continue;
		end = false;
		(void)enter(t, next, (struct origin){ (uint32_t)i, n });
	}
	if (!wrong && end) {
		++*ends;
		wrong = t->m->check_end(state_at(t, i));
	}
	free(next);
	return wrong;
}

struct exploration explore(const struct model *m, size_t most, bool tell)
{
	struct table t = { .m = m, .most = most, .slot_count = most * 2 + 1 };
	struct exploration e = { 0 };
	char *first = calloc(1, m->state_size);

	t.states = malloc(most * m->state_size);
	t.origins = malloc(most * sizeof(*t.origins));
	t.slots = calloc(t.slot_count, sizeof(*t.slots));
	m->start(first);
	(void)enter(&t, first, (struct origin){ 0, 0 });
	for (size_t i = 0; i < t.used && !e.wrong; i++) {
		e.wrong = look(&t, i, &e.ends);
		if (e.wrong && tell) {
			printf("# %s:\n", e.wrong);
			tell_way(&t, i);
		}
	}
	e.states = t.used;
	e.complete = t.used < most;
	free(t.states);
	free(t.origins);
	free(t.slots);
	free(first);
	return e;
}
