/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rooms of the x86 port share among themselves: registers of the processor, and
 * the calls from one room to the next.  The core never includes this.
 */
#ifndef ARCH_X86_X86_H
#define ARCH_X86_X86_H

#include <kernel/types.h>
#include <arch/io.h>
#include <arch/layout.h>
#include <arch/trap.h>

struct tcb;

/* --- the processor's instructions ------------------------------------------------------------- */

ALWAYS_INLINE uint64_t rdmsr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return (uint64_t)high << 32 | low;
}

ALWAYS_INLINE void wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr" : : "c" (msr), "a" ((uint32_t)value), "d" ((uint32_t)(value >> 32))
			 : "memory");
}

/* Is there that instruction?  Flag 21 can be changed then. */
#ifdef CONFIG_X86_CPU_I486
ALWAYS_INLINE bool cpu_has_cpuid(void)
{
	word_t old, new;

	__asm__ volatile("pushf; pop %0; mov %0, %1; btc $21, %1; push %1; popf; pushf; pop %1;"
			 "push %0; popf" : "=&r" (old), "=&r" (new));
	return (old ^ new) & 1u << 21;
}
#else
#define cpu_has_cpuid()	true
#endif

struct cpuid {
	uint32_t eax, ebx, ecx, edx;
};

/* Zeros beyond the leaves that the processor knows. */
struct cpuid cpuid(uint32_t leaf, uint32_t subleaf);

#define X86_CR_ACCESS(reg) \
	ALWAYS_INLINE word_t read_##reg(void) \
	{ \
		word_t w; \
		__asm__ volatile("mov %%" #reg ", %0" : "=r" (w)); \
		return w; \
	} \
	ALWAYS_INLINE void write_##reg(word_t w) \
	{ \
		__asm__ volatile("mov %0, %%" #reg : : "r" (w) : "memory"); \
	}
X86_CR_ACCESS(cr0)
X86_CR_ACCESS(cr2)
X86_CR_ACCESS(cr3)
X86_CR_ACCESS(cr4)

ALWAYS_INLINE void invlpg(word_t addr)
{
	__asm__ volatile("invlpg (%0)" : : "r" (addr) : "memory");
}

#define CR0_MP		0x2u
#define CR0_EM		0x4u
#define CR0_TS		0x8u
#define CR4_MCE		0x40u
#define CR4_PGE		0x80u
#define CR4_OSFXSR	0x200u
#define CR4_OSXMMEXCPT	0x400u
#define CR4_UMIP	0x800u
#define CR4_OSXSAVE	0x40000u
#define CR4_SMEP	0x100000u
#define CR4_SMAP	0x200000u

#define MSR_APIC_BASE	0x1bu
#define MSR_PAT		0x277u
#define MSR_SYSENTER_CS	0x174u
#define MSR_EFER	0xc0000080u
#define MSR_STAR	0xc0000081u
#define MSR_LSTAR	0xc0000082u
#define MSR_CSTAR	0xc0000083u
#define MSR_SFMASK	0xc0000084u
#define MSR_GS_BASE	0xc0000101u

/* --- exceptions ------------------------------------------------------------------------------- */

enum x86_vector {
	VEC_DEBUG = 1,
	VEC_NMI = 2,
	VEC_BREAKPOINT = 3,
	VEC_UNDEFINED = 6,
	VEC_NO_FPU = 7,
	VEC_DOUBLE_FAULT = 8,
	VEC_PROTECTION = 13,
	VEC_PAGE_FAULT = 14,
	VEC_MACHINE_CHECK = 18,
	VEC_IRQ = 32,			/* sixteen of the 8259s */
	VEC_APIC_TIMER = 48,
	VEC_REQUEST = 62,		/* from another CPU */
	VEC_APIC_SPURIOUS = 63,
	VECTORS = 64,
};

/* traps.c: a trap in the kernel, or of the second kind. */
void x86_kernel_trap(struct trap_frame *frame);

/* fpu.c */
void fpu_init(void);
/* The thread has met #NM: its state is loaded.  False when out of memory. */
bool fpu_take(struct tcb *self);
/* Somebody else runs next: save the owner's state and leave nothing of it in the registers. */
void fpu_leave(void);

/* cpu.c: what start.S couldn't see; without it the machine ends here. */
void cpu_require(void);
/* Beyond what it can address, or what addresses can say. */
phys_t cpu_physical_end(void);
/* Optional features are switched on. */
void cpu_init(void);

/* --- the board (plat/pc99) -------------------------------------------------------------------- */

void plat_console_init(void);
/* Interrupt controllers, clock, tick. */
void plat_init(void);
/* An interrupt: acknowledge it, do what is to be done, answer with the thread to resume. */
struct tcb *plat_interrupt(struct tcb *self, unsigned vector);

#endif
