/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * I/O ports, where the machine has them: implemented by the architecture's folder.
 */
#ifndef SIGMA0_PORTS_H
#define SIGMA0_PORTS_H

#include <l4/types.h>
#include <stdbool.h>

void ports_init(void);

/* Whether this fpage speaks of ports. */
bool ports_are_meant(L4_Fpage_t fpage);

/* Gives the ports of the fpage to the thread. */
bool ports_claim(L4_ThreadId_t who, L4_Fpage_t fpage);

void ports_dump(void);

#endif
