/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tests of mappings share: partners in spaces of their own, which get mappings and say
 * what they find there.
 */
#ifndef MAPPING_H
#define MAPPING_H

#include "test.h"

/* Where mappings are received: an area no program has, in the partner's space and in main's own. */
#define WINDOW		0x60000000UL
#define WINDOW_LOG2	24

/* what the partner is asked to do; MR1, MR2 are arguments, the answer is in MR1 */
enum {
	RECEIVE = 1,		/* accept mappings in the window given as fpage */
	READ,
	WRITE,
	PASS_ON,		/* map the fpage MR2 with base MR3 to thread MR1 */
	UNMAP,			/* fpage, control */
};

#define NO_ACCESS	(~(L4_Word_t)0 / 3)

/* A thread that does what it is asked, one request at a time. */
L4_ThreadId_t new_partner(void);
L4_Word_t ask(L4_ThreadId_t whom, L4_Word_t what, L4_Word_t a, L4_Word_t b, L4_Word_t c);

/* The fpage of this size around an address. */
L4_Fpage_t fpage(L4_Word_t base, int order, L4_Word_t rights);

void accept_in(L4_ThreadId_t whom, L4_Word_t base, int order);
bool give(L4_ThreadId_t whom, L4_Fpage_t f, L4_Word_t base, bool grant);

/*
 * The partner's access to an address: its value, or NO_ACCESS if it faults.  A partner that has
 * faulted waits for its pager's answer for good and is of no use any more.
 */
L4_Word_t peek(L4_ThreadId_t whom, L4_Word_t address);
L4_Word_t poke(L4_ThreadId_t whom, L4_Word_t address);

/* Memory of the root task with a different word at the begin of each page: 0x1000, 0x1001, ... */
L4_Word_t marked_memory(int order);

#endif
