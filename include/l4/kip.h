/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Kernel Interface Page as programs read it (X.2: KIP).  The functions take the page's address
 * as L4_GetKernelInterface() gives it.
 */
#ifndef __L4__KIP_H__
#define __L4__KIP_H__

#include <l4/types.h>
#include <l4/abi/kip.h>
#include __L4_INC_ARCH(syscalls.h)

#define __L4_HALF_WORD			(L4_BITS_PER_WORD / 2)

/* ---- the page ----------------------------------------------------------------------------- */

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD4(L4_Word_t, : 16, subversion : 8, version : 8, : L4_BITS_PER_WORD - 32)
	} x;
} L4_ApiVersion_t;

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD3(L4_Word_t, ee : 2, ww : 2, : L4_BITS_PER_WORD - 4)
	} x;
} L4_ApiFlags_t;

typedef union {
	L4_Word_t	raw;
	struct {
		L4_BITFIELD4(L4_Word_t, : 16, subid : 8, id : 8, : L4_BITS_PER_WORD - 32)
	} x;
} L4_KernelId_t;

typedef struct {
	L4_BITFIELD2(L4_Word_t, n : __L4_HALF_WORD, MemDescPtr : __L4_HALF_WORD)
} L4_MemoryInfo_t;

typedef struct {
	L4_Word_t	sp;
	L4_Word_t	ip;
	L4_Word_t	low;
	L4_Word_t	high;
} __L4_KipServer_t;

typedef struct {
	L4_Word_t	low;
	L4_Word_t	high;
} __L4_KipRegion_t;

typedef struct {
	L4_Word_t		magic;
	L4_ApiVersion_t		ApiVersion;
	L4_ApiFlags_t		ApiFlags;
	L4_Word_t		KernelVerPtr;

	L4_Word_t		__padding04[17];	/* debugger and servers: <l4/kcp.h> */
	L4_MemoryInfo_t		MemoryInfo;
	L4_Word_t		__padding16[2];

	__L4_KipRegion_t	MainMem;
	__L4_KipRegion_t	ReservedMem[2];
	__L4_KipRegion_t	DedicatedMem[5];

	L4_Word_t		__padding28[2];
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD4(L4_Word_t, m : 10, a : 6, s : 6, : L4_BITS_PER_WORD - 22)
		} X;
	} UtcbAreaInfo;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD2(L4_Word_t, s : 6, : L4_BITS_PER_WORD - 6)
		} X;
	} KipAreaInfo;
	L4_Word_t		__padding2c[2];

	L4_Word_t		BootInfo;
	L4_Word_t		ProcDescPtr;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD3(L4_Word_t, ReadPrecision : 16, SchedulePrecision : 16,
				     : L4_BITS_PER_WORD - 32)
		} X;
	} ClockInfo;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD4(L4_Word_t, t : 8, SystemBase : 12, UserBase : 12,
				     : L4_BITS_PER_WORD - 32)
		} X;
	} ThreadInfo;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD3(L4_Word_t, rwx : 3, : 7,
				     page_size_mask : L4_BITS_PER_WORD - 10)
		} X;
	} PageInfo;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD3(L4_Word_t, processors : 16, : L4_BITS_PER_WORD - 20, s : 4)
		} X;
	} ProcessorInfo;

	L4_Word_t		SpaceControl;
	L4_Word_t		ThreadControl;
	L4_Word_t		ProcessorControl;
	L4_Word_t		MemoryControl;
	L4_Word_t		Ipc;
	L4_Word_t		Lipc;
	L4_Word_t		Unmap;
	L4_Word_t		ExchangeRegisters;
	L4_Word_t		SystemClock;
	L4_Word_t		ThreadSwitch;
	L4_Word_t		Schedule;
	L4_Word_t		__padding3f[5];
	L4_Word_t		ArchSyscall0;
	L4_Word_t		ArchSyscall1;
	L4_Word_t		ArchSyscall2;
	L4_Word_t		ArchSyscall3;
} L4_KernelInterfacePage_t;

#define __L4_ASSERT_KIP(field, index)							\
	__L4_STATIC_ASSERT(__builtin_offsetof(L4_KernelInterfacePage_t, field) ==	\
			   (index) * sizeof(L4_Word_t))
__L4_ASSERT_KIP(ApiVersion, ABI_KIP_API_VERSION);
__L4_ASSERT_KIP(KernelVerPtr, ABI_KIP_KERN_DESC_PTR);
__L4_ASSERT_KIP(MemoryInfo, ABI_KIP_MEMORY_INFO);
__L4_ASSERT_KIP(MainMem, ABI_KIP_MAIN_MEM);
__L4_ASSERT_KIP(DedicatedMem, ABI_KIP_DEDICATED_MEM0);
__L4_ASSERT_KIP(UtcbAreaInfo, ABI_KIP_UTCB_INFO);
__L4_ASSERT_KIP(KipAreaInfo, ABI_KIP_KIP_AREA_INFO);
__L4_ASSERT_KIP(BootInfo, ABI_KIP_BOOT_INFO);
__L4_ASSERT_KIP(ProcDescPtr, ABI_KIP_PROC_DESC_PTR);
__L4_ASSERT_KIP(ClockInfo, ABI_KIP_CLOCK_INFO);
__L4_ASSERT_KIP(ThreadInfo, ABI_KIP_THREAD_INFO);
__L4_ASSERT_KIP(PageInfo, ABI_KIP_PAGE_INFO);
__L4_ASSERT_KIP(ProcessorInfo, ABI_KIP_PROCESSOR_INFO);
__L4_ASSERT_KIP(SpaceControl, ABI_KIP_SPACE_CONTROL);
__L4_ASSERT_KIP(Ipc, ABI_KIP_IPC);
__L4_ASSERT_KIP(Schedule, ABI_KIP_SCHEDULE);
__L4_ASSERT_KIP(ArchSyscall0, ABI_KIP_ARCH_SYSCALL0);
__L4_STATIC_ASSERT(sizeof(L4_KernelInterfacePage_t) == ABI_KIP_FIXED_WORDS * sizeof(L4_Word_t));
#undef __L4_ASSERT_KIP

