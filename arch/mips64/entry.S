/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways into the kernel and out of it.  One kernel stack: an entry saves what the user had in the
 * current thread's frame, starts on the empty stack, calls a function that answers with the thread
 * to resume, and exits to it.  The vectors (start.S) come here with interrupts off, EXL set and
 * nothing but k1 to work with.
 */
#include <generated/offsets.h>
#include <l4/mips64/abi.h>
#include <arch/mips64/regs.h>

	.set	noreorder
	.set	noat
	.text

	.macro	KERNEL_STACK
	lui	sp, %hi(kernel_stack_top)
	daddiu	sp, %lo(kernel_stack_top)
	.endm

/* Out of exception level, kernel mode, interrupts off. */
	.macro	KERNEL_MODE
	ori	t1, zero, STATUS_KERNEL
	mtc0	t1, C0_STATUS
	.endm

/* Kernel mode, interrupts on. */
	.macro	OPEN_WINDOW
	lui	t1, %hi(mips_open_lines)
	lw	t1, %lo(mips_open_lines)(t1)
	ori	t0, t1, STATUS_KERNEL | STATUS_IE
	mtc0	t0, C0_STATUS
	.endm

/* Loads or stores registers, by number, from or to a frame. */
	.macro	REGISTERS op, offset, frame, list:vararg
	.irp	n, \list
	\op	$\n, \offset + 8 * \n(\frame)
	.endr
	.endm

/* Who comes in.  With local IPC in user mode this is where the claim in k0 is compared with the
 * thread that the kernel resumed last. */
	.macro	SELF reg
	lui	\reg, %hi(cpu0 + CPU_CURRENT)
	ld	\reg, %lo(cpu0 + CPU_CURRENT)(\reg)
	.endm

/* What a system call preserves, into the current thread's frame (k1), and the way to its end. */
	.macro	SAVE_PRESERVED
	dmfc0	t0, C0_EPC
	KERNEL_MODE
	daddiu	t0, 4
	REGISTERS sd, FRAME_GPR, k1, 16, 17, 18, 19, 20, 21, 22, 23, 28, 29, 30, 31
	sd	t0, FRAME_IP(k1)
	KERNEL_STACK
	.endm

/* --- Ipc -------------------------------------------------------------------------------------- */

/* k1: the current thread.  What Ipc destroys isn't saved. */
	.balign	64
	.globl	ipc_entry
ipc_entry:
	SAVE_PRESERVED
	move	a4, v1
	move	a3, a2
	move	a2, a1
	move	a1, a0
	jal	sys_ipc
	 move	a0, k1

/* --- exit: to the thread in v0 ---------------------------------------------------------------- */

/* Load the page table of the thread in v0, unless it is in use, and k0. */
	.macro	LOAD_SPACE
	ld	t2, TCB_SPACE(v0)
	lui	t1, %hi(mips_root)
	ld	t0, %lo(mips_root)(t1)
	ld	t3, SPACE_ROOT(t2)
	bne	t0, t3, 2f
	 ld	k0, TCB_LOCAL_ID(v0)
1:
	.subsection 1
2:	ld	t0, SPACE_ASID(t2)
	beqz	t0, 3f
	 sd	t3, %lo(mips_root)(t1)
	b	1b
	 dmtc0	t0, C0_ENTRYHI
3:	move	s0, v0
	jal	tlb_give_asid
	 move	a0, t2
	dmtc0	v0, C0_ENTRYHI
	move	v0, s0
	b	1b
	 ld	k0, TCB_LOCAL_ID(v0)
	.previous
	.endm

/* Status of the thread in v0, with the interrupt lines that are open, into t0. */
	.macro	USER_STATUS
	lui	t1, %hi(mips_open_lines)
	ld	t0, FRAME_STATUS(v0)
	lw	t1, %lo(mips_open_lines)(t1)
	or	t0, t1
	.endm

exit_to_v0:
	lui	t0, %hi(cpu0 + CPU_CURRENT)
	sd	v0, %lo(cpu0 + CPU_CURRENT)(t0)
	lw	t1, TCB_FLAGS(v0)
	andi	t0, t1, EXIT_UNUSUAL
	bnez	t0, exit_unusual
	 nop
	LOAD_SPACE
	USER_STATUS
	ld	t1, FRAME_IP(v0)
	mtc0	t0, C0_STATUS
	dmtc0	t1, C0_EPC
	REGISTERS ld, FRAME_GPR, v0, 3, 16, 17, 18, 19, 20, 21, 22, 23, 28, 29, 30, 31, 2
	/* nothing of the kernel's, or of another thread's, in what Ipc destroys */
	mthi	zero
	mtlo	zero
	.irp	n, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 27
	move	$\n, zero
	.endr
	eret

	.globl	mips_exit_to
mips_exit_to:
	b	exit_to_v0
	 move	v0, a0

/* Resume inside the kernel, or with all registers.  The stack is empty here. */
exit_unusual:
	KERNEL_STACK
	andi	t0, t1, TCB_CONTINUE_BIT
	beqz	t0, exit_full
	 nop
	OPEN_WINDOW			/* the exit window */
	.rept	4
	nop
	.endr
	KERNEL_MODE
	.rept	4
	nop
	.endr
	SELF	a0
	lw	t1, TCB_FLAGS(a0)
	xori	t1, TCB_CONTINUE_BIT
	ld	t9, TCB_CONT(a0)
	jalr	t9
	 sw	t1, TCB_FLAGS(a0)
	b	exit_to_v0
	 nop

