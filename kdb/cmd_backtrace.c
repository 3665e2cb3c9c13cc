/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bt: how the kernel came to where it is.  There is one kernel stack, so only the stopped context
 * has a backtrace; of any other thread there is its continuation and where it is in user mode.
 */
#include <kernel/tcb.h>
#include <kdb/kdb.h>

#define KDB_FRAMES_MAX	32

static void print_frames(struct debug_point p)
{
	unsigned n = 0;

	if (p.ip) {
		print("  #%-2u %lx  ", n++, (unsigned long)p.ip);
		kdb_print_symbol(p.ip);
		print("\n");
	}
	while (n < KDB_FRAMES_MAX) {
		uintptr_t fp = p.fp;

		if (!debug_unwind(&p) || !p.ip)
			return;
		print("  #%-2u %lx  ", n++, (unsigned long)p.ip);
		kdb_print_caller(p.ip);
		print("\n");
		if (p.fp <= fp)		/* stacks grow down: no way back, no loop */
			return;
	}
	print("  ...\n");
}

static void print_thread(const struct tcb *t)
{
	if (t->flags & TCB_CONTINUE) {
		print("  continues in the kernel at ");
		kdb_print_symbol((uintptr_t)t->cont);
		print("\n");
	}
	print("  user mode: ip %lx, sp %lx\n", (unsigned long)frame_ip(&t->frame),
	      (unsigned long)frame_sp(&t->frame));
}

KDB_COMMAND(bt, "bt", "[thread]", "backtrace of where the kernel stopped")
{
	if (args->count > 1) {
		struct tcb *t = kdb_thread(args->word[1]);

		if (t)
			print_thread(t);
	} else if (!kdb_stop.in_user) {
		print_frames(kdb_stop.point);
	} else if (kdb_stop.frame) {
		struct debug_point p = debug_trap_point(kdb_stop.frame);

		print("  user mode: ip %lx, sp %lx\n", (unsigned long)p.ip,
		      (unsigned long)debug_trap_sp(kdb_stop.frame));
	} else {
		print_thread(kdb_stop.self);
	}
	return KDB_STAY;
}
