/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: page table, KIP and UTCB areas, threads.  A space lives as long as it has
 * threads; when the last one leaves it becomes invisible at once and is torn down in slices by
 * reap.c.  Made and changed by ThreadControl and SpaceControl (X.2: SpaceControl).
 */
#ifndef KERNEL_SPACE_H
#define KERNEL_SPACE_H

#include <kernel/kmem.h>
#include <kernel/list.h>
#include <kernel/lock.h>
#include <kernel/types.h>
#include <arch/pgtable.h>
#include <arch/space.h>		/* struct arch_space */

struct tcb;

struct space {
	struct arch_space arch;	/* first: page-table base and what the entry code needs of it */
	pte_t *root;		/* top-level table (kernel alias), shadow table behind it */
	bool privileged;	/* one of sigma0, sigma1, root server */
	bool sigma0;		/* owns all physical memory 1:1, see mapdb */
	bool dying;
	bool domain;		/* of something else than memory, see domain.h */
	word_t kip_area;	/* fpages; 0 until SpaceControl has set them ("initialised") */
	word_t utcb_area;
	word_t kip_base, kip_mask;	/* an address is inside if it agrees with the base in the */
	word_t utcb_base, utcb_mask;	/* mask's bits; so every one until the areas are set */
	word_t redirector;	/* global id or anythread (none) */
	struct lock lock;	/* the table, UTCB pages, the list of threads */
	struct link threads;	/* tcb.space_link */
	size_t thread_count;
	struct link dying_link;
	word_t reap_cursor;
};

/* A new uninitialised space without threads; NULL when out of memory. */
struct space *space_create(enum kmem_for who);

/* Undo space_create for a space that never had a thread. */
void space_discard(struct space *s);

ALWAYS_INLINE bool space_is_initialised(const struct space *s)
{
	return s->kip_area != 0;
}

/*
 * Set both areas and map the KIP; the areas have been checked by space_check_areas.
 * Returns 0 or ABI_ERR_NO_MEM.
 */
word_t space_check_areas(word_t kip_area, word_t utcb_area);
word_t space_init_areas(struct space *s, word_t kip_area, word_t utcb_area, enum kmem_for who);

/* Is [location, location + UTCB size) aligned and inside the UTCB area? */
bool space_utcb_valid(const struct space *s, word_t location);

/*
 * Back the UTCB object at `location` with memory and return the kernel alias of its UTCB pointer
 * (the address of the ABI's U, see ABI_UTCB_POINTER), or NULL when out of memory.  Objects sharing
 * a page are counted; space_utcb_put gives one back, and leaves a read-only page of dead ids in
 * place of the last, so that a stale local id names nobody instead of faulting for ever.
 */
void *space_utcb_get(struct space *s, word_t location, enum kmem_for who);
void space_utcb_put(struct space *s, word_t location);

/* Does an address lie in the KIP or UTCB area? */
ALWAYS_INLINE bool space_page_is_special(const struct space *s, word_t va)
{
	return ((va ^ s->kip_base) & s->kip_mask) == 0 ||
	       ((va ^ s->utcb_base) & s->utcb_mask) == 0;
}

/* Does [addr, addr+size), aligned, touch the KIP or UTCB area, or leave the user area? */
bool space_range_is_special(const struct space *s, word_t addr, word_t log2size);
/* Bytes from addr to the end of the special area it lies in. */
word_t space_special_rest(const struct space *s, word_t addr);

/*
 * What is at a user address: the frame of the smallest page that holds it, the nominal rights, the
 * level of the page (arch/pgtable.h).  KIP and UTCB pages count too.  False: nothing.
 */
bool space_lookup(const struct space *s, word_t va, phys_t *frame, unsigned *rights,
		  unsigned *level);

/* Bytes of a program, as they are now; false where it has no page. */
bool space_read(const struct space *s, word_t va, void *to, unsigned bytes);

/* Room for a thread, which keeps the space alive: false if the last one has just left.  Then the
 * thread itself; or, if it does not come after all, the last one's end as below. */
bool space_reserve(struct space *s);
void space_add_thread(struct space *s, struct tcb *t);
void space_unreserve(struct space *s);

/* TCB_REDIRECT as the space's redirector wants it.  Kept in every thread for the hot path's sake;
 * SpaceControl, which changes it, walks the threads in slices. */
void space_mark_redirected(const struct space *s, struct tcb *t);

/* The thread that stands first in the space's list, NULL if it is empty; and to its end with one
 * of it: so a walk in slices comes by all. */
struct tcb *space_first_thread(struct space *s);
void space_thread_to_end(struct space *s, struct tcb *t);

/* Takes the thread out; the last one starts the space's tear-down (reap.h). */
void space_remove_thread(struct space *s, struct tcb *t);

#endif
