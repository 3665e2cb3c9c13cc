/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three CPUs, three things that lookups find.  CPU 0 takes out things 0 and 2, CPU 1 thing 1, and
 * both free them after grace; all CPUs look things up in slices, and are idle in between.  A token
 * is passed on by looking which CPU is the next that isn't idle, one after the other, then giving
 * it to that one, which others see as steps.  Who is asked while idle wakes up.
 */
#include <stdint.h>
#include <stdio.h>
#include "grace.h"

#define CPUS	3
#define THINGS	3

enum { BETWEEN, LOOKING, REMOVING, ASKING, PASSING };

struct cpu {
	uint8_t phase, is_idle;
	uint8_t at, whose;		/* ASKING, PASSING: the CPU last looked at; the token */
	uint8_t thing;			/* REMOVING, ASKING */
	uint8_t to_pass;		/* tokens taken, to be passed on next */
	uint8_t tokens, asked;		/* by others */
	uint8_t waiting, leaving, unseen;	/* things */
	uint8_t holds, looked;		/* in this slice */
	uint8_t slices, removals;	/* left */
};

struct state {
	struct cpu c[CPUS];
	uint8_t gone, freed;		/* things */
};

struct grace_world grace_world;
#define world grace_world

static void end_slice(struct cpu *me)
{
	me->phase = BETWEEN;
	me->holds = me->looked = me->at = me->whose = me->thing = 0;
	if (world.late_awake)
		me->is_idle = 0;
}

static void begin_slice(struct cpu *me, unsigned phase)
{
	me->phase = phase;
	if (!world.late_awake)
		me->is_idle = 0;
}

static void begin_pass(struct state *s, unsigned c, unsigned whose)
{
	s->c[c].phase = PASSING;
	s->c[c].at = c;
	s->c[c].whose = whose;
}

/* The other tokens that were taken, if any. */
static void pass_next(struct state *s, unsigned c)
{
	struct cpu *me = &s->c[c];

	for (unsigned n = 0; n < CPUS; n++)
		if (me->to_pass >> n & 1) {
			me->to_pass &= ~(1u << n);
			begin_pass(s, c, n);
			return;
		}
	end_slice(me);
}

static void start_round(struct state *s, unsigned c)
{
	struct cpu *me = &s->c[c];

	if (me->leaving || me->unseen || !me->waiting) {
		end_slice(me);
		return;
	}
	me->leaving = me->waiting;
	me->waiting = 0;
	begin_pass(s, c, c);
}

/* All others are idle: free it at once.  Else it has to wait. */
static void asked_all(struct state *s, unsigned c, bool all_idle)
{
	struct cpu *me = &s->c[c];
	uint8_t bit = 1u << me->thing;

	s->gone |= bit;
	if (all_idle) {
		s->freed |= bit;
		end_slice(me);
		return;
	}
	if (me->leaving && world.joins_round)
		me->leaving |= bit;
	else
		me->waiting |= bit;
	start_round(s, c);
}

static bool ask_next(struct state *s, unsigned c, char *what)
{
	struct cpu *me = &s->c[c];
	bool back = world.skips_others && me->phase == PASSING && me->whose != c;
	unsigned n = back ? me->whose : (me->at + 1u) % CPUS;

	sprintf(what, "CPU %u looks whether CPU %u is idle", c, n);
	me->at = n;
	if (n != me->whose && s->c[n].is_idle)
		return true;
	if (me->phase == ASKING) {
		asked_all(s, c, n == c);
		return true;
	}
	sprintf(what, "CPU %u gives the token of CPU %u to CPU %u", c, me->whose, n);
	s->c[n].tokens |= 1u << me->whose;
	s->c[n].asked = 1;
	pass_next(s, c);
	return true;
}

static bool go_on(struct state *s, unsigned c, char *what)
{
	struct cpu *me = &s->c[c];

	switch (me->phase) {
	case LOOKING:
		sprintf(what, "CPU %u ends its slice", c);
		end_slice(me);
		return true;
	case REMOVING:
		sprintf(what, "CPU %u takes thing %u out", c, me->thing);
		s->gone |= world.asks_first ? 0 : 1u << me->thing;
		me->phase = ASKING;
		me->at = me->whose = c;
		return true;
	case ASKING:
	case PASSING:
		return ask_next(s, c, what);
	default:
		return false;
	}
}

