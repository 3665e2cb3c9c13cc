/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is 32-bit about segments, gates and system call registers.  GS shows the word that holds the
 * current thread's UTCB pointer; some traps switch tasks (tasks.c).
 */
#include <arch/layout.h>
#include <arch/x86/calls.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/stacks.h>
#include <arch/x86/paging.h>
#include <arch/x86/x32/x32.h>
#include <arch/x86/x86.h>

#define MSR_SYSENTER_SP	0x175u
#define MSR_SYSENTER_IP	0x176u
#define EFER_SCE	0x001u

#define SEL_TASK(n)	(SEL_TSS + 8 * ((n) + 1))
#define GATE_TASK	0x85u

void desc_own_segments(uint64_t *gdt, struct tss *tss, uintptr_t tss_base)
{
	(void)tss_base;
	gdt[ABI_SEL_UTCB / 8] = seg_descriptor(x86_utcb_word(), sizeof(word_t) - 1,
					       SEG_PRESENT | SEG_USER | SEG_DATA);
	for (unsigned n = 0; n < TASKS; n++)
		gdt[SEL_TASK(n) / 8] = seg_descriptor((uintptr_t)&x32_tasks[n],
						      sizeof(struct tss) - 1,
						      SEG_PRESENT | SEG_TSS);
	tss->sp0 = x86_stack_end();
	tss->ss0 = SEL_KERNEL_DATA;
	x32_main_task = tss;
	x32_tasks_init();
}

void desc_load_segments(void)
{
	__asm__ volatile("ljmp %0, $1f; 1:" : : "i" (SEL_KERNEL_CODE) : "memory");
	__asm__ volatile("mov %0, %%ss; mov %1, %%ds; mov %1, %%es; mov %1, %%fs; mov %2, %%gs"
			 : : "r" (SEL_KERNEL_DATA), "r" (ABI_SEL_UDS), "r" (ABI_SEL_UTCB)
			 : "memory");
}

/* The door of Ipc, and gates for the other calls. */
void desc_own_gates(struct gate *idt)
{
	for (unsigned n = 0; n < TASKS; n++)
		idt[x32_task_vectors[n]] = gate_make(NULL, SEL_TASK(n), GATE_TASK);
	for (unsigned n = 1; n < CALLS; n++)
		idt[VEC_CALLS + n] = gate_make(x32_call_entries + n * X86_TRAP_ENTRY_BYTES,
					       SEL_KERNEL_CODE, GATE_INTERRUPT | GATE_USER);
#if !defined(CONFIG_X86_SYSCALL) && !defined(CONFIG_X86_SYSENTER)
	idt[VEC_CALLS + CALL_IPC] = gate_make(X32_IPC_DOOR, SEL_KERNEL_CODE,
					      GATE_INTERRUPT | GATE_USER);
#endif
}

void desc_own_door(void)
{
#if defined(CONFIG_X86_SYSCALL)
	/* the stack segments' selectors follow from the code segments' */
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_STAR, (uint64_t)ABI_SEL_UCS << 48 | (uint64_t)SEL_KERNEL_CODE << 32 |
			(uintptr_t)X32_IPC_DOOR);
#elif defined(CONFIG_X86_SYSENTER)
	/* the selectors of both sides follow from the kernel's code segment */
	wrmsr(MSR_SYSENTER_CS, SEL_KERNEL_CODE);
	wrmsr(MSR_SYSENTER_SP, x86_stack_end());
	wrmsr(MSR_SYSENTER_IP, (uintptr_t)X32_IPC_DOOR);
#endif
}
