/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * With several CPUs, each has a block of kernel addresses for what is its own: struct cpu at its
 * beginning, stacks, the word that users read at gs:0.  Blocks lie in a row from VIRT_CPUS on, each
 * aligned to its size, so a stack pointer tells the CPU.  What is left free between the parts has no
 * memory.  Macros only, safe in assembly.
 *
 *	0			struct cpu
 *	CPU_STACK_GUARD		nothing, for at least a page
 *	CPU_STACK		the kernel's stack
 *	CPU_UTCB_WORD		the page with the word of gs:0, as the kernel writes it ...
 *	CPU_UTCB_SHOWN		... and as users read it
 *	CPU_TRAP_STACKS		stacks for traps of the second kind
 *	CPU_WINDOWS		32 bits: two pages that show other frames, to read and to write
 */
#ifndef ARCH_X86_BLOCK_H
#define ARCH_X86_BLOCK_H

#define CPU_BLOCK		0x20000
#define CPU_STACK_GUARD		0x8000
#define CPU_STACK		0x9000
#define CPU_STACK_TOP		0xb000
#define CPU_UTCB_WORD		0xb000
#define CPU_UTCB_SHOWN		0xc000
#define CPU_TRAP_STACKS		0xd000
#define CPU_WINDOWS		0x16000

/* x64: how far apart the doors of SYSCALL are. */
#define CPU_DOOR_BYTES		32

#endif
