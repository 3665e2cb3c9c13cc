/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry and exit: the multiboot header, the first instructions (EAX magic, EBX information; flat
 * segments, paging off), and the jump to the kernel.
 */
#include "multiboot.h"

#define HEADER_FLAGS	(MULTIBOOT_ALIGN_MODULES | MULTIBOOT_WANT_MEMORY)
#define STACK_SIZE	8192

	.section .multiboot, "a"
	.balign 4
	.long MULTIBOOT_HEADER_MAGIC
	.long HEADER_FLAGS
	.long -(MULTIBOOT_HEADER_MAGIC + HEADER_FLAGS)

	.text
	.globl _start
	.type _start, @function
_start:
	cli
	cld
	movl %eax, %edx
	movl $_bss_start, %edi
	movl $_bss_end, %ecx
	subl %edi, %ecx
	shrl $2, %ecx
	xorl %eax, %eax
	rep stosl
	movl $stack_top, %esp
	xorl %ebp, %ebp
	pushl %ebx
	pushl %edx
	call multiboot_main
1:	hlt
	jmp 1b
	.size _start, . - _start

	/*
	 * void enter_kernel(uint32_t entry): flat 32-bit protected mode, paging and interrupts
	 * off, caches written back; registers, stack and GDT are the kernel's affair.
	 */
	.globl enter_kernel
	.type enter_kernel, @function
enter_kernel:
	movl 4(%esp), %ecx
	cli
	wbinvd
	xorl %eax, %eax
	xorl %ebx, %ebx
	xorl %edx, %edx
	xorl %esi, %esi
	xorl %edi, %edi
	xorl %ebp, %ebp
	jmp *%ecx
	.size enter_kernel, . - enter_kernel

	.bss
	.balign 16
	.skip STACK_SIZE
stack_top:

	.section .note.GNU-stack, "", @progbits
