/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments and gates, as far as both word sizes have them: flat code and data of the kernel and of
 * users, the task state segment, a gate for each exception and interrupt.
 */
#include <kernel/cpu.h>
#include <arch/layout.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/stacks.h>
#include <arch/x86/x86.h>

struct table_pointer {
	uint16_t limit;
	uintptr_t base;
} __attribute__((packed));

enum { GDT_ENTRIES = SEL_TSS / 8 + 1 + GDT_OWN };
_Static_assert(GDT_ENTRIES <= X86_GDT_ENTRIES, "struct arch_cpu has room for the descriptors");

#ifndef CONFIG_SMP
char x86_trap_stacks[X86_TRAP_STACKS * X86_TRAP_STACK] __attribute__((aligned(16)));
#endif
static struct gate x86_idt[VECTORS + CALL_VECTORS];

static void gdt_init(void)
{
	uint64_t *gdt = this_cpu()->arch.gdt;
	struct table_pointer p = { GDT_ENTRIES * sizeof(gdt[0]) - 1, (uintptr_t)gdt };
	struct tss_place place = tss_init();

	gdt[SEL_KERNEL_CODE / 8] = seg_flat(SEG_CODE);
	gdt[SEL_KERNEL_DATA / 8] = seg_flat(SEG_DATA);
	gdt[ABI_SEL_UCS / 8] = seg_flat(SEG_USER | SEG_CODE);
	gdt[ABI_SEL_UDS / 8] = seg_flat(SEG_USER | SEG_DATA);
	gdt[SEL_TSS / 8] = seg_descriptor((uint32_t)place.base, place.limit, SEG_PRESENT | SEG_TSS);
	desc_own_segments(gdt, place.tss, place.base);
	__asm__ volatile("lgdt %0" : : "m" (p) : "memory");
	desc_load_segments();
	__asm__ volatile("ltr %w0" : : "r" (SEL_TSS));
}

static void idt_init(void)
{
	for (unsigned v = 0; v < VECTORS; v++)
		x86_idt[v] = gate_make(x86_trap_entries + v * X86_TRAP_ENTRY_BYTES, SEL_KERNEL_CODE,
				   GATE_INTERRUPT);
#ifdef CONFIG_KDB	/* users talk to the debugger by int3; otherwise it is a protection fault */
	x86_idt[VEC_BREAKPOINT].kind |= GATE_USER;
#endif
	desc_own_gates(x86_idt);
}

COLD void desc_start(void)
{
	struct table_pointer p = { sizeof(x86_idt) - 1, (uintptr_t)x86_idt };

	gdt_init();
	__asm__ volatile("lidt %0" : : "m" (p) : "memory");
	desc_own_door();
}

COLD void desc_init(void)
{
	idt_init();
	desc_start();
}
