/* SPDX-License-Identifier: BSD-2-Clause */
/* q: who is ready, by priority. */
#include <kernel/cpu.h>
#include <kdb/kdb.h>

#define KDB_QUEUE_MAX	8u	/* threads shown of a queue */

static void print_who(const char *what, const struct tcb *t)
{
	if (t == &kdb_cpu()->idle)
		print("%s idle", what);
	else
		print("%s %lx", what, t ? (unsigned long)t->id : 0ul);
}

static void print_queue(const struct link *queue, unsigned prio)
{
	unsigned n = 0;

	print("  %3u:", prio);
	for (const struct link *l = queue->next; l != queue; l = l->next)
		if (n++ < KDB_QUEUE_MAX)
			print_who("", list_entry(l, struct tcb, ready_link));
	if (n > KDB_QUEUE_MAX)
		print(" and %u more", n - KDB_QUEUE_MAX);
	print("\n");
}

KDB_COMMAND(q, "q", "", "ready queues")
{
	const struct cpu *cpu = kdb_cpu();

	(void)args;
	print_who("  current", cpu->current);
	print_who(", time charged to", cpu->accounted);
	print("\n");
	for (unsigned prio = PRIO_LEVELS; prio-- > 0;)
		if (!list_empty(&cpu->ready[prio]))
			print_queue(&cpu->ready[prio], prio);
	return KDB_STAY;
}
