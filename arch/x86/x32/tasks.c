/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Traps that are tasks (x32.h).  The processor puts all registers of what it interrupts into that
 * task's TSS, and takes them from there when the trap's task returns.  What it does not store is the
 * page table, and it disables the FPU, which fpu.c expects.
 */
#include <kernel/cpu.h>
#include <kernel/tcb.h>
#include <kernel/space.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/paging.h>
#include <arch/x86/x32/x32.h>
#include <arch/x86/x86.h>

extern char x32_task_entry[];

struct tss x32_all_tasks[X86_CPUS][TASKS] __attribute__((aligned(128)));

#ifdef CONFIG_X86_SYSCALL
const uint8_t x32_task_vectors[TASKS] = {
	VEC_DOUBLE_FAULT, VEC_NMI, VEC_DEBUG, VEC_MACHINE_CHECK,
};

extern char x86_trap[];

/*
 * A user's debug trap is turned into an ordinary one: the main task goes on as if it had come by its
 * gate.  In the kernel there is but one, a user's who steps through SYSCALL: the flag is dropped.
 */
static bool debug_trap(struct tss *from)
{
	struct gate_frame {
		uint32_t vector, error, ip, cs, flags, sp, ss;
	} *frame = (struct gate_frame *)(uintptr_t)x32_main_task->sp0 - 1;

	if (!(from->cs & 3)) {
		from->flags &= ~TRAP_FLAG_STEP;
		return true;
	}
	*frame = (struct gate_frame){
		.vector = VEC_DEBUG, .ip = from->ip, .cs = from->cs, .flags = from->flags,
		.sp = from->esp, .ss = from->ss,
	};
	from->ss = SEL_KERNEL_DATA;
	from->esp = (uintptr_t)frame;
	from->flags = 2;
	from->cs = SEL_KERNEL_CODE;
	from->ip = (uintptr_t)x86_trap;
	return true;
}

/* The page table in use: the key always is written before CR3 is. */
static word_t loaded_table(void)
{
	const struct arch_cpu *cpu = &this_cpu()->arch;

	if (cpu->switch_key)
		return cpu->switch_key;
	return cpu->fpu_owner ? cpu->fpu_owner->space->arch.cr3 : paging_kernel_cr3();
}
#else
const uint8_t x32_task_vectors[TASKS] = { VEC_DOUBLE_FAULT };

static bool debug_trap(struct tss *from)
{
	(void)from;
	return false;
}

static word_t loaded_table(void)
{
	return paging_kernel_cr3();
}
#endif

static void trap(const struct tss *from, unsigned vector)
{
	struct trap_frame frame = {
		.es = from->es, .ds = from->ds, .di = from->edi, .si = from->esi,
		.bp = from->ebp, .bx = from->ebx, .dx = from->edx, .cx = from->ecx,
		.ax = from->eax, .vector = vector, .ip = from->ip, .cs = from->cs,
		.flags = from->flags, .user_sp = from->esp, .user_ss = from->ss,
	};

	x86_kernel_trap(&frame);
}

/* Returning from here returns to the task that was interrupted. */
ASM_CALLED void x32_task_trap(unsigned n);
void x32_task_trap(unsigned n)
{
	const unsigned link = (x32_tasks[n].link & 0xffff) / 8 - SEL_TSS / 8;
	struct tss *from = link ? &x32_tasks[link - 1] : x32_main_task;

	if (x32_task_vectors[n] != VEC_DEBUG || !debug_trap(from))
		trap(from, x32_task_vectors[n]);
	if (from == x32_main_task)
		from->cr3 = loaded_table();
}

COLD void x32_tasks_init(void)
{
	for (unsigned n = 0; n < TASKS; n++)
		x32_tasks[n] = (struct tss){
			.cr3 = paging_kernel_cr3(),
			.ip = (uintptr_t)x32_task_entry,
			.esp = x86_trap_stack_end(n),
			.eax = n,
			.flags = 2,
			.cs = SEL_KERNEL_CODE, .ss = SEL_KERNEL_DATA,
			.ds = ABI_SEL_UDS, .es = ABI_SEL_UDS, .fs = ABI_SEL_UDS, .gs = ABI_SEL_UTCB,
			.io_map = sizeof(struct tss),
		};
}
