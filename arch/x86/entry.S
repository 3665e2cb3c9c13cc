/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways into the kernel and out of it.  One kernel stack: an entry saves what the user had in the
 * current thread's frame, starts on the empty stack, calls a function that answers with the thread
 * to resume, and exits to it.  System calls come in, and those inside one go out, by entry.S of either
 * half; here is everything else: exceptions and interrupts, resuming inside the kernel or with all
 * registers, idling.
 */
#include <arch/x86/latency.h>
#include <arch/x86/passage.h>

/* --- start: start.S of either half leads here, at the link address ------------------------------ */

	.section .text.start, "ax", @progbits
	.globl	x86_start_high
x86_start_high:
	mov	$kernel_stack_top, SP
	xor	%ebp, %ebp
	push	BP
	popf
	call	x86_start_paging
#ifdef CONFIG_SMP
	mov	$VIRT_CPUS + CPU_STACK_TOP, SP
#endif
	call	x86_start
	jmp	x86_exit_to

	.text

/* --- exit: the thread is in AX ---------------------------------------------------------------- */

/* Resume inside the kernel, or all registers.  The stack is empty here. */
	.globl	x86_exit_unusual
x86_exit_unusual:
	EMPTY_STACK CPU
	testl	$TCB_CONTINUE_BIT, TCB_FLAGS(AX)
	jz	exit_to_user
	sti				/* the exit window: takes effect after the next instruction */
	nop
	cli
	SELF	ARG1
	LATENCY_ENTER mov, TCB_CONT(ARG1), rdi
	andl	$~TCB_CONTINUE_BIT, TCB_FLAGS(ARG1)
	call	*TCB_CONT(ARG1)
	jmp	x86_exit_to

exit_to_user:
#ifdef CONFIG_SMP
	testl	$TCB_AWAY_BIT, TCB_FLAGS(AX)
	jz	exit_complete
	PASS_AX
	call	travel_home
	jmp	x86_exit_to
exit_complete:
#endif
	LOAD_SPACE
	mov	TCB_LOCAL_ID(AX), DI
	mov	DI, HERE_UTCB(CPU)
	CHECK_IP
	andl	$~TCB_IRET_BIT, TCB_FLAGS(AX)
	EMPTY_STACK CPU
	push	$ABI_SEL_UDS
	push	FRAME_SP(AX)
	push	FRAME_FLAGS(AX)
	push	$ABI_SEL_UCS
	push	FRAME_IP(AX)
	LOAD_ALL
	IRET

/* --- idle ------------------------------------------------------------------------------------- */

	.globl	arch_idle
	.type	arch_idle, @function
arch_idle:
	EMPTY_THIS_STACK
	xor	%ebp, %ebp
	LATENCY_LEAVE
1:	sti
	hlt
	cli
	jmp	1b

/* --- exceptions and interrupts ---------------------------------------------------------------- */

/*
 * Entries TRAP_ENTRY_BYTES apart, by vector.  Some exceptions push an error code; a zero stands in for
 * the others.  NMI, double fault and machine check are of the second kind, wherever they come from.
 */
	.balign	16
	.globl	x86_trap_entries
x86_trap_entries:
	.set	vector, 0
	.rept	VECTOR_COUNT
	.balign	TRAP_ENTRY_BYTES
	.if	(vector != 8) && ((vector < 10) || (vector > 14)) && (vector != 17) && (vector != 21)
	push	$0
	.endif
	push	$vector
	.if	vector == 2 || vector == 8 || vector == 18
	jmp	kernel_trap
	.elseif	vector >= 32
	jmp	interrupt
	.else
	jmp	x86_trap
	.endif
	.set	vector, vector + 1
	.endr

/* Stack at the common parts: vector, error code, then what the CPU pushed. */
#define STACK_CS	(3 * ABI_WORD_BYTES)

	.balign	16
interrupt:
	testb	$3, STACK_CS(SP)
	jnz	from_user
	/* From the exit window or from idle: nothing on this stack is needed any more. */
	pop	ARG2
	EMPTY_THIS_STACK
	SELF	ARG1
	LATENCY_ENTER lea, LATENCY_VECTOR(ARG2), rdi, rsi
	call	x86_user_trap
	jmp	x86_exit_to

	.globl	x86_trap
x86_trap:
	testb	$3, STACK_CS(SP)
	jz	kernel_trap
from_user:
	SAVE_ALL
	LATENCY_ENTER lea, LATENCY_VECTOR(ARG2), rdi, rsi
	call	x86_user_trap
	jmp	x86_exit_to

/* The second kind of entry: frame in, frame out, whatever stack this is. */
kernel_trap:
	PUSH_ALL
	mov	SP, ARG1
	mov	SP, BX
	and	$-16, SP
	push	$2			/* users may have set DF and AC */
	popf
	call	x86_kernel_trap
	mov	BX, SP
	POP_ALL
	add	$2 * ABI_WORD_BYTES, SP
	IRET

/* --- stack ------------------------------------------------------------------------------------ */

/* Below it lies a page that paging.c takes away. */
	.section .bss.stacks, "aw", @nobits
	.balign	4096
	.globl	kernel_stack_guard, kernel_stack_top
kernel_stack_guard:
	.skip	4096
	.skip	KERNEL_STACK_BYTES
kernel_stack_top:
