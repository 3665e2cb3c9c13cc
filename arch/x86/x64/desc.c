/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments, gates and system call registers of a 64-bit CPU.  The GS descriptor is marked absent
 * once GS has been loaded, so users can't load it again with the wrong base; if they load something
 * else instead, the exit path finds out when it switches spaces and has it repaired here.
 */
#include <arch/layout.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/tss.h>

#define FLAGS_CLEARED	0x47700u	/* at system calls: AC NT IOPL DF IF TF */

enum { GDT_TSS = SEL_TSS / 8, GDT_GS = ABI_SEL_UTCB / 8, GDT_ENTRIES = GDT_TSS + 2 };

struct gate {
	uint16_t offset_low, selector;
	uint8_t ist, kind;
	uint16_t offset_middle;
	uint32_t offset_high, reserved;
};

struct table_pointer {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

static uint64_t gdt[GDT_ENTRIES];
static struct gate idt[VECTORS];

extern char x86_ist_stacks[];

static uint64_t gs_descriptor(bool present)
{
	return seg_descriptor(0, 0xfffff, SEG_USER | SEG_DATA | SEG_32 | SEG_PAGES |
			      (present ? SEG_PRESENT : 0));
}

static void load_gs(void)
{
	gdt[GDT_GS] = gs_descriptor(true);
	__asm__ volatile("mov %0, %%gs" : : "r" (ABI_SEL_UTCB) : "memory");
	gdt[GDT_GS] = gs_descriptor(false);
	wrmsr(MSR_GS_BASE, VIRT_UTCB_WORD);
}

ASM_CALLED void x64_repair_gs(void);
void x64_repair_gs(void)
{
	load_gs();
}

static void gdt_init(void)
{
	struct tss_place place = tss_init();
	struct table_pointer p = { sizeof(gdt) - 1, (uintptr_t)gdt };

	gdt[SEL_KERNEL_CODE / 8] = seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_CODE | SEG_64);
	gdt[SEL_KERNEL_DATA / 8] = seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_DATA | SEG_32);
	/* ABI_SEL_UCS32 stays absent: there are no 32-bit programs */
	gdt[ABI_SEL_UDS / 8] = seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_USER | SEG_DATA |
					      SEG_32 | SEG_PAGES);
	gdt[ABI_SEL_UCS / 8] = seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_USER | SEG_CODE |
					      SEG_64 | SEG_PAGES);
	gdt[GDT_TSS] = seg_descriptor((uint32_t)place.base, place.limit, SEG_PRESENT | SEG_TSS);
	gdt[GDT_TSS + 1] = place.base >> 32;
	__asm__ volatile("lgdt %0" : : "m" (p) : "memory");
	__asm__ volatile("mov %0, %%ss; mov %1, %%ds; mov %1, %%es; mov %1, %%fs"
			 : : "r" (SEL_KERNEL_DATA), "r" (0) : "memory");

	place.tss->sp[0] = (uintptr_t)kernel_stack_top;
	for (unsigned i = 0; i < X86_IST_STACKS; i++)
		place.tss->ist[i] = (uintptr_t)x86_ist_stacks + (i + 1) * X86_IST_STACK;
	__asm__ volatile("ltr %w0" : : "r" (SEL_TSS));
}

static void set_gate(unsigned vector, unsigned ist, bool user)
{
	uintptr_t at = (uintptr_t)x86_trap_entries + vector * X86_TRAP_ENTRY_BYTES;

	idt[vector] = (struct gate){
		.offset_low = (uint16_t)at,
		.offset_middle = (uint16_t)(at >> 16),
		.offset_high = (uint32_t)(at >> 32),
		.selector = SEL_KERNEL_CODE,
		.ist = (uint8_t)ist,
		.kind = (uint8_t)(user ? 0xee : 0x8e),
	};
}

static void idt_init(void)
{
	struct table_pointer p = { sizeof(idt) - 1, (uintptr_t)idt };

	for (unsigned v = 0; v < VECTORS; v++)
		set_gate(v, IST_NONE, false);
	set_gate(VEC_DEBUG, IST_DEBUG, false);
	set_gate(VEC_NMI, IST_NMI, false);
	set_gate(VEC_DOUBLE_FAULT, IST_DOUBLE_FAULT, false);
	set_gate(VEC_MACHINE_CHECK, IST_MACHINE_CHECK, false);
#ifdef CONFIG_KDB	/* users talk to the debugger by int3; otherwise it is a protection fault */
	set_gate(VEC_BREAKPOINT, IST_NONE, true);
#endif
	__asm__ volatile("lidt %0" : : "m" (p) : "memory");
}

static void syscall_init(void)
{
	/* sysret: code is this plus 16, stack plus 8, both with the user's privilege */
	wrmsr(MSR_STAR, (uint64_t)ABI_SEL_UCS32 << 48 | (uint64_t)SEL_KERNEL_CODE << 32);
	wrmsr(MSR_LSTAR, (uintptr_t)X86_SYSCALL_DOOR);
	wrmsr(MSR_CSTAR, (uintptr_t)X86_SYSCALL_DOOR);
	wrmsr(MSR_SFMASK, FLAGS_CLEARED);
	wrmsr(MSR_SYSENTER_CS, 0);
}

COLD void desc_init(void)
{
	gdt_init();
	idt_init();
	syscall_init();
	load_gs();
}
