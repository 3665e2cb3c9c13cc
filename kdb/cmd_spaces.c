/* SPDX-License-Identifier: BSD-2-Clause */
/* s: spaces, found through their threads: each is shown with the first of its list. */
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <kernel/work.h>
#include <arch/memory.h>
#include <kdb/kdb.h>

static void print_space(const struct space *s)
{
	print("%16lx %7lu %16lx %16lx %16lx%s%s%s\n", (unsigned long)(uintptr_t)s,
	      (unsigned long)s->thread_count, (unsigned long)virt_to_phys(s->root),
	      (unsigned long)s->kip_area, (unsigned long)s->utcb_area,
	      s->sigma0 ? " sigma0" : "", s->privileged ? " privileged" : "",
	      s->dying ? " dying" : "");
}

KDB_COMMAND(s, "s", "", "address spaces")
{
	(void)args;
	print("%16s %7s %16s %16s %16s\n", "space", "threads", "page table", "kip area",
	      "utcb area");
	for (struct tcb *t = orphans_next(NULL); t; t = orphans_next(t))
		if (t->space && t->space->threads.next == &t->space_link)
			print_space(t->space);
	return KDB_STAY;
}
