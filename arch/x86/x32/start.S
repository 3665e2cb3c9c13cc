/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's first instructions.  The loader jumps to start_phys in 32-bit flat protected mode
 * with paging off and interrupts off.  A processor that lacks something is told so on the console;
 * then paging, up to the link address, and on in C.
 */
#include <arch/layout.h>
#include <arch/x86/early.h>

#define CR0_SET		0x80010023	/* PG WP NE MP PE */
#define CR4_PAE		0x00000020

	.section .text.start, "ax", @progbits
	.globl	start
start:
	cli
	cld
	mov	$PHYS(kernel_stack_top), %esp
	call	x86_check_features
#ifdef CONFIG_X86_PAE
	mov	$CR4_PAE, %eax
	mov	%eax, %cr4
	mov	$PHYS(kernel_pdpt), %eax
#else
	mov	$PHYS(kernel_pd), %eax
#endif
	mov	%eax, %cr3
	mov	$CR0_SET, %eax
	mov	%eax, %cr0
	mov	$x86_start_high, %eax
	jmp	*%eax

/*
 * The first megabytes where they are and at VIRT_DIRECT: everything allowed, until paging.c has made
 * the final tables of these.
 */
	.section .data.page_tables, "aw", @progbits
	.balign	4096
	.globl	kernel_pd, kernel_pt_image
#ifdef CONFIG_X86_PAE
	.globl	kernel_pdpt
kernel_pd:
	.quad	0x0000e3, 0x2000e3
	.fill	510, 8, 0
kernel_pt_image:
	.fill	512, 8, 0
kernel_pdpt:
	.long	PHYS(kernel_pd) + 0x01, 0, 0, 0, 0, 0, PHYS(kernel_pd) + 0x01, 0
#else
kernel_pd:
	.long	PHYS(kernel_pt_image) + 0x23
	.fill	767, 4, 0
	.long	PHYS(kernel_pt_image) + 0x23
	.fill	255, 4, 0
kernel_pt_image:
	.set	frame, 0
	.rept	1024
	.long	frame + 0x63
	.set	frame, frame + 0x1000
	.endr
#endif
