/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the parts of this CPU are that its descriptors and registers name: in its block (block.h), or
 * with one CPU in the image. */
#ifndef ARCH_X86_STACKS_H
#define ARCH_X86_STACKS_H

#include <kernel/cpu.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>

#ifdef CONFIG_SMP

#define X86_CPUS	CONFIG_SMP_MAX_PROCS

/* The kernel's stack; the n-th of those for traps of the second kind; the word that users see. */
#define x86_stack_end()		((uintptr_t)this_cpu() + CPU_STACK_TOP)
#define x86_trap_stack_end(n)	((uintptr_t)this_cpu() + CPU_TRAP_STACKS + ((n) + 1) * X86_TRAP_STACK)
#define x86_utcb_word()		((uintptr_t)this_cpu() + CPU_UTCB_SHOWN)
#define x86_cpu_number()	(this_cpu()->number)
/* x64: where SYSCALL comes in. */
#define x86_syscall_door()	((uintptr_t)X86_SYSCALL_DOOR + x86_cpu_number() * CPU_DOOR_BYTES)

#else

#define X86_CPUS	1u

extern char kernel_stack_top[], x86_trap_stacks[];

#define x86_stack_end()		((uintptr_t)kernel_stack_top)
#define x86_trap_stack_end(n)	((uintptr_t)x86_trap_stacks + ((n) + 1) * X86_TRAP_STACK)
#define x86_utcb_word()		VIRT_UTCB_WORD
#define x86_cpu_number()	0u
#define x86_syscall_door()	((uintptr_t)X86_SYSCALL_DOOR)

#endif

#endif
