/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who may change which mappings, with many CPUs.  Physical memory is cut into regions of a large
 * page's size, and these share some locks.  The lock of a frame's region guards all nodes of the
 * mapping database on this frame, their families, and the page table entries that show it with a
 * node.  A node larger than a region, and what has such a one as its parent, needs all locks.
 *
 * An operation doesn't know which ones it needs before it has looked.  So each step of one looks,
 * without a lock, asks for the region of what it has found (regions_enter), and does nothing yet if
 * it didn't have that lock: all are dropped and those that this step has asked for are taken, in
 * their order; then the step begins anew.  What a step asks for only grows, so it comes through.
 *
 * With one CPU every region is at hand.  Used by mapdb_*.c; kernel/region.c.
 */
#ifndef KERNEL_REGION_H
#define KERNEL_REGION_H

#include <kernel/pgtable.h>

#ifdef CONFIG_SMP

#include <kernel/cpu.h>

#define REGIONS		64
#define REGION_WIDE	REGIONS		/* stands for all of them */
#define regions_many()	true

typedef uint64_t region_set;		/* bit n: the lock of region n */

ALWAYS_INLINE unsigned region_number(phys_t phys, unsigned level)
{
	phys_t frame = phys >> pt_shift(1);

	return level > 1 ? REGION_WIDE : (unsigned)(frame ^ frame >> 6) % REGIONS;
}

ALWAYS_INLINE region_set region_bit(unsigned number)
{
	return number == REGION_WIDE ? ~(region_set)0 : (region_set)1 << number;
}

/* Drop what this CPU has, flushed, and take these; or none; or one, by who has none. */
void regions_take(region_set set);
void regions_drop(void);
void region_take_first(unsigned number);

ALWAYS_INLINE bool regions_held(region_set set)
{
	return !(set & ~this_cpu()->smp.regions.held);
}

/* For a step: are these locks its own?  Otherwise they are now, but the step must look again. */
ALWAYS_INLINE bool regions_enter(region_set set)
{
	struct region_hold *h = &this_cpu()->smp.regions;

	h->wanted |= set;
	if (likely(regions_held(set)))
		return true;
	regions_take(h->wanted);
	h->look_again = true;
	return false;
}

/* What the step has seen isn't so any more. */
ALWAYS_INLINE void regions_look_again(void)
{
	this_cpu()->smp.regions.look_again = true;
}

/* Is the step to be made again? */
ALWAYS_INLINE bool regions_again(void)
{
	struct region_hold *h = &this_cpu()->smp.regions;
	bool again = h->look_again;

	h->look_again = false;
	if (!again)
		h->wanted = 0;
	return again;
}

/* Mappings of the page that the entry shows, or none, may be changed by this step. */
ALWAYS_INLINE bool spot_enter(struct pt_spot at)
{
	pte_t pte = pt_entry(at);

	if (likely(pte_is_present(pte)))
		return regions_enter(region_bit(region_number(pte_phys(pte), at.level)));
	regions_look_again();
	return false;
}

/*
 * For what is done in one piece with a page of the smallest size, found at `at`: the lock of
 * its region.  False, and nothing is held: it has gone meanwhile, somebody is at work in that region,
 * or it is part of a page for which one lock isn't enough.  The entries of a table that has gone
 * meanwhile are empty, and stay so until the end of this slice.
 */
ALWAYS_INLINE bool region_enter_alone(struct pt_spot at)
{
	pte_t pte = pt_entry(at);
	phys_t phys = pte_phys(pte);

	if (unlikely(!pte_is_present(pte) || at.level > 1))
		return false;
	region_take_first(region_number(phys, 0));
	pte = pt_entry(at);
	if (likely(pte_is_present(pte) && pte_phys(pte) == phys))
		return true;
	regions_drop();
	return false;
}

#else

ALWAYS_INLINE bool region_enter_alone(struct pt_spot at)
{
	(void)at;
	return true;
}

ALWAYS_INLINE void regions_look_again(void)
{
}

#define REGIONS		1
#define REGION_WIDE	0
#define regions_many()	false

typedef unsigned region_set;

ALWAYS_INLINE unsigned region_number(phys_t phys, unsigned level)
{
	(void)phys, (void)level;
	return 0;
}

ALWAYS_INLINE region_set region_bit(unsigned number)
{
	return number;
}

ALWAYS_INLINE void regions_take(region_set set)
{
	(void)set;
}

ALWAYS_INLINE void regions_drop(void)
{
}

ALWAYS_INLINE bool regions_held(region_set set)
{
	(void)set;
	return true;
}

ALWAYS_INLINE bool regions_enter(region_set set)
{
	(void)set;
	return true;
}

ALWAYS_INLINE bool regions_again(void)
{
	return false;
}

ALWAYS_INLINE bool spot_enter(struct pt_spot at)
{
	(void)at;
	return true;
}

#endif
#endif
