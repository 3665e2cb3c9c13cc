/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-x64: word size, UTCB layout and fixed addresses (abi-x86-x64 sheet).  Included by the kernel
 * port (as <arch/abi.h>), the user library and assembly.  The UTCB is of the centred kind: the
 * UTCB pointer U (= local id = address of MR0 = gs:0) is 512 bytes above the object's base.
 */
#ifndef L4_AMD64_ABI_H
#define L4_AMD64_ABI_H

#define ABI_WORD_BITS		64
#define ABI_WORD_BYTES		8
#define ABI_WORD_LOG2		3
#define ABI_BIG_ENDIAN		0

#define ABI_API_FLAGS		4

/* UtcbInfo: size m << a, alignment 1 << a, smallest area 1 << s */
#define ABI_UTCB_M		1
#define ABI_UTCB_A		10
#define ABI_UTCB_S		12
#define ABI_UTCB_BYTES		1024
#define ABI_KIP_AREA_S		12

/* byte offset of U inside the object, and of every field from U */
#define ABI_UTCB_POINTER	512
#define ABI_UTCB_MR(n)		((n) * 8)
#define ABI_UTCB_BR(n)		(-128 - (n) * 8)
#define ABI_UTCB_WORD_SIZE_MASK	(-8)
#define ABI_UTCB_THREAD_WORD0	(-32)
#define ABI_UTCB_THREAD_WORD1	(-40)
#define ABI_UTCB_SENDER		(-48)	/* in: VirtualSender, out: ActualSender */
#define ABI_UTCB_RECEIVER	(-56)	/* IntendedReceiver */
#define ABI_UTCB_XFER_TIMEOUTS	(-64)
#define ABI_UTCB_ERROR_CODE	(-72)
#define ABI_UTCB_PREEMPT_FLAGS	(-80)	/* byte */
#define ABI_UTCB_COP_FLAGS	(-79)	/* byte */
#define ABI_UTCB_EXC_HANDLER	(-88)
#define ABI_UTCB_PAGER		(-96)
#define ABI_UTCB_HANDLE		(-104)
#define ABI_UTCB_PROCESSOR	(-112)
#define ABI_UTCB_GLOBAL_ID	(-120)
/* A line of padding that belongs to the kernel's local IPC; users find zeros there. */
#define ABI_UTCB_LIPC_LINE	(-448)

/* where the first servers find their areas */
#define ABI_ROOT_UTCB_AREA	0xbf000000
#define ABI_ROOT_UTCB_AREA_LOG2	18
#define ABI_ROOT_KIP_AREA	0xbff00000

/* message registers that travel in CPU registers: MR0 and this many more */
#define ABI_REGISTER_MRS	7

/* first address that is not the user's */
#define ABI_USER_AREA_END	0xffffff0000000000

/* memory fpages of these sizes exist in hardware (PageInfo); 1 GB where the CPU has it */
#define ABI_PAGE_RIGHTS		7

/* selectors users see */
#define ABI_SEL_UCS32		0x1b
#define ABI_SEL_UDS		0x23
#define ABI_SEL_UCS		0x2b
#define ABI_SEL_UTCB		0x33

#endif
