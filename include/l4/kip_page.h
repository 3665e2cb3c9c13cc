/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The layout of the Kernel Interface Page and known values of its fields (X.2: KIP).  Programs get
 * this through <l4/kip.h>.
 */
#ifndef __L4__KIP_PAGE_H__
#define __L4__KIP_PAGE_H__

#include <l4/types.h>
#include <l4/abi/kip.h>

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
	((L4_Word_t)((L4_Word32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d)) \
	 << (L4_BITS_PER_WORD - 32))
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

#endif
