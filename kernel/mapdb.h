/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mapping database: who got which page from whom, and the operations over it (X.2: map,
 * grant, unmap).  Every operation is a record that runs in bounded slices; between slices
 * interrupts and other threads may run, so a record keeps addresses, never pointers into shared
 * structures.  docs/mapping.md tells how it works and why every operation ends.
 */
#ifndef KERNEL_MAPDB_H
#define KERNEL_MAPDB_H

#include <kernel/space.h>
#include <kernel/types.h>

struct revocation;

/* What a slice ended with. */
enum slice {
	SLICE_DONE,
	SLICE_MORE,	/* preemption point: call again */
	SLICE_NOMEM,	/* out of kernel memory; what is done stays done, the operation is over */
};

/* Map or grant one fpage into a receive window. */
struct map_op {
	struct space *src, *dst;
	word_t src_base, dst_base;	/* first byte */
	word_t last;			/* offset of the last byte to transfer */
	word_t done;			/* cursor: bytes from the base */
	uint8_t rights;			/* to give, before intersecting with the sender's own */
	bool grant;
	bool flush_rest;	/* grant of more than the window: then all of the fpage goes */
	bool flushing;		/* that has begun, `done` counts anew */
	word_t fpage_base, fpage_last;	/* the fpage to flush, as base and offset of its end */
	enum kmem_for who;		/* on the receiver's behalf */
};

/*
 * Begin: clip item and window as the manual says (sizes, window bits above the item's, complete
 * spaces).  False if nothing is to be done (nil, or smaller than the smallest page).
 */
bool map_op_init(struct map_op *op, struct space *src, word_t snd_fpage, word_t snd_base,
		 struct space *dst, word_t window, bool grant, enum kmem_for who);
enum slice map_op_run(struct map_op *op);

/* Unmap or flush one fpage of a space, or only ask (rights = 0). */
struct unmap_op {
	struct space *space;
	word_t base, last, done;	/* as above */
	struct revocation *revocation;	/* what this operation has under way, or NULL */
	uint8_t rights;		/* to revoke */
	bool flush;		/* the space's own mapping too */
	int8_t attribute;	/* to set, on all of them; -1: none */
	uint8_t status;		/* ABI_STATUS_ bits gathered so far */
};

/* Rights to revoke are the fpage's low bits.  False: nothing to be done (nil, not memory). */
bool unmap_op_init(struct unmap_op *op, struct space *space, word_t fpage, bool flush);
enum slice unmap_op_run(struct unmap_op *op);
/* The operation is given up (its thread dies): must be called once it has run and isn't done.  What
 * it has under way is finished by others; harmless at any time after unmap_op_init. */
void unmap_op_cancel(struct unmap_op *op);

/*
 * The short way for one page of the smallest size; the parameters are those of map_op_init (no
 * grant) and unmap_op_init.  False: this is no such case, or memory is short; nothing has happened.
 */
bool mapdb_map_page(struct space *src, word_t snd_fpage, word_t snd_base, struct space *dst,
		    word_t window, enum kmem_for who);
bool mapdb_unmap_page(struct space *s, word_t fpage, bool flush, unsigned *status);

/* A slice of making pages of sigma0's for [base, base + last], of which it owns what is memory:
 * before something is done to pages that it need not have touched.  *done is the cursor. */
enum slice mapdb_make_roots(struct space *sigma0, word_t base, word_t last, word_t *done);

/* sigma0's page fault: a 1:1 page of the smallest size, all rights.  False: not user memory, or
 * out of kernel memory. */
bool mapdb_sigma0_fault(struct space *sigma0, word_t addr);

/* One slice of taking down everything mapped in a dying space. */
enum slice mapdb_reap(struct space *s);

/* One slice of a revocation whose owner has gone; SLICE_DONE if there is none. */
enum slice mapdb_finish_orphans(void);

#endif
