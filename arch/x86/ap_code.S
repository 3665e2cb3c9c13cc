/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of a further CPU.  It begins in real mode with a copy of ap_code, goes on at
 * the image's own addresses in 32-bit mode, loads the registers that the first CPU has (ap.c), and
 * goes up to the link address by tables that show the image in both places.
 */
#include <arch/layout.h>
#include <arch/x86/early.h>

#define MSR_EFER	0xc0000080
#define EFER_LMA	0x00000400	/* the processor's own */
#define SEL_DATA	0x10
#define SEL_CODE_32	0x18

	.section .rodata.ap, "a", @progbits
	.balign	16
	.globl	ap_code, ap_code_end
	.code16
ap_code:
	cli
	mov	%cs, %ax
	mov	%ax, %ds
	lgdtl	ap_gdt_pointer - ap_code
	mov	%cr0, %eax
	or	$1, %eax
	mov	%eax, %cr0
	ljmpl	$SEL_CODE_32, $PHYS(ap_protected)
	.balign	4
ap_gdt_pointer:
	.word	ap_gdt_end - ap_gdt - 1
	.long	PHYS(ap_gdt)
ap_code_end:

	.balign	8
ap_gdt:
	.quad	0
#ifdef CONFIG_X86_X64
	.quad	0x00209b0000000000
#else
	.quad	0x00cf9b000000ffff
#endif
	.quad	0x00cf93000000ffff
	.quad	0x00cf9b000000ffff
ap_gdt_end:

	.section .text.start, "ax", @progbits
	.code32
ap_protected:
	mov	$SEL_DATA, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	mov	PHYS(ap_cr4), %eax
	mov	%eax, %cr4
	mov	$PHYS(ap_table), %eax
	mov	%eax, %cr3
	mov	PHYS(ap_efer), %eax
	and	$~EFER_LMA, %eax
	jz	1f
	mov	$MSR_EFER, %ecx
	xor	%edx, %edx
	wrmsr
1:	mov	PHYS(ap_cr0), %eax
	mov	%eax, %cr0
#ifdef CONFIG_X86_X64
	ljmp	$0x08, $PHYS(ap_long)
	.code64
ap_long:
	mov	$ap_high, %rax
	jmp	*%rax
ap_high:
	xor	%eax, %eax		/* who takes it is awaited */
	xchg	%rax, ap_stack
	mov	%rax, %rsp
	test	%rax, %rax
	jz	ap_late
	xor	%ebp, %ebp
	push	%rbp
	popfq
	call	x86_start_ap
	jmp	x86_exit_to
#else
	mov	$ap_high, %eax
	jmp	*%eax
ap_high:
	xor	%eax, %eax
	xchg	%eax, ap_stack
	mov	%eax, %esp
	test	%eax, %eax
	jz	ap_late
	xor	%ebp, %ebp
	push	%ebp
	popfl
	call	x86_start_ap
	jmp	x86_exit_to
#endif

/* The first CPU waits no longer. */
ap_late:
	cli
	hlt
	jmp	ap_late
