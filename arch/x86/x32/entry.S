/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of 32-bit threads: Ipc, in and out, and the doors of the others (the other ways:
 * ../entry.S).  The kernel works with the users' data segment, which users may have replaced: every
 * entry loads it anew.  FS and GS are not used here.
 */
#include <arch/x86/calls.h>
#include <arch/x86/passage.h>

	.text

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

	.globl	x86_exit_to
x86_exit_to:				/* the thread in EAX */
	HERE_OF	%eax, CPU
	mov	%eax, HERE(CPU, CPU_CURRENT)
	testl	$EXIT_UNUSUAL, TCB_FLAGS(%eax)
	jnz	x86_exit_unusual
	LOAD_SPACE
	mov	TCB_LOCAL_ID(%eax), %edi
	mov	%edi, HERE_UTCB(CPU)
#ifdef CONFIG_SMP
	EMPTY_STACK CPU, DOOR_DEPTH
#endif
	mov	SPACE_KIP_AREA(%ebx), %edx
	and	$-4096, %edx
	add	$x32_return_offset, %edx
	mov	TCB_UTCB(%eax), %ebp
	mov	ABI_UTCB_MR(1)(%ebp), %ebx
	mov	ABI_UTCB_MR(2)(%ebp), %ebp
	mov	FRAME_SI(%eax), %esi
	mov	FRAME_SP(%eax), %ecx
	mov	FRAME_AX(%eax), %eax
	DOOR_LEAVE

/* --- other system calls ----------------------------------------------------------------------- */

/* Users may raise these vectors: as exceptions without an error code come in (../entry.S). */
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

other_call:
	SAVE_ALL
	call	*x86_calls(, %edx, 4)
	jmp	x86_exit_to

/* A task of its own (tasks.c), its number in EAX: returning leads to whom it interrupted, and the next
 * time it goes on here. */
	.globl	x32_task_entry
x32_task_entry:
	mov	%eax, %ebx
1:	mov	%ebx, %eax
	call	x32_task_trap
	iret
	jmp	1b
