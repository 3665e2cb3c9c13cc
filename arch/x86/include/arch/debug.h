/* SPDX-License-Identifier: BSD-2-Clause */
/* What the debugger has to know of the machine. */
#ifndef ARCH_DEBUG_H
#define ARCH_DEBUG_H

#include <kernel/types.h>
#include <arch/frame.h>
#include <arch/trap.h>

/* --- traps ------------------------------------------------------------------------------------- */

/* Where some code is: its instruction (0 = unknown) and its frame pointer. */
struct debug_point {
	uintptr_t ip, fp;
};

/* The function this is called in. */
ALWAYS_INLINE struct debug_point debug_here(void)
{
	return (struct debug_point){ .fp = (uintptr_t)__builtin_frame_address(0) };
}

ALWAYS_INLINE struct debug_point debug_trap_point(const struct trap_frame *f)
{
	return (struct debug_point){ .ip = f->ip, .fp = f->bp };
}

ALWAYS_INLINE word_t debug_trap_sp(const struct trap_frame *f)
{
	return trap_sp(f);
}

void debug_print_trap(const struct trap_frame *f);

/* From a function to its caller; false where the chain ends or can't be read. */
bool debug_unwind(struct debug_point *p);

/* Can a byte be read there without a fault?  Kernel addresses only. */
bool debug_readable(uintptr_t at);

/* --- user mode --------------------------------------------------------------------------------- */

enum debug_kind {
	DEBUG_BREAKPOINT,	/* a bare one */
	DEBUG_ENTER,		/* show the string at `arg` */
	DEBUG_OPERATION,	/* ABI_KDB_* operation `op` with `arg` */
};

struct debug_request {
	enum debug_kind kind;
	bool stop;
	unsigned op;
	word_t arg;
};

/* Code at the frame's ip that decides what is wanted; zeros where it can't be read. */
#define DEBUG_CODE_BYTES	16

/* What a thread that hit a breakpoint wants; its frame is complete. */
void debug_decode(const struct arch_frame *f, const uint8_t code[DEBUG_CODE_BYTES],
		  struct debug_request *r);
/* Go on without stepping. */
void debug_end_step(struct arch_frame *f);
void debug_print_frame(const struct arch_frame *f);

/* With KIRQ_LATENCY: the n-th place where interrupts were held off, NULL behind the last. */
struct debug_latency {
	uintptr_t place;	/* see arch/x86/latency.h */
	uint32_t worst, count;	/* cycles */
};
const struct debug_latency *debug_latencies(unsigned n);

#endif
