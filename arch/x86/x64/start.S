/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's first instructions.  The loader jumps to start_phys in 32-bit flat protected mode
 * with paging off and interrupts off.  A processor that lacks something is told so on the console;
 * then long mode, up to the link address, and on in C.
 */
#include <arch/layout.h>
#include <arch/x86/early.h>

#define CR0_SET		0x80010023	/* PG WP NE MP PE */
#define CR4_SET		0x00000020	/* PAE */
#define MSR_EFER	0xc0000080
#define EFER_SET	0x00000901	/* NXE LME SCE */

	.section .text.start, "ax", @progbits
	.code32
	.globl	start
start:
	cli
	cld
	mov	$PHYS(kernel_stack_top), %esp
	call	x86_check_features

	mov	$CR4_SET, %eax
	mov	%eax, %cr4
	mov	$PHYS(kernel_pml4), %eax
	mov	%eax, %cr3
	mov	$MSR_EFER, %ecx
	mov	$EFER_SET, %eax
	xor	%edx, %edx
	wrmsr
	mov	$CR0_SET, %eax
	mov	%eax, %cr0
	lgdt	PHYS(boot_gdt_pointer)
	ljmp	$0x08, $PHYS(long_mode)

/* --- long mode -------------------------------------------------------------------------------- */

	.code64
long_mode:
	mov	$x86_start_high, %rax
	jmp	*%rax

	.section .rodata.start, "a", @progbits
	.balign	8
boot_gdt:
	.quad	0
	.quad	0x00209b0000000000	/* 64-bit code; the real table follows in C */
boot_gdt_pointer:
	.word	boot_gdt_pointer - boot_gdt - 1
	.long	PHYS(boot_gdt)

/*
 * The first gigabyte where it is, at VIRT_DIRECT and at VIRT_IMAGE: everything allowed, until
 * paging.c has made the final tables of these.
 */
	.section .data.page_tables, "aw", @progbits
	.balign	4096
	.globl	kernel_pml4, kernel_pdpt, kernel_pd
kernel_pml4:
	.quad	PHYS(kernel_pdpt) + 0x23
	.fill	510, 8, 0
	.quad	PHYS(kernel_pdpt) + 0x23
kernel_pdpt:
	.quad	PHYS(kernel_pd) + 0x23
	.fill	509, 8, 0
	.quad	PHYS(kernel_pd) + 0x23
	.quad	0
kernel_pd:
	.set	frame, 0
	.rept	512
	.quad	frame + 0xe3
	.set	frame, frame + 0x200000
	.endr