static bool look(struct state *s, unsigned c, unsigned thing, char *what)
{
	struct cpu *me = &s->c[c];

	if (me->phase != LOOKING || (me->looked >> thing & 1) || (s->gone >> thing & 1))
		return false;
	sprintf(what, "CPU %u looks thing %u up", c, thing);
	me->looked |= 1u << thing;
	me->holds |= 1u << thing;
	return true;
}

static bool take_tokens(struct state *s, unsigned c, char *what)
{
	struct cpu *me = &s->c[c];

	if (!me->asked || !(me->phase == BETWEEN || (world.served_inside && me->phase == LOOKING)))
		return false;
	sprintf(what, "CPU %u takes its tokens", c);
	if (me->phase == LOOKING) {		/* the mistake: it is as if others had done it */
		uint8_t mine = me->tokens & ~(1u << c);

		if (!mine)
			return false;
		me->tokens &= 1u << c;
		s->c[(c + 1) % CPUS].tokens |= mine;
		s->c[(c + 1) % CPUS].asked = 1;
		return true;
	}
	begin_slice(me, PASSING);
	if (me->tokens >> c & 1) {
		me->unseen = me->leaving;
		me->leaving = 0;
	}
	me->to_pass = me->tokens & ~(1u << c);
	me->tokens = me->asked = 0;
	pass_next(s, c);
	return true;
}

static bool free_unseen(struct state *s, unsigned c, char *what)
{
	struct cpu *me = &s->c[c];

	if (me->phase != BETWEEN || !me->unseen)
		return false;
	sprintf(what, "CPU %u frees what nobody sees", c);
	s->freed |= me->unseen;
	me->unseen = 0;
	if (!world.stays_waiting)
		start_round(s, c);
	return true;
}

static bool begin(struct state *s, unsigned c, bool removes, char *what)
{
	struct cpu *me = &s->c[c];

	if (me->phase != BETWEEN || !(removes ? me->removals : me->slices))
		return false;
	sprintf(what, "CPU %u begins a slice", c);
	begin_slice(me, removes ? REMOVING : LOOKING);
	if (removes)
		me->thing = --me->removals ? 2 : c;
	else
		me->slices--;
	return true;
}

static bool be_idle(struct state *s, unsigned c, char *what)
{
	struct cpu *me = &s->c[c];

	if (me->phase != BETWEEN || me->is_idle || me->unseen)
		return false;
	sprintf(what, "CPU %u is idle", c);
	me->is_idle = 1;
	return true;
}

#define STEPS_OF_CPU	(6 + THINGS)

static bool step(void *state, unsigned number, char *what)
{
	struct state *s = state;
	unsigned c = number / STEPS_OF_CPU, n = number % STEPS_OF_CPU;

	switch (n) {
	case 0:
		return go_on(s, c, what);
	case 1:
		return take_tokens(s, c, what);
	case 2:
		return free_unseen(s, c, what);
	case 3:
	case 4:
		return begin(s, c, n == 4, what);
	case 5:
		return be_idle(s, c, what);
	default:
		return look(s, c, n - 6, what);
	}
}

static void start(void *state)
{
	struct state *s = state;

	for (unsigned c = 0; c < CPUS; c++)
		s->c[c].slices = 1;
	s->c[0].removals = 2;
	s->c[1].removals = 1;
}

static const char *check(const void *state)
{
	const struct state *s = state;

	for (unsigned c = 0; c < CPUS; c++)
		if (s->c[c].holds & s->freed)
			return "a thing is freed that a CPU still looks at";
	return NULL;
}

static const char *check_end(const void *state)
{
	const struct state *s = state;

	return s->freed != (1u << THINGS) - 1 ? "a thing is never freed" : NULL;
}

const struct model grace = {
	.state_size = sizeof(struct state),
	.steps = CPUS * STEPS_OF_CPU,
	.start = start,
	.step = step,
	.check = check,
	.check_end = check_end,
};
