/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory attributes (X.2: MemoryControl); the values are the machine's, 0 is the default.
 */
#ifndef __L4__MISC_H__
#define __L4__MISC_H__

#include <l4/types.h>
#include __L4_INC_ARCH(syscalls.h)

#define L4_DefaultMemory		0

/* Each fpage's low two bits choose one of the four attributes. */
L4_INLINE L4_Word_t L4_Set_PageAttributes(L4_Word_t n, L4_Fpage_t *fpages,
					  const L4_Word_t *attributes)
{
	L4_Word_t i;

	for (i = 0; i < n; i++)
		L4_LoadMR((int)i, fpages[i].raw);
	return L4_MemoryControl(n - 1, attributes);
}

L4_INLINE L4_Word_t L4_Set_PageAttribute(L4_Fpage_t f, L4_Word_t attribute)
{
	L4_Word_t attributes[4] = { attribute, 0, 0, 0 };

	L4_Set_Rights(&f, 0);
	return L4_Set_PageAttributes(1, &f, attributes);
}

#endif
