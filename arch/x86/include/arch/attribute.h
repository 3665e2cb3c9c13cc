/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How pages are cached: by the page attribute table, whose eight types cpu.c has set.  An
 * attribute's number is its place there: MemoryControl's value less one (abi-x86-x32 sheet 8).
 */
#ifndef ARCH_ATTRIBUTE_H
#define ARCH_ATTRIBUTE_H

#include <arch/pgtable.h>

#define X86_ATTRIBUTE_DEFAULT		0	/* write back */
#define X86_ATTRIBUTE_THROUGH		1
#define X86_ATTRIBUTE_UNCACHEABLE	3
#define X86_ATTRIBUTE_COMBINING		4	/* from here on what is nearest, without a table */
#define X86_ATTRIBUTE_PROTECTED		7

#define X86_PTE_TYPE_LOW	0x18u		/* bits 0 and 1 of the number */
#define X86_PTE_TYPE_SHIFT	3
#define X86_PTE_TYPE_HIGH	0x80u		/* bit 2, of the smallest pages */
#define X86_PTE_TYPE_HIGH_LARGE	0x1000u		/* ... and of larger ones */

/* Whether the processor has the table; else the two low bits mean what they always did. */
extern bool x86_has_pat;

ALWAYS_INLINE int arch_memory_attribute(word_t value)
{
	word_t number = value ? value - 1 : X86_ATTRIBUTE_DEFAULT;

	if (number <= X86_ATTRIBUTE_UNCACHEABLE)
		return (int)number;
	if (number != X86_ATTRIBUTE_COMBINING && number != X86_ATTRIBUTE_PROTECTED)
		return -1;
	if (x86_has_pat)
		return (int)number;
	return number == X86_ATTRIBUTE_COMBINING ? X86_ATTRIBUTE_UNCACHEABLE : X86_ATTRIBUTE_THROUGH;
}

ALWAYS_INLINE pte_t pte_with_attribute(pte_t pte, unsigned attribute, unsigned level)
{
	const pte_t high = level ? X86_PTE_TYPE_HIGH_LARGE : X86_PTE_TYPE_HIGH;

	pte &= ~(X86_PTE_TYPE_LOW | high);
	return pte | (attribute & 3) << X86_PTE_TYPE_SHIFT | (attribute & 4 ? high : 0);
}

ALWAYS_INLINE void pte_set_attribute(pte_t *slot, unsigned attribute, unsigned level)
{
	pte_t old = pte_load(slot);

	while (!pte_compare_set(slot, &old, pte_with_attribute(old, attribute, level)))
		;
}

/* What the caches hold of pages that now bypass them goes to memory. */
ALWAYS_INLINE void arch_attributes_changed(void)
{
	__asm__ volatile("wbinvd" : : : "memory");
}

#endif
