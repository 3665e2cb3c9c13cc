/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's invariants, checkable after any step, and what else tests want to see of its inside.
 * inside.c is compiled as a part of the core's unit, so that it sees what is static there.
 */
#ifndef CORE_INSIDE_H
#define CORE_INSIDE_H

#include <kernel/mapping.h>
#include <kernel/tcb.h>
#include <arch/host/machine.h>

/*
 * Hooks of the machine (machine.h).  inside_before keeps what users can see; inside_check looks at
 * everything after the step: a violation ends the process with a sentence.
 */
void inside_before(struct tcb *self, enum host_call call);
void inside_check(struct tcb *before);
/* Looking at all memory takes long: every how many steps inside_check does it. */
extern unsigned inside_memory_every;

/* The parts. */
void inside_check_queues(void);
void inside_check_threads(void);
void inside_check_timeouts(void);
void inside_check_memory(void);
void inside_check_user_words(struct tcb *self);

/* Grants may leave a page with fewer rights than what is derived from it; say so before one. */
void inside_expect_grants(bool may_be);

/* Nothing is left to do for the worker or for deleters. */
bool inside_is_quiet(void);
size_t inside_mappings(void);
struct mapping *inside_mapping(const struct space *s, word_t va);
bool inside_revoking(void);

#endif
