/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking mappings back (X.2: Unmap).  The rights of an fpage are those to revoke; on return they
 * say how the pages were used since the last time (L4_WasReferenced and so on).
 */
#ifndef __L4__SPACE_H__
#define __L4__SPACE_H__

#include <l4/types.h>
#include __L4_INC_ARCH(vregs.h)
#include __L4_INC_ARCH(syscalls.h)

L4_INLINE void __L4_UnmapList(L4_Word_t control, L4_Word_t n, L4_Fpage_t *fpages)
{
	L4_Word_t i;

	for (i = 0; i < n; i++)
		L4_LoadMR((int)i, fpages[i].raw);
	L4_Unmap(control | ((n - 1) & ABI_UNMAP_LAST_MR_MASK));
	for (i = 0; i < n; i++)
		L4_StoreMR((int)i, &fpages[i].raw);
}

/* Takes the pages from those who got them from the caller. */
L4_INLINE void L4_UnmapFpages(L4_Word_t n, L4_Fpage_t *fpages)
{
	__L4_UnmapList(0, n, fpages);
}

L4_INLINE L4_Fpage_t L4_UnmapFpage(L4_Fpage_t f)
{
	L4_UnmapFpages(1, &f);
	return f;
}

/* ... and from the caller too. */
L4_INLINE void L4_FlushFpages(L4_Word_t n, L4_Fpage_t *fpages)
{
	__L4_UnmapList(ABI_UNMAP_FLUSH, n, fpages);
}

L4_INLINE L4_Fpage_t L4_Flush(L4_Fpage_t f)
{
	L4_FlushFpages(1, &f);
	return f;
}

/* Changes no rights; the status bits are consumed. */
L4_INLINE L4_Fpage_t L4_GetStatus(L4_Fpage_t f)
{
	f.raw &= ~(L4_Word_t)(ABI_RIGHTS_MASK | ABI_FPAGE_EXTENDED);
	return L4_UnmapFpage(f);
}

L4_INLINE L4_Bool_t L4_WasWritten(L4_Fpage_t f)
{
	return (f.raw & ABI_STATUS_WRITTEN) != 0;
}

L4_INLINE L4_Bool_t L4_WasReferenced(L4_Fpage_t f)
{
	return (f.raw & ABI_STATUS_REFERENCED) != 0;
}

L4_INLINE L4_Bool_t L4_WaseXecuted(L4_Fpage_t f)
{
	return (f.raw & ABI_STATUS_EXECUTED) != 0;
}

#if defined(__cplusplus)
static inline L4_Fpage_t L4_Unmap(L4_Fpage_t f)
{
	return L4_UnmapFpage(f);
}

static inline void L4_Unmap(L4_Word_t n, L4_Fpage_t *fpages)
{
	L4_UnmapFpages(n, fpages);
}

static inline void L4_Flush(L4_Word_t n, L4_Fpage_t *fpages)
{
	L4_FlushFpages(n, fpages);
}
#endif

#endif
