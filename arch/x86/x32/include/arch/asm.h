/* SPDX-License-Identifier: BSD-2-Clause */
/* For assembly that both word sizes share (asm.h): what registers are called in 32 bits, and what is
 * done to all of them. */
#ifndef ARCH_ASM_H
#define ARCH_ASM_H

#include <l4/ia32/abi.h>
#include <arch/x86/x32/door.h>

#define AX	%eax
#define BX	%ebx
#define CX	%ecx
#define DX	%edx
#define DI	%edi
#define BP	%ebp
#define SP	%esp
/* Parameters of C functions, and a register that they keep. */
#define ARG1	%eax
#define ARG2	%edx
#define KEPT	%esi
/* Where HERE begins, on the way out. */
#define CPU	%ebp

#define CMP_WORD cmpl
#define IRET	iret

/* AX becomes a function's parameter: it is. */
	.macro	PASS_AX
	.endm

/* All general registers, as in struct trap_frame, and the kernel's segments. */
	.macro	PUSH_ALL
	PUSH_EACH	eax, ecx, edx, ebx, ebp, esi, edi, ds, es
	LOAD_SEGMENTS %eax
	.endm
	.macro	POP_ALL
	POP_EACH	es, ds, edi, esi, ebp, ebx, edx, ecx, eax
	.endm

/* ... into the frame of the current thread, which is in ARG1 then; from that of the thread in AX. */
	.macro	STORE_ALL
	push	%eax
	FIND_HERE %eax
	mov	%ds, %ss:HERE(%eax, CPU_USER_SEGMENTS)
	mov	%es, %ss:HERE(%eax, CPU_USER_SEGMENTS + 2)
	mov	$ABI_SEL_UDS, %eax
	mov	%eax, %ds
	mov	%eax, %es
	SELF	%eax
	popl	FRAME_AX(%eax)
	mov	%esi, FRAME_SI(%eax)
	STORE_EACH	FRAME_CX, %eax, ecx, edx, ebx, ebp, edi
	.endm
	.macro	LOAD_ALL
	LOAD_EACH	FRAME_CX, %eax, ecx, edx, ebx, ebp, edi
	mov	FRAME_SI(%eax), %esi
	mov	FRAME_AX(%eax), %eax
	.endm

/* Every word is an address. */
	.macro	CHECK_IP
	.endm

	.macro	REPAIR_GS
	mov	$ABI_SEL_UTCB, %edx
	mov	%edx, %gs
	.endm

#endif
