/* SPDX-License-Identifier: BSD-2-Clause */
/* irq: how long the kernel has held interrupts off, by what it was doing. */
#include <arch/debug.h>
#include <kdb/kdb.h>

KDB_COMMAND(irq, "irq", "", "longest times with interrupts held off, in cycles")
{
	const struct debug_latency *p;

	(void)args;
	for (unsigned n = 0; (p = debug_latencies(n)); n++) {
		print("  %8u cycles, %8u times, %lx ", p->worst, p->count, (unsigned long)p->place);
		kdb_print_symbol(p->place);
		print("\n");
	}
	return KDB_STAY;
}
