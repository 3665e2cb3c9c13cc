/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's first instructions, and the exception vectors that boot.c copies to where the
 * processor wants them.  The loader has put the image to its place and jumps here in kernel mode,
 * at the address in kseg0 or kseg1; nothing else is assumed of the processor's state.
 */
#include <generated/offsets.h>
#include <l4/mips64/abi.h>
#include <arch/mips64/regs.h>

/* Where Ipc comes in, the current thread in k1. */
#ifdef CONFIG_IPC_FASTPATH
#define IPC_DOOR	mips_ipc_fast
#else
#define IPC_DOOR	ipc_entry
#endif

	.set	noreorder
	.set	noat

	.section .text.start, "ax", @progbits
	.globl	start
	.type	start, @function
start:
	/* vectors are still the firmware's (BEV): an exception now is its business */
	lui	t0, 0x0040
	ori	t0, STATUS_KERNEL & ~STATUS_IM_TIMER
	mtc0	t0, C0_STATUS
	nop
	nop
	nop
	nop
	/* leave kseg1, if that is where we are */
	lui	t0, %hi(1f)
	daddiu	t0, %lo(1f)
	jr	t0
	 nop
1:	lui	sp, %hi(kernel_stack_top)
	daddiu	sp, %lo(kernel_stack_top)
	jal	mips_start
	 move	fp, zero
	j	mips_exit_to
	 move	a0, v0

/* --- vectors --------------------------------------------------------------------------------------- */

/*
 * Copied as one block, so branches within it and absolute jumps out of it are all there is.  Users
 * keep k0 (their UTCB), so the refill has only k1 and lays k0 aside in a register of coprocessor 0
 * that nothing but a reset uses.
 */
	.balign	128
	.globl	mips_vectors, mips_vectors_end
mips_vectors:
	b	refill			/* 0x000: 32-bit users */
	 nop

	.balign	128			/* 0x080: 64-bit users */
refill:
	dmtc0	k0, C0_ERROREPC
	lui	k1, %hi(mips_root)
	dmfc0	k0, C0_BADVADDR
	ld	k1, %lo(mips_root)(k1)
	dsrl	k0, 30 - 3
	andi	k0, 0x3ff << 3
	daddu	k1, k0
	ld	k1, 0(k1)
	dmfc0	k0, C0_BADVADDR
	bgez	k1, 1f			/* no table: empty, or one page */
	 dsrl	k0, 20 - 3
	andi	k0, 0x3ff << 3
	daddu	k1, k0
	ld	k1, 0(k1)
	dmfc0	k0, C0_BADVADDR
	bgez	k1, 1f
	 dsrl	k0, 12 - 3
	andi	k0, 0xfe << 3
	daddu	k1, k0
	ld	k0, 0(k1)
	ld	k1, 8(k1)
	dsrl	k0, PTE_LO_SHIFT
	dmtc0	k0, C0_ENTRYLO0
	dsrl	k1, PTE_LO_SHIFT
	dmtc0	k1, C0_ENTRYLO1
	dmfc0	k0, C0_ERROREPC
	nop
	tlbwr				/* entries that are not valid come back as exceptions */
	move	k1, zero		/* which frame it is isn't the user's to know */
	eret
1:	j	refill_large
	 nop

	.balign	128			/* 0x100: cache error */
	j	general_exception
	 nop

	.balign	128			/* 0x180: all others */
	mfc0	k1, C0_CAUSE
	andi	k1, CAUSE_CODE_MASK
	xori	k1, EXC_SYSCALL << CAUSE_CODE_SHIFT
	bnez	k1, 1f
	 daddiu	k1, v0, -ABI_CALL_IPC
	bnez	k1, 2f
	 lui	k1, %hi(cpu0 + CPU_CURRENT)
	j	IPC_DOOR
	 ld	k1, %lo(cpu0 + CPU_CURRENT)(k1)
1:	j	general_exception
	 nop
2:	j	system_call
	 ld	k1, %lo(cpu0 + CPU_CURRENT)(k1)
mips_vectors_end:

	.text

/*
 * No table at k1's place in the tree.  A page of 1 MB in use is written as that pair of 256 KB which
 * the address is in; everything else is for tlb_serve, and there is no entry yet that could overlap.
 */
refill_large:
	beqz	k1, 1f
	 andi	k0, k1, PTE_VALID
	beqz	k0, 1f
	 dmfc0	k0, C0_BADVADDR
	dsrl	k0, TLB_LARGE_LOG2 + 1
	andi	k0, 1
	dsll	k0, TLB_LARGE_LOG2 + 1
	daddu	k1, k0
	dsrl	k1, PTE_LO_SHIFT
	dmtc0	k1, C0_ENTRYLO0
	daddiu	k1, 1 << (TLB_LARGE_LOG2 - PTE_LO_SHIFT)
	dmtc0	k1, C0_ENTRYLO1
	lui	k1, TLB_LARGE_MASK >> 16
	ori	k1, TLB_LARGE_MASK & 0xffff
	mtc0	k1, C0_PAGEMASK
	dmfc0	k0, C0_ERROREPC
	nop
	tlbwr
	move	k1, zero
	nop
	mtc0	zero, C0_PAGEMASK
	nop
	nop
	eret
1:	j	general_exception
	 dmfc0	k0, C0_ERROREPC
