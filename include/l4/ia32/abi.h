/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86-x32: word size, UTCB layout and fixed addresses (abi-x86-x32 sheet).  Included by the kernel
 * port, the user library and assembly.  The UTCB is of the centred kind: the UTCB pointer U (= local
 * id = address of MR0 = gs:0) is 256 bytes above the object's base.
 */
#ifndef L4_IA32_ABI_H
#define L4_IA32_ABI_H

#define ABI_WORD_BITS		32
#define ABI_WORD_BYTES		4
#define ABI_WORD_LOG2		2
#define ABI_BIG_ENDIAN		0

#define ABI_API_FLAGS		0

/* UtcbInfo: size m << a, alignment 1 << a, smallest area 1 << s */
#define ABI_UTCB_M		1
#define ABI_UTCB_A		9
#define ABI_UTCB_S		12
#define ABI_UTCB_BYTES		512
#define ABI_KIP_AREA_S		12

/* byte offset of U inside the object, and of every field from U */
#define ABI_UTCB_POINTER	256
#define ABI_UTCB_MR(n)		((n) * 4)
#define ABI_UTCB_BR(n)		(-64 - (n) * 4)
#define ABI_UTCB_THREAD_WORD0	(-16)
#define ABI_UTCB_THREAD_WORD1	(-20)
#define ABI_UTCB_SENDER		(-24)	/* in: VirtualSender, out: ActualSender */
#define ABI_UTCB_RECEIVER	(-28)	/* IntendedReceiver */
#define ABI_UTCB_XFER_TIMEOUTS	(-32)
#define ABI_UTCB_ERROR_CODE	(-36)
#define ABI_UTCB_PREEMPT_FLAGS	(-40)	/* byte */
#define ABI_UTCB_COP_FLAGS	(-39)	/* byte */
#define ABI_UTCB_EXC_HANDLER	(-44)
#define ABI_UTCB_PAGER		(-48)
#define ABI_UTCB_HANDLE		(-52)
#define ABI_UTCB_PROCESSOR	(-56)
#define ABI_UTCB_GLOBAL_ID	(-60)
/* A line of padding that belongs to the kernel's local IPC; users find zeros there. */
#define ABI_UTCB_LIPC_LINE	(-256)

/* where the first servers find their areas */
#define ABI_ROOT_UTCB_AREA	0xbf000000
#define ABI_ROOT_UTCB_AREA_LOG2	17
#define ABI_ROOT_KIP_AREA	0xbff00000

/* message registers that travel in CPU registers to the kernel: MR0; out go MR1 and MR2 as well */
#define ABI_REGISTER_MRS	0

/* first address that is not the user's */
#define ABI_USER_AREA_END	0xc0000000

/* PageInfo: without no-execute pages what is readable executes */
#define ABI_PAGE_RIGHTS		6
#define ABI_PAGE_RIGHTS_NX	7

/* selectors users see */
#define ABI_SEL_UCS		0x1b
#define ABI_SEL_UDS		0x23
#define ABI_SEL_UTCB		0x2b

#endif
