/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's own ABI, in both of X.2's UTCB layouts: 64-bit words use the centred one, 32-bit words
 * the positive one.  There is no userland for it, so it lives here and not in include/l4.
 */
#ifndef ARCH_ABI_H
#define ARCH_ABI_H

#ifndef HOST_WORD_BITS
#define HOST_WORD_BITS		64
#endif
#ifndef HOST_BIG_ENDIAN
#define HOST_BIG_ENDIAN		0	/* byte order of the words in UTCBs */
#endif

#define ABI_WORD_BITS		HOST_WORD_BITS
#define ABI_WORD_BYTES		(HOST_WORD_BITS / 8)
#define ABI_BIG_ENDIAN		HOST_BIG_ENDIAN
#define ABI_API_FLAGS		((HOST_WORD_BITS == 64 ? 4 : 0) | HOST_BIG_ENDIAN)

#define ABI_UTCB_M		1
#define ABI_UTCB_S		12
#define ABI_KIP_AREA_S		12

#if HOST_WORD_BITS == 64
#define ABI_WORD_LOG2		3
#define ABI_UTCB_A		10
#define ABI_UTCB_BYTES		1024
#define ABI_UTCB_POINTER	512
#define ABI_UTCB_MR(n)		((n) * 8)
#define ABI_UTCB_BR(n)		(-128 - (n) * 8)
#define ABI_UTCB_THREAD_WORD0	(-32)
#define ABI_UTCB_THREAD_WORD1	(-40)
#define ABI_UTCB_SENDER		(-48)
#define ABI_UTCB_RECEIVER	(-56)
#define ABI_UTCB_XFER_TIMEOUTS	(-64)
#define ABI_UTCB_ERROR_CODE	(-72)
#define ABI_UTCB_PREEMPT_FLAGS	(-80)
#define ABI_UTCB_COP_FLAGS	(-79)
#define ABI_UTCB_EXC_HANDLER	(-88)
#define ABI_UTCB_PAGER		(-96)
#define ABI_UTCB_HANDLE		(-104)
#define ABI_UTCB_PROCESSOR	(-112)
#define ABI_UTCB_GLOBAL_ID	(-120)
#define ABI_UTCB_LIPC_LINE	(-448)
#define ABI_UTCB_LIPC_BYTES	64
#define ABI_ROOT_UTCB_AREA_LOG2	18
#define ABI_REGISTER_MRS	7
#define ABI_USER_AREA_END	0xffffff0000000000
#else
#define ABI_WORD_LOG2		2
#define ABI_UTCB_A		9
#define ABI_UTCB_BYTES		512
#define ABI_UTCB_POINTER	0
#define ABI_UTCB_GLOBAL_ID	0
#define ABI_UTCB_PROCESSOR	4
#define ABI_UTCB_HANDLE		8
#define ABI_UTCB_PAGER		12
#define ABI_UTCB_EXC_HANDLER	16
#define ABI_UTCB_PREEMPT_FLAGS	20
#define ABI_UTCB_COP_FLAGS	21
#define ABI_UTCB_XFER_TIMEOUTS	24
#define ABI_UTCB_ERROR_CODE	28
#define ABI_UTCB_RECEIVER	32
#define ABI_UTCB_SENDER		36
#define ABI_UTCB_THREAD_WORD0	40
#define ABI_UTCB_THREAD_WORD1	44
#define ABI_UTCB_MR(n)		(64 + (n) * 4)
#define ABI_UTCB_BR(n)		(320 + (n) * 4)
#define ABI_UTCB_LIPC_LINE	452
#define ABI_UTCB_LIPC_BYTES	60
#define ABI_ROOT_UTCB_AREA_LOG2	17
#define ABI_REGISTER_MRS	4
#define ABI_USER_AREA_END	0xc0000000
#endif

#define ABI_ROOT_UTCB_AREA	0xbf000000
#define ABI_ROOT_KIP_AREA	0xbff00000
#define ABI_PAGE_RIGHTS		7

#endif
