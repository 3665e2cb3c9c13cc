/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks at every state that a small model can come to, breadth first.  A state is plain data; the
 * model says how many steps there may be from one, takes them, and says what must hold.  The first
 * violation is told with the shortest way to it.
 */
#ifndef MODEL_EXPLORE_H
#define MODEL_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>

struct model {
	size_t state_size;
	unsigned steps;			/* numbers of steps: 0 .. steps - 1 */
	void (*start)(void *state);
	/* Take this step; false if it can't be taken now.  `what` gets a few words (80 bytes). */
	bool (*step)(void *state, unsigned number, char *what);
	/* NULL, or what is wrong. */
	const char *(*check)(const void *state);
	const char *(*check_end)(const void *state);	/* where no step can be taken */
};

struct exploration {
	size_t states, ends;
	const char *wrong;		/* NULL: nothing */
	bool complete;			/* all states were seen */
};

/* Up to `most` states; `tell` prints the way to what is wrong. */
struct exploration explore(const struct model *m, size_t most, bool tell);

#endif
