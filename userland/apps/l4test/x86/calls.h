/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls by their registers: what each call takes and gives where.  The tables are the
 * architecture's (amd64/calls.c, ia32/calls.c), the calls themselves assembly.
 */
#ifndef CALLS_H
#define CALLS_H

#include "../test.h"

#define MAX_REGISTERS		15
#define MAX_PARAMETERS		7
#define NOWHERE			(-1)

enum call {
	EXCHANGE_REGISTERS,	/* dest, control, SP, IP, FLAGS, handle, pager; the same results */
	THREAD_CONTROL,		/* dest, space, scheduler, pager, UTCB location; result */
	SYSTEM_CLOCK,		/* -; one word or two */
	THREAD_SWITCH,		/* dest; - */
	SCHEDULE,		/* dest, time, processor, priority, preemption; result, old time */
	UNMAP,			/* control, MR0, UTCB; -, MR0, UTCB */
	SPACE_CONTROL,		/* space, control, KIP area, UTCB area, redirector; result, old */
	PROCESSOR_CONTROL,	/* number, internal, external, voltage; result */
	MEMORY_CONTROL,		/* control, attributes 0 to 3, UTCB, MR0; result */
	CALLS
};

struct call_shape {
	L4_Word_t destroyed;			/* these may change, the others may not */
	signed char in[MAX_PARAMETERS];		/* registers of parameters, or NOWHERE */
	signed char out[MAX_PARAMETERS];	/* ... of results; others are parameters again */
	unsigned char parameters, results;
	unsigned char local_ids;		/* bits of parameters whose local ids are converted */
};

extern const struct call_shape call_shapes[CALLS];
extern const unsigned call_registers;

/* Address of the call's routine. */
L4_Word_t call_routine(enum call call);

/* Calls a routine with these registers and leaves those it comes back with; how far SP is off. */
L4_Word_t call_with_registers(L4_Word_t routine, L4_Word_t *registers);

/*
 * A call with parameters in the order above; checks all registers that are no results, and returns
 * the first result, the others in `results` if that is not nil.
 */
L4_Word_t call_by_registers(enum call call, const L4_Word_t *parameters, L4_Word_t *results);

/* The instruction that asks for the KIP, as a routine. */
extern const char kernel_interface[];

#endif
