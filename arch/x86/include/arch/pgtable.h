/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page table entries of x86 for the generic walker (kernel/pgtable.c); how many levels there are
 * and how wide an entry is says <arch/levels.h>.  An entry keeps the rights X.2 gave in three bits
 * that the CPU ignores, because it can't say "write but not read" itself.
 */
#ifndef ARCH_PGTABLE_H
#define ARCH_PGTABLE_H

#include <kernel/types.h>
#include <arch/entry_access.h>
#include <kernel/smp.h>
#include <arch/space.h>

#define X86_PTE_PRESENT		0x001u
#define X86_PTE_WRITE		0x002u
#define X86_PTE_USER		0x004u
#define X86_PTE_ACCESSED	0x020u
#define X86_PTE_DIRTY		0x040u
#define X86_PTE_LARGE		0x080u
#define X86_PTE_RIGHTS_SHIFT	9

ALWAYS_INLINE bool pte_is_present(pte_t pte)
{
	return (uint32_t)pte & X86_PTE_PRESENT;
}

/* An entry that isn't present is zero. */
ALWAYS_INLINE bool pte_is_leaf(pte_t pte, unsigned level)
{
	return (uint32_t)pte & (level == 0 ? X86_PTE_PRESENT : X86_PTE_LARGE);
}

ALWAYS_INLINE phys_t pte_phys(pte_t pte)
{
	return pte & X86_PTE_PHYS_MASK;
}

ALWAYS_INLINE unsigned pte_rights(pte_t pte)
{
	return (uint32_t)pte >> X86_PTE_RIGHTS_SHIFT & ABI_RIGHTS_MASK;
}

/* The bits of an entry that rights decide. */
ALWAYS_INLINE pte_t x86_pte_rights_bits(unsigned rights)
{
	return (rights ? X86_PTE_USER : 0) | (rights & ABI_RIGHT_W ? X86_PTE_WRITE : 0) |
	       (x86_nx & ((pte_t)!!(rights & ABI_RIGHT_X) - 1)) | (pte_t)rights << X86_PTE_RIGHTS_SHIFT;
}

ALWAYS_INLINE pte_t pte_make(phys_t phys, unsigned rights, unsigned level)
{
	return phys | X86_PTE_PRESENT | (level ? X86_PTE_LARGE : 0) | x86_pte_rights_bits(rights);
}

ALWAYS_INLINE pte_t pte_table(phys_t phys)
{
	return phys | X86_PTE_PRESENT | X86_PTE_WRITE | X86_PTE_USER;
}

/* Empties an entry and answers what it held, the reference bits of the last moment included. */
ALWAYS_INLINE pte_t pte_clear(pte_t *slot)
{
	return pte_exchange(slot, 0);
}

/* Change the rights of a present page; its reference bits stay. */
ALWAYS_INLINE void pte_set_rights(pte_t *slot, unsigned rights)
{
	pte_t old = pte_load(slot), new;

	do
		new = (old & ~x86_pte_rights_bits(ABI_RIGHTS_MASK) & ~x86_nx) |
		      x86_pte_rights_bits(rights);
	while (!pte_compare_set(slot, &old, new));
}

/* Reference bits of an entry as ABI_STATUS_*.  Fetches leave no bit of their own: a page that was
 * accessed and may be executed counts as executed. */
ALWAYS_INLINE unsigned pte_status(pte_t pte)
{
	unsigned status = 0;

	if ((uint32_t)pte & X86_PTE_ACCESSED)
		status = ABI_STATUS_REFERENCED | (pte_rights(pte) & ABI_RIGHT_X);
	if ((uint32_t)pte & X86_PTE_DIRTY)
		status |= ABI_STATUS_REFERENCED | ABI_STATUS_WRITTEN;
	return status;
}

/* Read and reset them.  The caller flushes, or the CPU may not set them again. */
ALWAYS_INLINE unsigned pte_harvest(pte_t *slot)
{
	const uint32_t bits = X86_PTE_ACCESSED | X86_PTE_DIRTY;
	pte_t old = pte_load(slot);

	if (!((uint32_t)old & bits))
		return 0;
	while (!pte_compare_set(slot, &old, old & ~(pte_t)bits))
		;
	return pte_status(old);
}

/* The kernel has used the page in the user's place. */
ALWAYS_INLINE void pte_mark_used(pte_t *slot, bool write)
{
	const uint32_t bits = X86_PTE_ACCESSED | (write ? X86_PTE_DIRTY : 0);

	if ((*(const volatile uint32_t *)slot & bits) != bits)	/* the lower half */
		pte_add_bits(slot, bits);
}

/*
 * An entry for va that was present has changed, at this level or below a table that is about to be
 * freed.  Only the loaded space can have it cached: loading a table forgets all user pages.  What
 * stands for ports is cached in their map.
 */
void x86_ports_taken(const struct space *ports, word_t va, unsigned level);

#ifdef CONFIG_SMP
ALWAYS_INLINE void pt_flush_page(const struct space *space, word_t va, unsigned level)
{
	if (arch_space_is_ports((const struct arch_space *)space))
		x86_ports_taken(space, va, level);
	else
		smp_flush_add(space, va);
}
#else
ALWAYS_INLINE void pt_flush_page(const struct space *space, word_t va, unsigned level)
{
	(void)level;
	if (arch_space_is_loaded((const struct arch_space *)space))
		__asm__ volatile("invlpg %0" : : "m" (*(const char *)va) : "memory");
	else if (arch_space_is_ports((const struct arch_space *)space))
		x86_ports_taken(space, va, level);
}
#endif

#endif
