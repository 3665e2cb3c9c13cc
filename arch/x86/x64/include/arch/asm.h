/* SPDX-License-Identifier: BSD-2-Clause */
/* For assembly that both word sizes share (asm.h): what registers are called in 64 bits, and what is
 * done to all of them. */
#ifndef ARCH_ASM_H
#define ARCH_ASM_H

#include <l4/amd64/abi.h>
#include <arch/x86/x64/here.h>

#define AX	%rax
#define BX	%rbx
#define CX	%rcx
#define DX	%rdx
#define DI	%rdi
#define BP	%rbp
#define SP	%rsp
/* Parameters of C functions, and a register that they keep. */
#define ARG1	%rdi
#define ARG2	%rsi
#define KEPT	%r13
/* Where HERE begins, on the way out. */
#define CPU	%r12

#define CMP_WORD cmpq
#define IRET	iretq

/* AX becomes a function's parameter. */
	.macro	PASS_AX
	mov	%rax, %rdi
	.endm

/* All general registers, as in struct trap_frame. */
	.macro	PUSH_ALL
	PUSH_EACH	rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
	.endm
	.macro	POP_ALL
	POP_EACH	r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
	.endm

/* ... into the frame of the current thread, which is in ARG1 then; from that of the thread in AX. */
	.macro	STORE_ALL
	push	%rdi
	SELF	%rdi
	STORE_EACH	FRAME_R9, %rdi, r9, rax, rbx, r10, r12, r13, r14, r15
	STORE_EACH	FRAME_SI, %rdi, rsi, rdx, r8, rcx, r11, rbp
	popq	FRAME_DI(%rdi)
	.endm
	.macro	LOAD_ALL
	LOAD_EACH	FRAME_DI, %rax, rdi, rsi, rdx, r8, rcx, r11, rbp
	LOAD_EACH	FRAME_BX, %rax, rbx, r10, r12, r13, r14, r15
	mov	FRAME_R9(%rax), %r9
	mov	FRAME_AX(%rax), %rax
	.endm

/* iret would fault in the kernel at what is no address: it is said in the thread's name. */
	.macro	CHECK_IP
	mov	FRAME_IP(%rax), %rcx
	mov	%rcx, %rdx
	shl	$16, %rdx
	sar	$16, %rdx
	cmp	%rdx, %rcx
	jne	x64_exit_bad_ip
	.endm

	.macro	REPAIR_GS
	mov	%rax, KEPT
	call	x64_load_gs
	mov	KEPT, %rax
	.endm

#endif
