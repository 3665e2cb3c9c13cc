/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Kernel Interface Page: word indices and field encodings (X.2: KIP; overview sheet 6).
 * An index i stands at byte i * 4 or i * 8 of the page.  The loader works with both word sizes,
 * so nothing here depends on ABI_WORD_BITS.  Macros only, safe in assembly.
 */
#ifndef L4_ABI_KIP_H
#define L4_ABI_KIP_H

/* bytes 'L' '4' 230 'K' at the four lowest addresses, read as a little-endian 32-bit word */
#define ABI_KIP_MAGIC_LE		0x4be6344c
#define ABI_KIP_MAGIC_BE		0x4c34e64b

#define ABI_KIP_API_VERSION		1
#define ABI_KIP_API_FLAGS		2
#define ABI_KIP_KERN_DESC_PTR		3
#define ABI_KIP_KDEBUG_INIT		4
#define ABI_KIP_KDEBUG_ENTRY		5
#define ABI_KIP_KDEBUG_LOW		6
#define ABI_KIP_KDEBUG_HIGH		7
/* servers: SP, IP, low, high (high is the byte after the last) */
#define ABI_KIP_SIGMA0			8
#define ABI_KIP_SIGMA1			12
#define ABI_KIP_ROOT			16
#define ABI_KIP_SERVER_SP		0
#define ABI_KIP_SERVER_IP		1
#define ABI_KIP_SERVER_LOW		2
#define ABI_KIP_SERVER_HIGH		3
#define ABI_KIP_MEMORY_INFO		21
#define ABI_KIP_KDEBUG_CONFIG0		22
#define ABI_KIP_KDEBUG_CONFIG1		23
#define ABI_KIP_MAIN_MEM		24	/* low, high */
#define ABI_KIP_RESERVED_MEM0		26
#define ABI_KIP_RESERVED_MEM1		28
#define ABI_KIP_DEDICATED_MEM0		30
#define ABI_KIP_UTCB_INFO		42
#define ABI_KIP_KIP_AREA_INFO		43
#define ABI_KIP_BOOT_INFO		46
#define ABI_KIP_PROC_DESC_PTR		47
#define ABI_KIP_CLOCK_INFO		48
#define ABI_KIP_THREAD_INFO		49
#define ABI_KIP_PAGE_INFO		50
#define ABI_KIP_PROCESSOR_INFO		51
#define ABI_KIP_SPACE_CONTROL		52
#define ABI_KIP_THREAD_CONTROL		53
#define ABI_KIP_PROCESSOR_CONTROL	54
#define ABI_KIP_MEMORY_CONTROL		55
#define ABI_KIP_IPC			56
#define ABI_KIP_LIPC			57
#define ABI_KIP_UNMAP			58
#define ABI_KIP_EXCHANGE_REGISTERS	59
#define ABI_KIP_SYSTEM_CLOCK		60
#define ABI_KIP_THREAD_SWITCH		61
#define ABI_KIP_SCHEDULE		62
#define ABI_KIP_ARCH_SYSCALL0		68
#define ABI_KIP_FIXED_WORDS		72

#define ABI_KIP_API_VERSION_X2		0x84050000
#define ABI_KIP_FLAG_BIG_ENDIAN		1
#define ABI_KIP_FLAG_64BIT		4

/* info words */
#define ABI_KIP_UTCB_INFO_WORD(m, a, s)		((m) | ((a) << 10) | ((s) << 16))
#define ABI_KIP_THREAD_INFO_WORD(t, sys, user)	((t) | ((sys) << 8) | ((user) << 20))
#define ABI_KIP_CLOCK_INFO_WORD(read, sched)	((read) | ((sched) << 16))

/* kernel descriptor: id, generation date, version, supplier, then strings */
#define ABI_KDESC_ID			0
#define ABI_KDESC_GEN_DATE		1
#define ABI_KDESC_VERSION		2
#define ABI_KDESC_SUPPLIER		3
#define ABI_KDESC_STRINGS		4
#define ABI_KDESC_GEN_DATE_WORD(y, m, d)	((d) | ((m) << 5) | (((y) - 2000) << 9))

/* processor descriptor: words */
#define ABI_PROCDESC_EXTERNAL_KHZ	0
#define ABI_PROCDESC_INTERNAL_KHZ	1
#define ABI_PROCDESC_WORDS		4

/* memory descriptors: two words each (overview sheet 6.4) */
#define ABI_MEMDESC_TYPE_MASK		0xf
#define ABI_MEMDESC_SUBTYPE_SHIFT	4
#define ABI_MEMDESC_SUBTYPE_MASK	0xf
#define ABI_MEMDESC_VIRTUAL		0x200
#define ABI_MEMDESC_GRANULE		1024
#define ABI_MEMDESC_UNDEFINED		0x0
#define ABI_MEMDESC_CONVENTIONAL	0x1
#define ABI_MEMDESC_RESERVED		0x2
#define ABI_MEMDESC_DEDICATED		0x3
#define ABI_MEMDESC_SHARED		0x4
#define ABI_MEMDESC_BOOT		0xe
#define ABI_MEMDESC_ARCH		0xf
#define ABI_MEMDESC_BOOT_INFO		1	/* subtypes of ABI_MEMDESC_BOOT */
#define ABI_MEMDESC_BOOT_SERVER		2
#define ABI_MEMDESC_BOOT_MODULE		3

#endif
