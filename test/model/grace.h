/* SPDX-License-Identifier: BSD-2-Clause */
/* The model of grace, by tokens that go round past idle processors: kernel/smp.c. */
#ifndef MODEL_GRACE_H
#define MODEL_GRACE_H

#include "explore.h"

struct grace_world {
	/* mistakes to be found */
	bool asks_first;	/* who is idle is looked at before the thing is taken out */
	bool late_awake;	/* a CPU says that it isn't idle after it has looked */
	bool served_inside;	/* a token is passed on in the middle of a slice */
	bool skips_others;	/* who gets a token gives it back, past all others */
	bool joins_round;	/* what is given to a CPU goes with the token that is on its way */
	bool stays_waiting;	/* no new round for what has come during the last one */
};

extern struct grace_world grace_world;
extern const struct model grace;

#endif
