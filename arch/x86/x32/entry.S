/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ways into the kernel and out of it.  One kernel stack: an entry saves what the user had in the
 * current thread's frame, starts on the empty stack, calls a function that answers with the thread
 * to resume, and exits to it.  The kernel works with the users' data segment, which users may have
 * replaced: every entry loads it anew.  FS and GS are not used here.
 */
#include <generated/offsets.h>
#include <l4/ia32/abi.h>
#include <arch/layout.h>
#include <arch/x86/calls.h>
#include <arch/x86/trap_entries.h>
#include <arch/x86/x32/door.h>
#include <arch/x86/x32/load.h>
#include <arch/x86/x32/vectors.h>

	.text

/* --- identity ------------------------------------------------------------------------------- */

/*
 * Who comes in.  With local IPC in user mode this is where the claim in EDI (Ipc) or at gs:0 is
 * compared with the thread that the kernel resumed last.
 */
	.macro	SELF reg
	FIND_HERE \reg
	mov	HERE(\reg, CPU_CURRENT), \reg
	.endm

/* --- Ipc -------------------------------------------------------------------------------------- */

	.balign	32
	.globl	x32_ipc_door
	.type	x32_ipc_door, @function
x32_ipc_door:
	DOOR_ENTER
	mov	DOOR_HERE(CPU_CURRENT), %edi
	mov	%ebp, FRAME_SP(%edi)
	.globl	x32_ipc_entry		/* fastpath.S comes here with what is none of its */
x32_ipc_entry:
	push	%esi
	push	%ecx
	mov	%edx, %ecx
	mov	%eax, %edx
	mov	%edi, %eax
	xor	%ebp, %ebp
	call	sys_ipc

/* --- exit: to the thread in EAX ----------------------------------------------------------------- */

	.globl	x86_exit_to
x86_exit_to:
	HERE_OF	%eax, %ebp
	mov	%eax, HERE(%ebp, CPU_CURRENT)
	testl	$EXIT_UNUSUAL, TCB_FLAGS(%eax)
	jnz	exit_unusual
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%eax), %edi
	mov	%edi, HERE_UTCB(%ebp)
#ifdef CONFIG_SMP
	EMPTY_STACK %ebp, DOOR_DEPTH
#endif
	mov	SPACE_KIP_AREA(%ebx), %edx
	and	$-4096, %edx
	add	$x32_return_offset, %edx
	mov	TCB_UTCB(%eax), %ebp
	mov	ABI_UTCB_MR(1)(%ebp), %ebx
	mov	ABI_UTCB_MR(2)(%ebp), %ebp
	mov	FRAME_ESI(%eax), %esi
	mov	FRAME_SP(%eax), %ecx
	mov	FRAME_EAX(%eax), %eax
	DOOR_LEAVE

/* Resume inside the kernel, or all registers.  The stack is empty here. */
exit_unusual:
	EMPTY_STACK %ebp
	testl	$TCB_CONTINUE_BIT, TCB_FLAGS(%eax)
	jz	exit_to_user
	sti				/* the exit window: takes effect after the next instruction */
	nop
	cli
	SELF	%eax
	andl	$~TCB_CONTINUE_BIT, TCB_FLAGS(%eax)
	call	*TCB_CONT(%eax)
	jmp	x86_exit_to

exit_to_user:
#ifdef CONFIG_SMP
	testl	$TCB_AWAY_BIT, TCB_FLAGS(%eax)
	jz	exit_complete
	call	travel_home
	jmp	x86_exit_to
exit_complete:
#endif
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%eax), %edi
	mov	%edi, HERE_UTCB(%ebp)
	andl	$~TCB_IRET_BIT, TCB_FLAGS(%eax)
	EMPTY_STACK %ebp
	pushl	$ABI_SEL_UDS
	pushl	FRAME_SP(%eax)
	pushl	FRAME_FLAGS(%eax)
	pushl	$ABI_SEL_UCS
	pushl	FRAME_IP(%eax)
	mov	FRAME_EBX(%eax), %ebx
	mov	FRAME_ECX(%eax), %ecx
	mov	FRAME_EDX(%eax), %edx
	mov	FRAME_ESI(%eax), %esi
	mov	FRAME_EDI(%eax), %edi
	mov	FRAME_EBP(%eax), %ebp
	mov	FRAME_EAX(%eax), %eax
	iret

