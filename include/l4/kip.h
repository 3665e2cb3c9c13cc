/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the Kernel Interface Page (X.2: KIP).  The functions take the page's address
 * as L4_GetKernelInterface() gives it.
 */
#ifndef __L4__KIP_H__
#define __L4__KIP_H__

#include <l4/types.h>
#include <l4/kip_page.h>
#include __L4_INC_ARCH(syscalls.h)

L4_INLINE void *L4_GetKernelInterface(void)
{
	return L4_KernelInterface(0, 0, 0);
}

L4_INLINE L4_Word_t L4_ApiVersion(void)
{
	L4_Word_t version;

	L4_KernelInterface(&version, 0, 0);
	return version;
}

L4_INLINE L4_Word_t L4_ApiFlags(void)
{
	L4_Word_t flags;

	L4_KernelInterface(0, &flags, 0);
	return flags;
}

L4_INLINE L4_Word_t L4_KernelId(void)
{
	L4_Word_t id;

	L4_KernelInterface(0, 0, &id);
	return id;
}

L4_INLINE const L4_KernelInterfacePage_t *__L4_Kip(const void *kip)
{
	return (const L4_KernelInterfacePage_t *)kip;
}

L4_INLINE L4_KernelDesc_t *__L4_KernelDesc(void *kip)
{
	return (L4_KernelDesc_t *)((char *)kip + __L4_Kip(kip)->KernelVerPtr);
}

L4_INLINE void L4_KernelGenDate(void *kip, L4_Word_t *year, L4_Word_t *month, L4_Word_t *day)
{
	L4_KernelDesc_t *k = __L4_KernelDesc(kip);

	if (year)
		*year = (L4_Word_t)k->KernelGenDate.X.year + 2000;
	if (month)
		*month = k->KernelGenDate.X.month;
	if (day)
		*day = k->KernelGenDate.X.day;
}

L4_INLINE L4_Word_t L4_KernelVersion(void *kip)
{
	return __L4_KernelDesc(kip)->KernelVer.raw;
}

L4_INLINE L4_Word_t L4_KernelSupplier(void *kip)
{
	return __L4_KernelDesc(kip)->Supplier;
}

L4_INLINE char *L4_KernelVersionString(void *kip)
{
	return (char *)__L4_KernelDesc(kip) + __builtin_offsetof(L4_KernelDesc_t, VersionString);
}

/* The n-th feature, from 0; nil behind the last. */
L4_INLINE char *L4_Feature(void *kip, L4_Word_t n)
{
	char *s = L4_KernelVersionString(kip);

	do {
		while (*s++)
			;
		if (*s == 0)
			return 0;
	} while (n-- > 0);
	return s;
}

L4_INLINE L4_Bool_t L4_HasFeature(const char *feature)
{
	void *kip = L4_GetKernelInterface();
	L4_Word_t n;
	char *s;

	for (n = 0; (s = L4_Feature(kip, n)) != 0; n++) {
		const char *f = feature;

		while (*f && *f == *s) {
			f++;
			s++;
		}
		if (*f == *s)
			return 1;
	}
	return 0;
}

L4_INLINE L4_Word_t L4_NumProcessors(void *kip)
{
	return (L4_Word_t)__L4_Kip(kip)->ProcessorInfo.X.processors + 1;
}

L4_INLINE L4_Word_t L4_NumMemoryDescriptors(void *kip)
{
	return __L4_Kip(kip)->MemoryInfo.n;
}

L4_INLINE L4_Word_t L4_PageSizeMask(void *kip)
{
	return __L4_Kip(kip)->PageInfo.raw & ~(L4_Word_t)0x3ff;
}

L4_INLINE L4_Word_t L4_PageRights(void *kip)
{
	return __L4_Kip(kip)->PageInfo.X.rwx;
}

L4_INLINE L4_Word_t L4_ThreadIdBits(void *kip)
{
	return __L4_Kip(kip)->ThreadInfo.X.t;
}

L4_INLINE L4_Word_t L4_ThreadIdSystemBase(void *kip)
{
	return __L4_Kip(kip)->ThreadInfo.X.SystemBase;
}

L4_INLINE L4_Word_t L4_ThreadIdUserBase(void *kip)
{
	return __L4_Kip(kip)->ThreadInfo.X.UserBase;
}

L4_INLINE L4_Word_t L4_ReadPrecision(void *kip)
{
	return __L4_Kip(kip)->ClockInfo.X.ReadPrecision;
}

