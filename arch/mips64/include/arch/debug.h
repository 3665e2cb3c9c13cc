/* SPDX-License-Identifier: BSD-2-Clause */
/* What the debugger has to know of the machine. */
#ifndef ARCH_DEBUG_H
#define ARCH_DEBUG_H

#include <kernel/types.h>
#include <arch/frame.h>
#include <arch/trap.h>

/* --- traps ------------------------------------------------------------------------------------- */

/* Where some code is: its instruction (0 = unknown) and its stack pointer, there being no chain of
 * frame pointers. */
struct debug_point {
	uintptr_t ip, fp;
};

/* The place where this stands. */
ALWAYS_INLINE struct debug_point debug_here(void)
{
	struct debug_point p;

	__asm__ volatile("1: dla %0, 1b\n\tmove %1, $sp" : "=&r" (p.ip), "=r" (p.fp));
	return p;
}

ALWAYS_INLINE struct debug_point debug_trap_point(const struct trap_frame *f)
{
	return (struct debug_point){ .ip = f->regs.ip, .fp = f->regs.gpr[R_SP] };
}

ALWAYS_INLINE word_t debug_trap_sp(const struct trap_frame *f)
{
	return f->regs.gpr[R_SP];
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

/* The instruction itself says nothing here: register 1 has the operation. */
#define DEBUG_CODE_BYTES	4

/* What a thread that hit a breakpoint wants; its frame is complete. */
void debug_decode(const struct arch_frame *f, const uint8_t code[DEBUG_CODE_BYTES],
		  struct debug_request *r);
/* Go on without stepping. */
void debug_end_step(struct arch_frame *f);
void debug_print_frame(const struct arch_frame *f);

#endif
