/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is 64-bit about segments, gates and system call registers.  The GS descriptor is marked
 * absent once GS has been loaded, so users can't load it again with the wrong base; if they load
 * something else instead, the exit path finds out when it switches spaces and has it repaired here.
 */
#include <arch/layout.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/stacks.h>
#include <arch/x86/x86.h>

#define FLAGS_CLEARED	0x47700u	/* at system calls: AC NT IOPL DF IF TF */

/* Also called by the exit path. */
ASM_CALLED void x64_load_gs(void);
void x64_load_gs(void)
{
	uint64_t *gs = &this_cpu()->arch.gdt[ABI_SEL_UTCB / 8];

	*gs = seg_flat(SEG_USER | SEG_DATA);
	__asm__ volatile("mov %0, %%gs" : : "r" (ABI_SEL_UTCB) : "memory");
	*gs &= ~((uint64_t)SEG_PRESENT << 40);
	wrmsr(MSR_GS_BASE, x86_utcb_word());
}

/* ABI_SEL_UCS32 stays absent: there are no 32-bit programs. */
void desc_own_segments(uint64_t *gdt, struct tss *tss, uintptr_t tss_base)
{
	gdt[SEL_TSS / 8 + 1] = tss_base >> 32;
	tss->sp[0] = x86_stack_end();
	for (unsigned i = 0; i < X86_TRAP_STACKS; i++)
		tss->ist[i] = x86_trap_stack_end(i);
}

void desc_load_segments(void)
{
	__asm__ volatile("mov %0, %%ss; mov %1, %%ds; mov %1, %%es; mov %1, %%fs"
			 : : "r" (SEL_KERNEL_DATA), "r" (0) : "memory");
	x64_load_gs();
}

void desc_own_gates(struct gate *idt)
{
	idt[VEC_DEBUG].ist = IST_DEBUG;
	idt[VEC_NMI].ist = IST_NMI;
	idt[VEC_DOUBLE_FAULT].ist = IST_DOUBLE_FAULT;
	idt[VEC_MACHINE_CHECK].ist = IST_MACHINE_CHECK;
}

void desc_own_door(void)
{
	/* sysret: code is this plus 16, stack plus 8, both with the user's privilege */
	wrmsr(MSR_STAR, (uint64_t)ABI_SEL_UCS32 << 48 | (uint64_t)SEL_KERNEL_CODE << 32);
	wrmsr(MSR_LSTAR, x86_syscall_door());
	wrmsr(MSR_CSTAR, x86_syscall_door());
	wrmsr(MSR_SFMASK, FLAGS_CLEARED);
	wrmsr(MSR_SYSENTER_CS, 0);
}
