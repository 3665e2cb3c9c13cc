/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's registers and the bits in them, for C and assembly: general registers by their
 * n64 names, coprocessor 0 by number, Status, Cause, and where things are in the address space.
 */
#ifndef ARCH_MIPS64_REGS_H
#define ARCH_MIPS64_REGS_H

/* --- Status ------------------------------------------------------------------------------------ */

#define STATUS_IE	0x00000001
#define STATUS_EXL	0x00000002
#define STATUS_USER	0x00000010
#define STATUS_KSU	0x00000018
#define STATUS_UX	0x00000020	/* users have 64-bit addresses and instructions */
#define STATUS_SX	0x00000040
#define STATUS_KX	0x00000080
#define STATUS_IM_TIMER	0x00008000
#define STATUS_FR	0x04000000
#define STATUS_CU1	0x20000000

/* In the kernel; users' is this and more, with EXL set until ERET clears it.  16 bits: one ORI. */
#define STATUS_KERNEL	(STATUS_IM_TIMER | STATUS_KX | STATUS_SX | STATUS_UX)
#define STATUS_INITIAL	(STATUS_KERNEL | STATUS_USER | STATUS_EXL | STATUS_IE)
/* What ExchangeRegisters and exception messages show, and what they may change. */
#define STATUS_READ	0xff800020
#define STATUS_WRITE	0x8e800020

/* --- Cause ------------------------------------------------------------------------------------- */

#define CAUSE_BD	0x80000000	/* in a branch delay slot; EPC is the branch */
#define CAUSE_CE_SHIFT	28
#define CAUSE_CODE_MASK	0x7c
#define CAUSE_CODE_SHIFT 2

#define EXC_INTERRUPT	0
#define EXC_MODIFIED	1
#define EXC_TLB_LOAD	2
#define EXC_TLB_STORE	3
#define EXC_ADDR_LOAD	4
#define EXC_ADDR_STORE	5
#define EXC_SYSCALL	8
#define EXC_BREAK	9
#define EXC_RESERVED	10
#define EXC_COPROCESSOR	11

/* --- page table entries (pgtable.h) that the TLB refill looks into ------------------------------- */

#define PTE_LO_SHIFT	6	/* an entry shifted right by this is an EntryLo */
#define PTE_VALID	0x80
#define PTE_DIRTY	0x100

/* A page of 1 MB is shown to the TLB as pairs of 256 KB. */
#define TLB_LARGE_LOG2	18
#define TLB_LARGE_MASK	0x0007e000
#define TLB_ENTRIES	48

/* --- assembly ---------------------------------------------------------------------------------- */

#ifdef __ASSEMBLER__

#define zero	$0
#define at	$1
#define v0	$2
#define v1	$3
#define a0	$4
#define a1	$5
#define a2	$6
#define a3	$7
#define a4	$8
#define a5	$9
#define a6	$10
#define a7	$11
#define t0	$12
#define t1	$13
#define t2	$14
#define t3	$15
#define s0	$16
#define s1	$17
#define s2	$18
#define s3	$19
#define s4	$20
#define s5	$21
#define s6	$22
#define s7	$23
#define t8	$24
#define t9	$25
#define k0	$26
#define k1	$27
#define gp	$28
#define sp	$29
#define fp	$30
#define ra	$31

#define C0_INDEX	$0
#define C0_ENTRYLO0	$2
#define C0_ENTRYLO1	$3
#define C0_PAGEMASK	$5
#define C0_WIRED	$6
#define C0_BADVADDR	$8
#define C0_ENTRYHI	$10
#define C0_STATUS	$12
#define C0_CAUSE	$13
#define C0_EPC		$14
#define C0_ERROREPC	$30

#endif

#endif
