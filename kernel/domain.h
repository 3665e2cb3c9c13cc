/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kinds of fpage other than memory, which a port may have (I/O ports).  What a space has of such a
 * kind stands in a second `struct space`, in whose table a page stands for one item of it; so
 * mapping, granting, unmapping and the tree of who got what from whom are those of memory.  Nobody
 * runs in such a space.  The port translates fpages (arch/domain.h) and makes the machine heed the
 * table.  Called by IPC, Unmap and the tear-down of spaces.
 */
#ifndef KERNEL_DOMAIN_H
#define KERNEL_DOMAIN_H

#include <kernel/mapdb.h>
#include <arch/domain.h>

/* May a receiver with this window (BR0's window bits) have the fpage?  Memory goes into windows of
 * memory; other kinds are always accepted, all of their space is the window (X.2: I/O fpages). */
bool domain_accepts(word_t window, word_t fpage);

/* Before a map: what either side lacks to have fpages of that kind is made, one thing at a time.  True
 * if something was, which was enough for a slice. */
bool domain_prepare(struct space *src, word_t fpage, struct space *dst, enum kmem_for who);
/* map_op_init and unmap_op_init for fpages of any kind. */
bool domain_map_init(struct map_op *op, struct space *src, word_t fpage, word_t base,
		     struct space *dst, word_t window, bool grant, enum kmem_for who);
bool domain_unmap_init(struct unmap_op *op, struct space *space, word_t fpage, bool flush);

/* A second space for `s`, in which sigma0 owns everything; the port keeps it.  NULL: out of
 * memory. */
struct space *domain_create(const struct space *s, enum kmem_for who);

#endif