/* the first four bytes; further bytes of the word are zero */
#if defined(L4_BIG_ENDIAN)
# define L4_MAGIC	((L4_Word_t)ABI_KIP_MAGIC_BE << (L4_BITS_PER_WORD - 32))
#else
# define L4_MAGIC	((L4_Word_t)ABI_KIP_MAGIC_LE)
#endif

typedef union {
	L4_Word_t	raw[ABI_PROCDESC_WORDS];
	struct {
		L4_Word_t	ExternalFreq;	/* kHz */
		L4_Word_t	InternalFreq;	/* kHz */
		L4_Word_t	__padding[2];
	} X;
} L4_ProcDesc_t;

typedef struct {
	L4_KernelId_t	KernelId;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD4(L4_Word_t, day : 5, month : 4, year : 7,
				     : L4_BITS_PER_WORD - 16)
		} X;
	} KernelGenDate;
	union {
		L4_Word_t	raw;
		struct {
			L4_BITFIELD4(L4_Word_t, subsubver : 16, subver : 8, ver : 8,
				     : L4_BITS_PER_WORD - 32)
		} X;
	} KernelVer;
	L4_Word_t	Supplier;
	char		VersionString[1];	/* as long as it is; feature strings follow */
} L4_KernelDesc_t;

__L4_STATIC_ASSERT(__builtin_offsetof(L4_KernelDesc_t, VersionString) ==
		   ABI_KDESC_STRINGS * sizeof(L4_Word_t));

typedef union {
	L4_Word_t	raw[2];
	struct {
		L4_BITFIELD5(L4_Word_t, type : 4, t : 4, : 1, v : 1, low : L4_BITS_PER_WORD - 10)
		L4_BITFIELD2(L4_Word_t, : 10, high : L4_BITS_PER_WORD - 10)
	} x;
} L4_MemoryDesc_t;

/* ---- known values ------------------------------------------------------------------------- */

#define L4_APIVERSION_2			0x02
#define L4_APIVERSION_4			0x04
#define L4_APIVERSION_X0		0x83
#define L4_APIVERSION_X1		0x83
#define L4_APIVERSION_X2		0x84
#define L4_APIVERSION_L4SEC		0x85
#define L4_APIVERSION_N1		0x86
#define L4_APIVERSION_OKL		0xa0
#define L4_APISUBVERSION_X0		0x80
#define L4_APISUBVERSION_X1		0x81

#define L4_APIFLAG_LE			0
#define L4_APIFLAG_BE			1
#define L4_APIFLAG_32BIT		0
#define L4_APIFLAG_64BIT		1

#define L4_KID_L4_486			(0 << 8 | 1)
#define L4_KID_L4_PENTIUM		(0 << 8 | 2)
#define L4_KID_L4_X86			(0 << 8 | 3)
#define L4_KID_L4_MIPS			(1 << 8 | 1)
#define L4_KID_L4_ALPHA			(2 << 8 | 1)
#define L4_KID_FIASCO			(3 << 8 | 1)
#define L4_KID_L4KA_HAZELNUT		(4 << 8 | 1)
#define L4_KID_L4KA_PISTACHIO		(4 << 8 | 2)
#define L4_KID_L4KA_STRAWBERRY		(4 << 8 | 3)
#define L4_KID_NICTA_PISTACHIO		(5 << 8 | 1)

/* Four characters, the first at the lowest address. */
#if defined(L4_BIG_ENDIAN)
# define __L4_SUPPLIER(a, b, c, d) \
	((L4_Word_t)((L4_Word32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d)) << (L4_BITS_PER_WORD - 32))
#else
# define __L4_SUPPLIER(a, b, c, d) \
	((L4_Word_t)((L4_Word32_t)(d) << 24 | (c) << 16 | (b) << 8 | (a)))
#endif
#define L4_SUPL_GMD			__L4_SUPPLIER('G', 'M', 'D', ' ')
#define L4_SUPL_IBM			__L4_SUPPLIER('I', 'B', 'M', ' ')
#define L4_SUPL_UNSW			__L4_SUPPLIER('U', 'N', 'S', 'W')
#define L4_SUPL_UKA			__L4_SUPPLIER('U', 'K', 'a', ' ')
#define L4_SUPL_NICTA			__L4_SUPPLIER('N', 'I', 'C', 'T')

#define L4_UndefinedMemoryType		ABI_MEMDESC_UNDEFINED
#define L4_ConventionalMemoryType	ABI_MEMDESC_CONVENTIONAL
#define L4_ReservedMemoryType		ABI_MEMDESC_RESERVED
#define L4_DedicatedMemoryType		ABI_MEMDESC_DEDICATED
#define L4_SharedMemoryType		ABI_MEMDESC_SHARED
#define L4_BootLoaderSpecificMemoryType	ABI_MEMDESC_BOOT
#define L4_ArchitectureSpecificMemoryType ABI_MEMDESC_ARCH

/* ---- functions ---------------------------------------------------------------------------- */

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
