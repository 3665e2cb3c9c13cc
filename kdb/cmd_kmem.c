/* SPDX-License-Identifier: BSD-2-Clause */
/* k: kernel memory, and which objects have it. */
#include <kernel/kmem.h>
#include <kdb/kdb.h>

KDB_COMMAND(k, "k", "", "kernel memory")
{
	size_t total = kmem_total_bytes(), unused = kmem_free_bytes();

	(void)args;
	print("  %lu KB in all, %lu KB free, of which %u KB for privileged callers\n",
	      (unsigned long)(total / 1024), (unsigned long)(unused / 1024),
	      (unsigned)CONFIG_KMEM_RESERVE_KB);
	for (const struct kmem_cache *c = kmem_caches; c; c = c->next)
		print("  %-16s %8lu objects of %5u bytes, %3u in a page\n", c->name,
		      (unsigned long)kmem_cache_objects(c), c->size, c->per_slab);
	return KDB_STAY;
}
