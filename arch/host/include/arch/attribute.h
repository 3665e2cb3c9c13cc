/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes are data here: MemoryControl's value is the number, as far as three bits go. */
#ifndef ARCH_ATTRIBUTE_H
#define ARCH_ATTRIBUTE_H

#include <arch/pgtable.h>

#define HOST_PTE_ATTRIBUTE_SHIFT	8
#define HOST_ATTRIBUTES			8

ALWAYS_INLINE int arch_memory_attribute(word_t value)
{
	return value < HOST_ATTRIBUTES ? (int)value : -1;
}

ALWAYS_INLINE pte_t pte_with_attribute(pte_t pte, unsigned attribute, unsigned level)
{
	const pte_t mask = (pte_t)(HOST_ATTRIBUTES - 1) << HOST_PTE_ATTRIBUTE_SHIFT;

	(void)level;
	return (pte & ~mask) | (pte_t)attribute << HOST_PTE_ATTRIBUTE_SHIFT;
}

ALWAYS_INLINE void pte_set_attribute(pte_t *slot, unsigned attribute, unsigned level)
{
	*slot = pte_with_attribute(*slot, attribute, level);
}

ALWAYS_INLINE void arch_attributes_changed(void)
{
}

#endif
