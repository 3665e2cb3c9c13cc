/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments, gates and system call registers of a 32-bit CPU.  User segments are flat; GS shows the
 * word that holds the current thread's UTCB pointer.
 */
#include <arch/layout.h>
#include <arch/x86/calls.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/paging.h>
#include <arch/x86/x32/tss.h>
#include <arch/x86/x32/x32.h>
#include <arch/x86/x86.h>

#define MSR_SYSENTER_SP	0x175u
#define MSR_SYSENTER_IP	0x176u
#define MSR_EFER	0xc0000080u
#define EFER_SCE	0x001u

#define SEL_TASK(n)	(SEL_TSS + 8 * ((n) + 1))
#define GATE_INTERRUPT	0x8eu
#define GATE_USER	0x60u
#define GATE_TASK	0x85u

enum { GDT_ENTRIES = SEL_TASK(TASKS) / 8, IDT_ENTRIES = VEC_CALLS + CALLS };

struct gate {
	uint16_t offset_low, selector;
	uint8_t zero, kind;
	uint16_t offset_high;
};

struct table_pointer {
	uint16_t limit;
	uint32_t base;
} __attribute__((packed));

static uint64_t gdt[GDT_ENTRIES];
static struct gate idt[IDT_ENTRIES];

/*
 * Ports are everybody's, but through the map, at I/O privilege 0: with privilege 3 users could hold
 * off interrupts as well.  A zero bit allows a port; the byte after the last must be all ones.
 */
static struct {
	struct tss tss;
	uint8_t ports[0x10000 / 8], end;
} __attribute__((packed, aligned(128))) task;

struct tss *const x32_main_task = &task.tss;

static uint64_t tss_descriptor(const void *tss, size_t bytes)
{
	return seg_descriptor((uintptr_t)tss, bytes - 1, SEG_PRESENT | SEG_TSS);
}

static uint64_t flat(unsigned kind)
{
	return seg_descriptor(0, 0xfffff, SEG_PRESENT | SEG_32 | SEG_PAGES | kind);
}

static void gdt_init(void)
{
	struct table_pointer p = { sizeof(gdt) - 1, (uintptr_t)gdt };

	gdt[SEL_KERNEL_CODE / 8] = flat(SEG_CODE);
	gdt[SEL_KERNEL_DATA / 8] = flat(SEG_DATA);
	gdt[ABI_SEL_UCS / 8] = flat(SEG_USER | SEG_CODE);
	gdt[ABI_SEL_UDS / 8] = flat(SEG_USER | SEG_DATA);
	gdt[ABI_SEL_UTCB / 8] = seg_descriptor(VIRT_UTCB_WORD, sizeof(word_t) - 1,
					       SEG_PRESENT | SEG_USER | SEG_DATA | SEG_32);
	gdt[SEL_TSS / 8] = tss_descriptor(&task, sizeof(task));
	for (unsigned n = 0; n < TASKS; n++)
		gdt[SEL_TASK(n) / 8] = tss_descriptor(&x32_tasks[n], sizeof(x32_tasks[n]));
	__asm__ volatile("lgdt %0; ljmp %1, $1f; 1:" : : "m" (p), "i" (SEL_KERNEL_CODE) : "memory");
	__asm__ volatile("mov %0, %%ss; mov %1, %%ds; mov %1, %%es; mov %1, %%fs; mov %2, %%gs"
			 : : "r" (SEL_KERNEL_DATA), "r" (ABI_SEL_UDS), "r" (ABI_SEL_UTCB)
			 : "memory");
}

static void tasks_init(void)
{
	task.tss.sp0 = (uintptr_t)kernel_stack_top;
	task.tss.ss0 = SEL_KERNEL_DATA;
	task.tss.io_map = sizeof(struct tss);
	task.end = 0xff;
	x32_tasks_init();
	__asm__ volatile("ltr %w0" : : "r" (SEL_TSS));
}

static void set_gate(unsigned vector, const char *at, unsigned kind)
{
	idt[vector] = (struct gate){
		.offset_low = (uint16_t)(uintptr_t)at,
		.offset_high = (uint16_t)((uintptr_t)at >> 16),
		.selector = SEL_KERNEL_CODE,
		.kind = (uint8_t)kind,
	};
}

static void idt_init(void)
{
	struct table_pointer p = { sizeof(idt) - 1, (uintptr_t)idt };

	for (unsigned v = 0; v < VECTORS; v++)
		set_gate(v, x86_trap_entries + v * X86_TRAP_ENTRY_BYTES, GATE_INTERRUPT);
	for (unsigned n = 0; n < TASKS; n++)
		idt[x32_task_vectors[n]] = (struct gate){ .selector = SEL_TASK(n), .kind = GATE_TASK };
#ifdef CONFIG_KDB	/* users talk to the debugger by int3; otherwise it is a protection fault */
	set_gate(VEC_BREAKPOINT, x86_trap_entries + VEC_BREAKPOINT * X86_TRAP_ENTRY_BYTES,
		 GATE_INTERRUPT | GATE_USER);
#endif
	for (unsigned n = 1; n < CALLS; n++)
		set_gate(VEC_CALLS + n, x32_call_entries + n * X86_TRAP_ENTRY_BYTES,
			 GATE_INTERRUPT | GATE_USER);
	__asm__ volatile("lidt %0" : : "m" (p) : "memory");
}

#if defined(CONFIG_X86_SYSCALL)
/* The stack segments' selectors follow from the code segments'. */
static void ipc_init(void)
{
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_STAR, (uint64_t)ABI_SEL_UCS << 48 | (uint64_t)SEL_KERNEL_CODE << 32 |
			(uintptr_t)X32_IPC_DOOR);
}
#elif defined(CONFIG_X86_SYSENTER)
/* The selectors of both sides follow from the kernel's code segment. */
static void ipc_init(void)
{
	wrmsr(MSR_SYSENTER_CS, SEL_KERNEL_CODE);
	wrmsr(MSR_SYSENTER_SP, (uintptr_t)kernel_stack_top);
	wrmsr(MSR_SYSENTER_IP, (uintptr_t)X32_IPC_DOOR);
}
#else
static void ipc_init(void)
{
	set_gate(VEC_CALLS + CALL_IPC, X32_IPC_DOOR, GATE_INTERRUPT | GATE_USER);
}
#endif

COLD void desc_init(void)
{
	gdt_init();
	tasks_init();
	idt_init();
	ipc_init();
}
