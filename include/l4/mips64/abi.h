/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * MIPS64: word size, UTCB layout, fixed addresses and system call numbers (abi-mips64 sheet), in
 * both byte orders.  Included by the kernel port (as <arch/abi.h>), the user library and assembly.
 * The UTCB is of the positive kind: the UTCB pointer U (= local id = register $26) is the object's
 * base.
 */
#ifndef L4_MIPS64_ABI_H
#define L4_MIPS64_ABI_H

#define ABI_WORD_BITS		64
#define ABI_WORD_BYTES		8
#define ABI_WORD_LOG2		3
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ABI_BIG_ENDIAN		1
#define ABI_API_FLAGS		5
#else
#define ABI_BIG_ENDIAN		0
#define ABI_API_FLAGS		4
#endif

/* UtcbInfo: size m << a, alignment 1 << a, smallest area 1 << s */
#define ABI_UTCB_M		1
#define ABI_UTCB_A		10
#define ABI_UTCB_S		12
#define ABI_UTCB_BYTES		1024
#define ABI_KIP_AREA_S		12

/* byte offset of U inside the object, and of every field from U */
#define ABI_UTCB_POINTER	0
#define ABI_UTCB_GLOBAL_ID	0
#define ABI_UTCB_PROCESSOR	8
#define ABI_UTCB_HANDLE		16
#define ABI_UTCB_PAGER		24
#define ABI_UTCB_EXC_HANDLER	32
#define ABI_UTCB_PREEMPT_FLAGS	40	/* byte */
#define ABI_UTCB_COP_FLAGS	41	/* byte */
#define ABI_UTCB_XFER_TIMEOUTS	48
#define ABI_UTCB_ERROR_CODE	56
#define ABI_UTCB_RECEIVER	64	/* IntendedReceiver */
#define ABI_UTCB_SENDER		72	/* in: VirtualSender, out: ActualSender */
#define ABI_UTCB_THREAD_WORD0	80
#define ABI_UTCB_THREAD_WORD1	88
#define ABI_UTCB_MR(n)		(128 + (n) * 8)
#define ABI_UTCB_BR(n)		(640 + (n) * 8)
/* A line of padding that belongs to the kernel's local IPC; users find zeros there. */
#define ABI_UTCB_LIPC_LINE	960

/* where the first servers find their areas */
#define ABI_ROOT_UTCB_AREA	0x100000000
#define ABI_ROOT_UTCB_AREA_LOG2	18
#define ABI_ROOT_KIP_AREA	0x200000000

/* message registers that travel in CPU registers: MR0 ($3) and this many more ($16..$23) */
#define ABI_REGISTER_MRS	8

/* first address that is not the user's: the 40 bits of xkuseg that an R4000 translates */
#define ABI_USER_AREA_END	0x10000000000

/* PageInfo as this ABI declares it; the TLB itself only knows writable and not */
#define ABI_PAGE_RIGHTS		3

/* KernelInterface: this instruction, with this value in $1 */
#define ABI_KIP_INSTRUCTION	0x07ffffff
#define ABI_KIP_KEY		0x1facece1114e1f64

/* system calls: numbers in $2 */
#define ABI_CALL_IPC			(-101)
#define ABI_CALL_THREAD_SWITCH		(-102)
#define ABI_CALL_THREAD_CONTROL		(-103)
#define ABI_CALL_EXCHANGE_REGISTERS	(-104)
#define ABI_CALL_SCHEDULE		(-105)
#define ABI_CALL_UNMAP			(-106)
#define ABI_CALL_SPACE_CONTROL		(-107)
#define ABI_CALL_PROCESSOR_CONTROL	(-108)
#define ABI_CALL_MEMORY_CONTROL		(-109)
#define ABI_CALL_SYSTEM_CLOCK		(-110)

/* debugger calls: `break' with one of these in $1 */
#define ABI_BREAK_PRINT_CHAR		(-100)
#define ABI_BREAK_READ_CHAR_BLOCKED	(-101)
#define ABI_BREAK_ENTER			(-102)
#define ABI_BREAK_READ_CHAR		(-104)

/* MemoryControl: attributes that set how pages are cached; maintenance of caches; everything */
#define ABI_MEMORY_DEFAULT		0
#define ABI_MEMORY_UNCACHED		1
#define ABI_MEMORY_WRITE_BACK		2
#define ABI_MEMORY_WRITE_THROUGH	3
#define ABI_MEMORY_WRITE_THROUGH_NO_ALLOC 4
#define ABI_MEMORY_COHERENT		5
#define ABI_MEMORY_FLUSH_ICACHE		29
#define ABI_MEMORY_FLUSH_DCACHE		30
#define ABI_MEMORY_FLUSH_BOTH		31
#define ABI_MEMORY_FLUSH_ALL		(-2)	/* as control */

#endif
