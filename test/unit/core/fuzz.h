/* SPDX-License-Identifier: BSD-2-Clause */
/* What the threads of test_fuzz do (fuzz_calls.c). */
#ifndef CORE_FUZZ_H
#define CORE_FUZZ_H

#include "world.h"

/* Grants are among it: then rights may be more than those of the page they derive from. */
extern bool fuzz_grants;

/* sigma0 or root: they keep the world going. */
bool fuzz_is_server(const struct tcb *self);
/* The next call of `self`, by the seed. */
void fuzz_live(struct tcb *self, struct host_trap *trap);

#endif
