/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs for the memory tests: threads of the host.  They ask each other and wait for grace as
 * kernel/smp.c says, but without interrupts: who is between slices polls.  Each has a TLB (tlb.c).
 */
#ifndef CPUS_H
#define CPUS_H

#include <kernel/assert.h>
#include <kernel/cpu.h>
#include "mem_world.h"

#define CPUS		4

/* This thread is that CPU from now on. */
void cpus_enter(unsigned number);
/* On an empty stack, between slices: answer the others, free what nobody looks at any more. */
void cpus_pass(void);
/* Nobody goes on before all are here; requests are answered meanwhile. */
void cpus_meet(void);
/* Now and then: let others go on here. */
void cpus_dawdle(void);
/* Nothing waits for grace at this CPU. */
bool cpus_idle(void);

#define must(condition) \
	do { \
		if (!(condition)) \
			panic("%s:%d: not so: %s", __FILE__, __LINE__, #condition); \
	} while (0)

/* tlb.c: a CPU loads a space's table, and its user goes to an address. */
void tlb_load(const struct space *s);
void tlb_access(word_t va, bool write);
/* A string copy looks at an address of a space, in the course of a slice. */
void tlb_copy(const struct space *s, word_t va, bool write);
/* With all regions locked: what any TLB knows of mapped pages is what tables say, whatever the others
 * are doing. */
void tlb_check(void);

#endif
