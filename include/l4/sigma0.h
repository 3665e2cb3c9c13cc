/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking sigma0 for memory (protocols sheet 6).  A nil thread stands for sigma0's own id.
 */
#ifndef __L4__SIGMA0_H__
#define __L4__SIGMA0_H__

#include <l4/types.h>
#include <l4/kip.h>
#include <l4/message.h>
#include <l4/ipc.h>

L4_INLINE L4_ThreadId_t __L4_Sigma0Id(L4_ThreadId_t s0)
{
	if (!L4_IsNilThread(s0))
		return s0;
	return L4_GlobalId(L4_ThreadIdUserBase(L4_GetKernelInterface()) + ABI_SERVER_SIGMA0,
			   ABI_SERVER_VERSION);
}

/*
 * Requests f, to be mapped into the window; `high` are the bits of a physical address that do not
 * fit a word and count if f is marked extended.  Returns the page received, nil if refused.
 */
L4_INLINE L4_Fpage_t L4_Sigma0_GetPage_RcvWindow_High(L4_ThreadId_t s0, L4_Fpage_t f,
						      L4_Fpage_t RcvWindow, L4_Word_t high)
{
	L4_MsgTag_t tag = L4_Niltag;
	L4_Fpage_t page;

	L4_Set_Label(&tag, (L4_Word_t)ABI_PROTO_LABEL(ABI_PROTO_SIGMA0));
	tag.X.u = f.X.extended ? 3 : 2;
	L4_Accept(L4_MapGrantItems(RcvWindow));
	L4_Set_MsgTag(tag);
	L4_LoadMR(1, f.raw);
	L4_LoadMR(2, 0);			/* default memory attribute */
	if (f.X.extended)
		L4_LoadMR(3, high);
	tag = L4_Call(__L4_Sigma0Id(s0));
	if (L4_IpcFailed(tag))
		return L4_Nilpage;
	L4_StoreMR(2, &page.raw);
	return page;
}

L4_INLINE L4_Fpage_t L4_Sigma0_GetPage_RcvWindow(L4_ThreadId_t s0, L4_Fpage_t f,
						 L4_Fpage_t RcvWindow)
{
	return L4_Sigma0_GetPage_RcvWindow_High(s0, f, RcvWindow, 0);
}

L4_INLINE L4_Fpage_t L4_Sigma0_GetPage(L4_ThreadId_t s0, L4_Fpage_t f)
{
	return L4_Sigma0_GetPage_RcvWindow(s0, f, L4_CompleteAddressSpace);
}

/* Any page of size 2^s. */
L4_INLINE L4_Fpage_t L4_Sigma0_GetAny(L4_ThreadId_t s0, L4_Word_t s, L4_Fpage_t RcvWindow)
{
	L4_Fpage_t f = L4_FpageLog2(~(L4_Word_t)0, (int)s);

	f.X.extended = 0;
	return L4_Sigma0_GetPage_RcvWindow(s0, f, RcvWindow);
}

/*
 * Maps the first memory descriptor of the type (L4_MemoryDescType()) page by page to the address, 0
 * for its own.  Returns where it is, 0 if there is none or sigma0 refused.
 */
L4_INLINE void *L4_Sigma0_GetSpecial(L4_Word_t type, void *address, L4_Word_t pagesize)
{
	void *kip = L4_GetKernelInterface();
	L4_Word_t page = (L4_Word_t)1 << __L4_Msb(pagesize);
	L4_MemoryDesc_t *m;
	L4_Word_t low, high, to, n;

	for (n = 0; (m = L4_MemoryDesc(kip, n)) != 0; n++)
		if (!L4_IsMemoryDescVirtual(m) && L4_MemoryDescType(m) == type)
			break;
	if (m == 0)
		return 0;
	low = L4_MemoryDescLow(m) & ~(page - 1);
	high = L4_MemoryDescHigh(m);
	to = address ? (L4_Word_t)address : low;
	for (n = 0; n <= high - low; n += page) {
		L4_Fpage_t f = L4_FpageAddRights(L4_Fpage(low + n, page), L4_FullyAccessible);

		if (L4_IsNilFpage(L4_Sigma0_GetPage_RcvWindow(L4_nilthread, f,
							      L4_Fpage(to + n, page))))
			return 0;
	}
	return (void *)(to + (L4_MemoryDescLow(m) - low));
}

#if defined(__cplusplus)
static inline L4_Fpage_t L4_Sigma0_GetPage(L4_ThreadId_t s0, L4_Fpage_t f, L4_Word_t high)
{
	return L4_Sigma0_GetPage_RcvWindow_High(s0, f, L4_CompleteAddressSpace, high);
}

static inline L4_Fpage_t L4_Sigma0_GetPage(L4_ThreadId_t s0, L4_Fpage_t f, L4_Fpage_t RcvWindow)
{
	return L4_Sigma0_GetPage_RcvWindow(s0, f, RcvWindow);
}

static inline L4_Fpage_t L4_Sigma0_GetPage(L4_ThreadId_t s0, L4_Fpage_t f, L4_Word_t high,
					   L4_Fpage_t RcvWindow)
{
	return L4_Sigma0_GetPage_RcvWindow_High(s0, f, RcvWindow, high);
}
#endif

#endif
