/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entry and exit: the first instructions (a0 to a3: arguments, their addresses, environment,
 * memory size), and the jump to the kernel.
 */
#define STACK_SIZE	8192

	.section .text.start, "ax"
	.globl	_start
	.type	_start, @function
_start:
	dla	$8, _bss_start
	dla	$9, _bss_end
1:	beq	$8, $9, 2f
	sd	$0, ($8)
	daddiu	$8, 8
	b	1b
2:	dla	$29, stack_top
	jal	yamon_main
	.size	_start, . - _start

	/*
	 * void enter_kernel(int arguments, uintptr_t entry): in ckseg0, caches written back,
	 * interrupts as the firmware left them, off; a0 is the firmware's.
	 */
	.globl	enter_kernel
	.type	enter_kernel, @function
enter_kernel:
	move	$25, $5
	move	$5, $0
	move	$6, $0
	move	$7, $0
	move	$31, $0
	jr	$25
	.size	enter_kernel, . - enter_kernel

	.bss
	.balign	16
	.skip	STACK_SIZE
stack_top:

	.section .note.GNU-stack, "", @progbits
