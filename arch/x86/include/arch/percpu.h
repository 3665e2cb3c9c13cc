/* SPDX-License-Identifier: BSD-2-Clause */
/* What the port keeps for each CPU, in struct cpu; and with several, which of them this is. */
#ifndef ARCH_PERCPU_H
#define ARCH_PERCPU_H

#include <kernel/types.h>

struct tcb;
struct tss;

#define X86_GDT_ENTRIES	12

struct arch_cpu {
	word_t switch_key;	/* the page table in use, or 0 while the FPU is live (fpu.c) */
	struct tcb *fpu_owner;	/* whose registers are in the FPU */
	uint16_t user_segments[2];	/* x32: DS and ES that the user came in with (exceptions and
					   calls by vector only) */
	struct tss *main_task;	/* x32: what everything but some traps runs in (tasks.c) */
	uint64_t gdt[X86_GDT_ENTRIES];
#ifdef CONFIG_SMP
	uint32_t apic_id;
#endif
};

#ifdef CONFIG_SMP

#include <arch/x86/block.h>

#if ABI_WORD_BITS == 64
#define X86_STACK_POINTER	"rsp"
#else
#define X86_STACK_POINTER	"esp"
#endif

struct cpu;

/* Every stack of a CPU lies in its block, which begins with its struct cpu. */
ALWAYS_INLINE struct cpu *arch_this_cpu(void)
{
	uintptr_t at = -(uintptr_t)CPU_BLOCK;

	__asm__("and %%" X86_STACK_POINTER ", %0" : "+r" (at));
	return (struct cpu *)at;
}

/* Interrupt another CPU: it comes to on_request. */
void arch_cpu_interrupt(const struct cpu *cpu);
/* For the debugger: by an NMI, which comes to kdb_nmi. */
void arch_cpu_stop(const struct cpu *cpu);

#endif
#endif