exit_full:
	xori	t1, TCB_FULL_BIT
	sw	t1, TCB_FLAGS(v0)
	LOAD_SPACE
	USER_STATUS
	ld	t1, FRAME_IP(v0)
	ld	t2, FRAME_HI(v0)
	ld	t3, FRAME_LO(v0)
	mtc0	t0, C0_STATUS
	mthi	t2
	mtlo	t3
	dmtc0	t1, C0_EPC
	REGISTERS ld, FRAME_GPR, v0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, \
		19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31, 2
	move	k1, zero
	eret

/* --- the other system calls -------------------------------------------------------------------- */

/* k1: the current thread; v0: not Ipc's number.  Parameters move on to make room for the thread's. */
	.globl	system_call
system_call:
	sd	t0, FRAME_GPR + 8 * 12(k1)
	nor	t0, v0, zero
	daddiu	t0, ABI_CALL_IPC
	sltiu	t0, ABI_CALL_IPC - ABI_CALL_SYSTEM_CLOCK
	beqz	t0, no_call
	 nop
	SAVE_PRESERVED
	nor	t3, v0, zero
	lw	t0, TCB_FLAGS(k1)
	dsll	t3, 3
	ori	t0, TCB_FULL_BIT
	sw	t0, TCB_FLAGS(k1)
	lui	t9, %hi(mips_calls + 8 * ABI_CALL_IPC)
	daddu	t9, t3
	ld	t9, %lo(mips_calls + 8 * ABI_CALL_IPC)(t9)
	sd	a7, FRAME_GPR + 8 * 11(k1)
	move	a7, a6
	move	a6, a5
	move	a5, a4
	move	a4, a3
	move	a3, a2
	move	a2, a1
	move	a1, a0
	jalr	t9
	 move	a0, k1
	b	exit_to_v0
	 nop

no_call:
	b	general_exception
	 ld	t0, FRAME_GPR + 8 * 12(k1)

/* --- idle ------------------------------------------------------------------------------------- */

	.globl	arch_idle
	.type	arch_idle, @function
arch_idle:
	KERNEL_STACK
	OPEN_WINDOW
1:
#ifdef CONFIG_MIPS64_WAIT
	.word	0x42000020		/* wait */
#endif
	b	1b
	 nop

/* --- exceptions and interrupts ---------------------------------------------------------------- */

/* All registers but k1, which is the frame's base, into the frame. */
	.macro	SAVE_ALL offset
	REGISTERS sd, \offset, k1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, \
		19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31
	mfhi	t0
	mflo	t1
	sd	t0, \offset + FRAME_HI - FRAME_GPR(k1)
	sd	t1, \offset + FRAME_LO - FRAME_GPR(k1)
	dmfc0	t0, C0_EPC
	mfc0	t1, C0_CAUSE
	dmfc0	t2, C0_BADVADDR
	sd	t0, \offset + FRAME_IP - FRAME_GPR(k1)
	sd	t1, \offset + FRAME_CAUSE - FRAME_GPR(k1)
	sd	t2, \offset + FRAME_BADVADDR - FRAME_GPR(k1)
	.endm

	.globl	general_exception
general_exception:
	mfc0	k1, C0_STATUS
	andi	k1, STATUS_KSU
	beqz	k1, from_kernel
	 mfc0	k1, C0_CAUSE
	SELF	k1
	SAVE_ALL FRAME_GPR
	lw	t0, TCB_FLAGS(k1)
	ori	t0, TCB_FULL_BIT
	sw	t0, TCB_FLAGS(k1)
	KERNEL_MODE
	KERNEL_STACK
	jal	mips_exception
	 move	a0, k1
	b	exit_to_v0
	 nop

/* An interrupt in the exit window or in idle, where nothing is to be kept; or a mistake of ours. */
from_kernel:
	andi	k1, CAUSE_CODE_MASK
	bnez	k1, kernel_trap
	 lui	k1, %hi(mips_trap_frame)
	KERNEL_MODE
	KERNEL_STACK
	SELF	a0
	jal	mips_interrupt
	 nop
	b	exit_to_v0
	 nop

kernel_trap:
	daddiu	k1, %lo(mips_trap_frame)
	SAVE_ALL 0
	mfc0	t0, C0_STATUS
	sd	t0, FRAME_STATUS - FRAME_GPR(k1)
	lui	sp, %hi(trap_stack_top)
	daddiu	sp, %lo(trap_stack_top)
	KERNEL_MODE
	jal	mips_kernel_trap
	 move	a0, k1
1:	b	1b
	 nop

/* --- stacks ----------------------------------------------------------------------------------- */

	.section .bss.stacks, "aw", @nobits
	.balign	16
	.skip	KERNEL_STACK_BYTES
	.globl	kernel_stack_top
kernel_stack_top:
	.skip	KERNEL_STACK_BYTES
trap_stack_top:
	.skip	16
