/* SPDX-License-Identifier: BSD-2-Clause */
/* r: the registers at the stop, or those saved of a thread. */
#include <kernel/tcb.h>
#include <kdb/kdb.h>

KDB_COMMAND(r, "r", "[thread]", "registers at the stop, or of a thread in user mode")
{
	if (args->count > 1) {
		struct tcb *t = kdb_thread(args->word[1]);

		if (t)
			debug_print_frame(&t->frame);
	} else if (kdb_stop.frame) {
		debug_print_trap(kdb_stop.frame);
	} else if (kdb_stop.in_user) {
		debug_print_frame(&kdb_stop.self->frame);
	} else {
		print("The kernel stopped by itself: bt shows where.\n");
	}
	return KDB_STAY;
}
