/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timeout wheel.  Level l has 64 slots, one for each value of bits [6l, 6l + 6) of the
 * deadline; a timeout stands on the level of the highest six-bit group in which its deadline
 * differs from the wheel's `now`, so all that stands on a level is due before all that stands on
 * the next.  Advancing empties the earliest slot: entries of level 0 have expired, others move to
 * a lower level, each at most once per level.
 */
#include <kernel/assert.h>
#include <kernel/timeout.h>

#define MOVES_PER_CALL	32		/* bounds what one call does */

void timeout_init(struct cpu *cpu)
{
	for (unsigned l = 0; l < WHEEL_LEVELS; l++)
		for (unsigned s = 0; s < WHEEL_SLOTS; s++)
			link_init(&cpu->wheel.slots[l][s]);
}

static unsigned level_of(const struct wheel *w, usec_t deadline)
{
	usec_t differs = deadline ^ w->now;

	return differs ? (63 - __builtin_clzll(differs)) / WHEEL_BITS : 0;
}

static unsigned slot_of(usec_t deadline, unsigned level)
{
	return (deadline >> (level * WHEEL_BITS)) % WHEEL_SLOTS;
}

static void wheel_insert(struct tcb *t)
{
	struct wheel *w = &this_cpu()->wheel;
	/* what is due already stands in the slot of this microsecond */
	usec_t at = t->deadline > w->now ? t->deadline : w->now;
	unsigned level = level_of(w, at), slot = slot_of(at, level);

	list_add_tail(&w->slots[level][slot], &t->timeout_link);
	w->occupied[level] |= (uint64_t)1 << slot;
}

/* Empty slots keep their bit until the wheel next looks at them. */
static void wheel_remove(struct tcb *t)
{
	list_remove(&t->timeout_link);
}

void timeout_set(struct tcb *t, usec_t deadline)
{
	kassert(!(t->flags & TCB_TIMEOUT));
	t->flags |= TCB_TIMEOUT;
	t->deadline = deadline;
	wheel_insert(t);
}

void timeout_cancel(struct tcb *t)
{
	kassert(t->flags & TCB_TIMEOUT);
	t->flags &= ~TCB_TIMEOUT;
	wheel_remove(t);
}

/*
 * A slot that the wheel has entered on a higher level: it is emptied down the levels before
 * anything else is looked at, since some of it may be due before all that stands below.
 */
static struct link *entered_slot(struct wheel *w)
{
	for (unsigned l = WHEEL_LEVELS - 1; l > 0; l--) {
		unsigned slot = slot_of(w->now, l);

		if ((w->occupied[l] >> slot & 1) && !list_empty(&w->slots[l][slot]))
			return &w->slots[l][slot];
	}
	return NULL;
}

/* The earliest occupied slot, and when it begins; NULL when the wheel is empty. */
static struct link *earliest_slot(struct wheel *w, usec_t *start)
{
	struct link *entered = entered_slot(w);

	if (entered) {
		*start = w->now;
		return entered;
	}
	for (unsigned l = 0; l < WHEEL_LEVELS; l++) {
		while (w->occupied[l]) {
			unsigned slot = __builtin_ctzll(w->occupied[l]);
			struct link *head = &w->slots[l][slot];
			unsigned above = (l + 1) * WHEEL_BITS;

			if (list_empty(head)) {
				w->occupied[l] &= ~((uint64_t)1 << slot);
				continue;
			}
			*start = (above < 64 ? w->now >> above << above : 0) |
				 (usec_t)slot << (l * WHEEL_BITS);
			return head;
		}
	}
	return NULL;
}

struct tcb *timeout_expired(usec_t now, bool *more)
{
	struct wheel *w = &this_cpu()->wheel;

	*more = false;
	for (unsigned moves = 0; moves < MOVES_PER_CALL; moves++) {
		usec_t start;
		struct link *head = earliest_slot(w, &start);

		if (!head || start > now) {
			if (w->now < now)
				w->now = now;
			return NULL;
		}
		if (w->now < start)
			w->now = start;
		struct tcb *t = list_entry(head->next, struct tcb, timeout_link);

		wheel_remove(t);
		if (t->deadline <= now) {
			t->flags &= ~TCB_TIMEOUT;
			*more = true;
			return t;
		}
		wheel_insert(t);
	}
	*more = true;
	return NULL;
}

uint64_t time_period_us(word_t time)
{
	uint64_t m = time & ABI_TIME_M_MASK;

	return m << ((time >> ABI_TIME_E_SHIFT) & ABI_TIME_E_MASK);
}

/* X.2: a time point names the next moment whose low e + 10 bits are m * 2^e and whose bit above
 * them is c. */
static usec_t time_point(word_t time, usec_t now)
{
	unsigned e = (time >> ABI_TIME_POINT_E_SHIFT) & ABI_TIME_POINT_E_MASK;
	unsigned c = (time >> ABI_TIME_POINT_C_SHIFT) & 1;
	unsigned bits = e + ABI_TIME_M_BITS;
	usec_t point = (now >> bits << bits) | (usec_t)(time & ABI_TIME_M_MASK) << e;

	return ((now >> bits) & 1) == c ? point : point + ((usec_t)1 << bits);
}

usec_t time_deadline(word_t time, usec_t now)
{
	if (time == ABI_TIME_NEVER)
		return USEC_NEVER;
	return time & ABI_TIME_POINT ? time_point(time, now) : now + time_period_us(time);
}

word_t time_from_us(uint64_t us)
{
	unsigned e = 0;

	if (us == 0)
		return ABI_TIME_ZERO;
	while (us >> e > ABI_TIME_M_MASK)
		e++;
	if (e > ABI_TIME_E_MASK)
		return ABI_TIME_NEVER;
	return (us >> e) | (word_t)e << ABI_TIME_E_SHIFT;
}