L4_INLINE L4_Word_t L4_SchedulePrecision(void *kip)
{
	return __L4_Kip(kip)->ClockInfo.X.SchedulePrecision;
}

L4_INLINE L4_Word_t L4_UtcbAreaSizeLog2(void *kip)
{
	return __L4_Kip(kip)->UtcbAreaInfo.X.s;
}

L4_INLINE L4_Word_t L4_UtcbAreaSize(void *kip)
{
	return (L4_Word_t)1 << L4_UtcbAreaSizeLog2(kip);
}

L4_INLINE L4_Word_t L4_UtcbAlignmentLog2(void *kip)
{
	return __L4_Kip(kip)->UtcbAreaInfo.X.a;
}

L4_INLINE L4_Word_t L4_UtcbSize(void *kip)
{
	return (L4_Word_t)__L4_Kip(kip)->UtcbAreaInfo.X.m << L4_UtcbAlignmentLog2(kip);
}

L4_INLINE L4_Word_t L4_KipAreaSizeLog2(void *kip)
{
	return __L4_Kip(kip)->KipAreaInfo.X.s;
}

L4_INLINE L4_Word_t L4_KipAreaSize(void *kip)
{
	return (L4_Word_t)1 << L4_KipAreaSizeLog2(kip);
}

L4_INLINE L4_Word_t L4_BootInfo(void *kip)
{
	return __L4_Kip(kip)->BootInfo;
}

/* The n-th descriptor, from 0; nil behind the last. */
L4_INLINE L4_MemoryDesc_t *L4_MemoryDesc(void *kip, L4_Word_t n)
{
	if (n >= L4_NumMemoryDescriptors(kip))
		return 0;
	return (L4_MemoryDesc_t *)((char *)kip + __L4_Kip(kip)->MemoryInfo.MemDescPtr) + n;
}

L4_INLINE L4_Word_t L4_IsMemoryDescVirtual(L4_MemoryDesc_t *m)
{
	return m->x.v;
}

/* Types of the boot loader and the architecture come with their subtype in bits 4..7. */
L4_INLINE L4_Word_t L4_MemoryDescType(L4_MemoryDesc_t *m)
{
	L4_Word_t type = m->x.type;

	if (type >= ABI_MEMDESC_BOOT)
		type += (L4_Word_t)m->x.t << ABI_MEMDESC_SUBTYPE_SHIFT;
	return type;
}

L4_INLINE L4_Word_t L4_MemoryDescLow(L4_MemoryDesc_t *m)
{
	return m->raw[0] & ~(L4_Word_t)(ABI_MEMDESC_GRANULE - 1);
}

/* The last byte. */
L4_INLINE L4_Word_t L4_MemoryDescHigh(L4_MemoryDesc_t *m)
{
	return m->raw[1] | (ABI_MEMDESC_GRANULE - 1);
}

L4_INLINE L4_ProcDesc_t *L4_ProcDesc(void *kip, L4_Word_t cpu)
{
	if (cpu >= L4_NumProcessors(kip))
		return 0;
	return (L4_ProcDesc_t *)((char *)kip + __L4_Kip(kip)->ProcDescPtr +
				 (cpu << __L4_Kip(kip)->ProcessorInfo.X.s));
}

L4_INLINE L4_Word_t L4_ProcDescExternalFreq(L4_ProcDesc_t *p)
{
	return p->X.ExternalFreq;
}

L4_INLINE L4_Word_t L4_ProcDescInternalFreq(L4_ProcDesc_t *p)
{
	return p->X.InternalFreq;
}

#if defined(__cplusplus)
static inline void *L4_KernelInterface(void)
{
	return L4_GetKernelInterface();
}

static inline L4_Word_t L4_IsVirtual(L4_MemoryDesc_t *m)
{
	return L4_IsMemoryDescVirtual(m);
}

static inline L4_Word_t L4_Type(L4_MemoryDesc_t *m)
{
	return L4_MemoryDescType(m);
}

static inline L4_Word_t L4_Low(L4_MemoryDesc_t *m)
{
	return L4_MemoryDescLow(m);
}

static inline L4_Word_t L4_High(L4_MemoryDesc_t *m)
{
	return L4_MemoryDescHigh(m);
}

static inline L4_Word_t L4_ExternalFreq(L4_ProcDesc_t *p)
{
	return L4_ProcDescExternalFreq(p);
}

static inline L4_Word_t L4_InternalFreq(L4_ProcDesc_t *p)
{
	return L4_ProcDescInternalFreq(p);
}
#endif

#endif
