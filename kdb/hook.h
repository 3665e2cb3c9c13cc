/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the floors below call of the debugger: the second of the two headers through which a lower
 * floor reaches up.  With KDB=n nothing of it is left but the end of a panic.
 *
 * The frames are of the second kind of entry (frame in, frame out, own stack); a user's breakpoint
 * is an ordinary entry whose complete frame is in self->frame.  All run with interrupts off.
 */
#ifndef KDB_HOOK_H
#define KDB_HOOK_H

#include <kernel/types.h>
#include <arch/plat.h>

struct tcb;
struct trap_frame;

#ifdef CONFIG_KDB

/* The last step of a panic, the sentence being printed: backtrace, console. */
NORETURN COLD void kdb_panic(void);

/* The same for a trap inside the kernel: the backtrace begins where it happened. */
NORETURN COLD void kdb_panic_at(const struct trap_frame *frame);

/* Every tick: does somebody at the console ask for the debugger?  Returns when he lets go. */
void kdb_poll_breakin(void);

/* A non-maskable interrupt, from anywhere; returns when the operator lets go. */
COLD void kdb_nmi(const struct trap_frame *frame);

/*
 * `self` has hit a breakpoint instruction (the frame's ip is behind it), or made a single step.
 * True: the debugger has dealt with it, self goes on as its frame says.  False: it is the exception
 * handler's.
 */
COLD bool kdb_user_breakpoint(struct tcb *self);
COLD bool kdb_user_debug_trap(struct tcb *self);

#else

NORETURN static inline void kdb_panic(void)
{
	plat_poweroff(1);
}

NORETURN static inline void kdb_panic_at(const struct trap_frame *frame)
{
	(void)frame;
	plat_poweroff(1);
}

ALWAYS_INLINE void kdb_poll_breakin(void)
{
}

ALWAYS_INLINE void kdb_nmi(const struct trap_frame *frame)
{
	(void)frame;
}

ALWAYS_INLINE bool kdb_user_breakpoint(struct tcb *self)
{
	(void)self;
	return false;
}

ALWAYS_INLINE bool kdb_user_debug_trap(struct tcb *self)
{
	(void)self;
	return false;
}

#endif

#endif