/* --- idle --------------------------------------------------------------------------------------- */

	.globl	arch_idle
	.type	arch_idle, @function
arch_idle:
	FIND_HERE %ebp
	EMPTY_STACK %ebp
	xor	%ebp, %ebp
1:	sti
	hlt
	cli
	jmp	1b

/* --- exceptions, interrupts, other system calls ----------------------------------------------------- */

/* Stack at the common parts: vector, error code, then what the CPU pushed. */
#define STACK_CS	12

	TRAP_ENTRIES x32_trap, interrupt, kernel_trap


/* The same for the vectors of system calls, which users may raise. */
	.balign	16
	.globl	x32_call_entries
x32_call_entries:
	.set	number, 0
	.rept	CALLS
	.balign	TRAP_ENTRY_BYTES
	pushl	$0
	pushl	$number
	jmp	other_call
	.set	number, number + 1
	.endr

	.balign	16
interrupt:
	testb	$3, STACK_CS(%esp)
	jnz	from_user
	/* From the exit window or from idle: nothing on this stack is needed any more. */
	pop	%edx
	FIND_HERE %eax
	EMPTY_STACK %eax
	mov	HERE(%eax, CPU_CURRENT), %eax
	call	x86_user_trap
	jmp	x86_exit_to

/* All registers into the frame of the current thread, EAX in the end; vector or number in EDX. */
	.macro	SAVE_ALL
	push	%eax
	FIND_HERE %eax
	mov	%ds, %ss:HERE(%eax, CPU_USER_SEGMENTS)
	mov	%es, %ss:HERE(%eax, CPU_USER_SEGMENTS + 2)
	mov	$ABI_SEL_UDS, %eax
	mov	%eax, %ds
	mov	%eax, %es
	SELF	%eax
	popl	FRAME_EAX(%eax)
	mov	%ecx, FRAME_ECX(%eax)
	mov	%edx, FRAME_EDX(%eax)
	mov	%ebx, FRAME_EBX(%eax)
	mov	%esi, FRAME_ESI(%eax)
	mov	%edi, FRAME_EDI(%eax)
	mov	%ebp, FRAME_EBP(%eax)
	pop	%edx
	popl	FRAME_ERROR(%eax)
	popl	FRAME_IP(%eax)
	pop	%ecx				/* code segment: there is but one */
	popl	FRAME_FLAGS(%eax)
	popl	FRAME_SP(%eax)
	mov	%edx, FRAME_VECTOR(%eax)
	orl	$TCB_IRET_BIT, TCB_FLAGS(%eax)
	HERE_OF	%eax, %ecx
	EMPTY_STACK %ecx
	push	$2				/* users may have set DF and AC */
	popfl
	xor	%ebp, %ebp
	.endm

	.globl	x32_trap
x32_trap:
	testb	$3, STACK_CS(%esp)
	jz	kernel_trap
from_user:
	SAVE_ALL
	call	x86_user_trap
	jmp	x86_exit_to

other_call:
	SAVE_ALL
	call	*x86_calls(, %edx, 4)
	jmp	x86_exit_to

/* The second kind of entry: frame in, frame out, wherever it came from. */
kernel_trap:
	push	%eax
	push	%ecx
	push	%edx
	push	%ebx
	push	%ebp
	push	%esi
	push	%edi
	push	%ds
	push	%es
	LOAD_SEGMENTS %eax
	mov	%esp, %eax
	mov	%esp, %ebx
	push	$2
	popfl
	call	x86_kernel_trap
	mov	%ebx, %esp
	pop	%es
	pop	%ds
	pop	%edi
	pop	%esi
	pop	%ebp
	pop	%ebx
	pop	%edx
	pop	%ecx
	pop	%eax
	add	$8, %esp
	iret

/* A task of its own (tasks.c), its number in EAX: returning leads to whom it interrupted, and the next
 * time it goes on here. */
	.globl	x32_task_entry
x32_task_entry:
	mov	%eax, %ebx
1:	mov	%ebx, %eax
	call	x32_task_trap
	iret
	jmp	1b

/* --- stacks ------------------------------------------------------------------------------ */

/* Below the kernel's stack lies a page that paging.c takes away. */
	.section .bss.stacks, "aw", @nobits
	.balign	4096
	.globl	kernel_stack_guard, kernel_stack_top
kernel_stack_guard:
	.skip	4096
	.skip	KERNEL_STACK_BYTES
kernel_stack_top:
