/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What start.S of both halves calls before paging is on, in 32-bit mode at physical addresses: a
 * processor that lacks something is told so on the console.
 */
#include <arch/layout.h>
#include <arch/x86/early.h>
#include <arch/x86/plat/pc99/console.h>

	.section .text.start, "ax", @progbits
	.code32

/* --- features --------------------------------------------------------------------------------- */

	.set	FEATURE_BYTES, 8

	.globl	x86_check_features
x86_check_features:
	xor	%esi, %esi		/* EDX of leaf 1 ... */
	xor	%edi, %edi		/* ... and of leaf 0x80000001 */
	pushfl
	pop	%eax
	mov	%eax, %ecx
	xor	$0x200000, %eax		/* no such flag, no cpuid */
	push	%eax
	popfl
	pushfl
	pop	%eax
	xor	%ecx, %eax
	test	$0x200000, %eax
	jz	1f
	mov	$1, %eax
	cpuid
	mov	%edx, %esi
	mov	$0x80000000, %eax
	cpuid
	cmp	$0x80000001, %eax
	jb	1f
	mov	$0x80000001, %eax
	cpuid
	mov	%edx, %edi
1:	mov	$PHYS(features), %ebp
	xor	%ebx, %ebx		/* something is missing */
2:	cmp	$PHYS(features_end), %ebp
	jae	4f
	mov	%esi, %eax
	cmpb	$1, (%ebp)
	je	3f
	mov	%edi, %eax
3:	movzbl	1(%ebp), %ecx
	bt	%ecx, %eax
	jc	5f
	mov	$PHYS(text_blank), %eax
	test	%ebx, %ebx
	jnz	6f
	call	early_serial
	mov	$PHYS(text_missing), %eax
6:	inc	%ebx
	call	early_print
	lea	2(%ebp), %eax
	call	early_print
5:	add	$FEATURE_BYTES, %ebp
	jmp	2b
4:	test	%ebx, %ebx
	jnz	7f
	ret
7:	mov	$PHYS(text_halting), %eax
	call	early_print
8:	hlt
	jmp	8b

	.pushsection .rodata.start, "a", @progbits
	.balign	FEATURE_BYTES
/* A bit of EDX of cpuid's leaf 1, or (2) of leaf 0x80000001; at most five letters. */
	.macro	FEATURE leaf, bit, name
	.byte	\leaf, \bit
	.asciz	"\name"
	.balign	FEATURE_BYTES
	.endm
features:
#ifdef CONFIG_X86_TSC
	FEATURE	1, 4, tsc
	FEATURE	1, 8, cx8
#endif
#ifdef CONFIG_X86_APIC
	FEATURE	1, 5, msr
	FEATURE	1, 9, apic
#endif
#ifdef CONFIG_X86_SYSENTER
	FEATURE	1, 11, sep
	FEATURE	1, 15, cmov
#endif
#ifdef CONFIG_X86_SYSCALL
	FEATURE	2, 11, scall
#endif
#ifdef CONFIG_X86_PAE
	FEATURE	1, 6, pae
#endif
#ifdef CONFIG_X86_X64
	FEATURE	1, 6, pae
	FEATURE	1, 13, pge
	FEATURE	1, 24, fxsr
	FEATURE	2, 20, nx
	FEATURE	2, 29, lm
#endif
features_end:
text_missing:
	.asciz	"\r\nCPU does not support all features ("
text_blank:
	.asciz	" "
text_halting:
	.asciz	") -- halting\r\n"
	.popsection

/* --- a console before there is any ------------------------------------------------------------ */

/* Set up the serial port: pairs of register and value. */
early_serial:
#if CONSOLE_ON_SERIAL
	push	%ebx
	mov	$PHYS(serial_setup), %ebx
1:	movzbl	(%ebx), %edx
	add	$CONFIG_KDB_COMPORT, %edx
	mov	1(%ebx), %al
	out	%al, %dx
	add	$2, %ebx
	cmp	$PHYS(serial_setup_end), %ebx
	jb	1b
	pop	%ebx
#endif
	ret

	.pushsection .rodata.start, "a", @progbits
serial_setup:
	.byte	1, 0, 3, 0x83		/* no interrupts; divisor */
	.byte	0, (115200 / CONFIG_KDB_COMSPEED) & 0xff, 1, (115200 / CONFIG_KDB_COMSPEED) >> 8
	.byte	3, 0x03, 2, 0x07, 4, 0x03	/* 8 bits; FIFO; DTR RTS */
serial_setup_end:
	.popsection

/* The string at EAX; keeps EBX, ESI, EDI, EBP. */
early_print:
	push	%esi
	push	%ebx
	mov	%eax, %esi
1:	lodsb
	test	%al, %al
	jz	2f
	call	early_putc
	jmp	1b
2:	pop	%ebx
	pop	%esi
	ret

early_putc:
	mov	%eax, %ebx
#if CONSOLE_ON_SERIAL
	mov	$CONFIG_KDB_COMPORT + 5, %edx
	mov	$0x10000, %ecx		/* there may be no port at all */
1:	in	%dx, %al
	test	$0x20, %al
	loopz	1b
	mov	%ebx, %eax
	mov	$CONFIG_KDB_COMPORT, %edx
	out	%al, %dx
#endif
	/* the screen's line is given by the hardware cursor */
	cmp	$' ', %bl
	jb	2f
	call	early_cursor
	cmp	$80 * 25, %ecx
	jae	2f
	mov	%bl, 0xb8000(, %ecx, 2)
	inc	%ecx
	mov	$0x3d4, %edx
	mov	$0x0f, %al
	mov	%cl, %ah
	out	%ax, %dx
	mov	$0x0e, %al
	mov	%ch, %ah
	out	%ax, %dx
2:	ret

/* ECX: the cursor's position. */
early_cursor:
	mov	$0x3d4, %edx
	mov	$0x0e, %al
	out	%al, %dx
	inc	%edx
	in	%dx, %al
	mov	%al, %ch
	dec	%edx
	mov	$0x0f, %al
	out	%al, %dx
	inc	%edx
	in	%dx, %al
	mov	%al, %cl
	movzwl	%cx, %ecx
	ret
