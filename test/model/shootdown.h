/* SPDX-License-Identifier: BSD-2-Clause */
/* The model of unmap with TLB shoot-down between processors: kernel/smp_flush.c. */
#ifndef MODEL_SHOOTDOWN_H
#define MODEL_SHOOTDOWN_H

#include "explore.h"

struct shootdown_world {
	/* mistakes to be found */
	bool mask_first; /* who has the space loaded is looked at before the entry is cleared */
	bool late_mark; /* a CPU says that it has the space only after it may use it */
	bool deaf;		/* who waits for answers serves no requests */
	bool no_wait;		/* the frame is given on before all have answered */
	bool copying_not_published; /* nobody asks who copies a string */
	bool answers_in_copy;	/* who copies serves requests as others do */
};

extern struct shootdown_world shootdown_world;
extern const struct model shootdown;

#endif
