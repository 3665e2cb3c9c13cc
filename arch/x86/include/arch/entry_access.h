/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where an address stands in page tables, and how their entries, which the processor writes as well,
 * are read and changed; included by <arch/pgtable.h>.  Entries are as wide as a word, but for PAE's.
 */
#ifndef ARCH_ENTRY_ACCESS_H
#define ARCH_ENTRY_ACCESS_H

#include <kernel/types.h>
#include <arch/levels.h>

ALWAYS_INLINE unsigned pt_shift(unsigned level)
{
	return 12 + PT_LEVEL_BITS * level;
}

ALWAYS_INLINE unsigned pt_entries(unsigned level)
{
	return 1u << (PT_LEVEL_BITS + PT_TOP_EXTRA_BITS * (level == PT_LEVELS - 1));
}

ALWAYS_INLINE unsigned pt_index(word_t va, unsigned level)
{
	return va >> pt_shift(level) & (pt_entries(level) - 1);
}

#if defined(CONFIG_X86_PAE) && defined(CONFIG_SMP)

/* Both halves at one time, while other CPUs change them. */
ALWAYS_INLINE pte_t pte_load(const pte_t *slot)
{
	const volatile uint32_t *half = (const volatile uint32_t *)slot;
	uint32_t low, high;

	do {
		low = half[0];
		high = half[1];
	} while (unlikely(half[0] != low));
	return (pte_t)high << 32 | low;
}

#else

ALWAYS_INLINE pte_t pte_load(const pte_t *slot)
{
	return *(const volatile pte_t *)slot;
}

#endif

#ifdef CONFIG_X86_PAE

/* If the entry is still *old; else that says what it is now. */
ALWAYS_INLINE bool pte_compare_set(pte_t *slot, pte_t *old, pte_t pte)
{
	bool done;

	__asm__ volatile("lock; cmpxchg8b %2; sete %0" : "=q" (done), "+A" (*old), "+m" (*slot)
			 : "b" ((uint32_t)pte), "c" ((uint32_t)(pte >> 32)) : "memory", "cc");
	return done;
}

ALWAYS_INLINE pte_t pte_exchange(pte_t *slot, pte_t pte)
{
	pte_t old = pte_load(slot);

	while (!pte_compare_set(slot, &old, pte))
		;
	return old;
}

/* The half with the present bit last. */
ALWAYS_INLINE void pte_write(pte_t *slot, pte_t pte)
{
	((volatile uint32_t *)slot)[1] = (uint32_t)(pte >> 32);
	((volatile uint32_t *)slot)[0] = (uint32_t)pte;
}

#else

ALWAYS_INLINE bool pte_compare_set(pte_t *slot, pte_t *old, pte_t pte)
{
	return __atomic_compare_exchange_n(slot, old, pte, false, __ATOMIC_RELAXED,
					   __ATOMIC_RELAXED);
}

ALWAYS_INLINE pte_t pte_exchange(pte_t *slot, pte_t pte)
{
	return __atomic_exchange_n(slot, pte, __ATOMIC_RELAXED);
}

ALWAYS_INLINE void pte_write(pte_t *slot, pte_t pte)
{
	__atomic_store_n(slot, pte, __ATOMIC_RELEASE);
}

#endif

/* Bits of the lower half. */
ALWAYS_INLINE void pte_add_bits(pte_t *slot, uint32_t bits)
{
	(void)__atomic_fetch_or((uint32_t *)slot, bits, __ATOMIC_RELAXED);
}

#endif
