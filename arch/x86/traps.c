/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Traps that are nobody's system call: exceptions inside the kernel (which has none of its own, so
 * they are its end), NMI and machine checks.
 */
#include <kernel/print.h>
#include <kdb/hook.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>

const char *trap_name(unsigned vector)
{
	static const char *const names[] = {
		"divide error", "debug trap", "NMI", "breakpoint", "overflow", "bound range",
		"undefined instruction", "no FPU", "double fault", "FPU overrun", "invalid TSS",
		"absent segment", "stack fault", "protection fault", "page fault", "vector 15",
		"FPU error", "alignment check", "machine check", "SIMD error",
	};

	return vector < ARRAY_SIZE(names) ? names[vector] : "unknown trap";
}

static NORETURN void end_of_the_kernel(const struct trap_frame *frame)
{
	print("\nPANIC: %s in the kernel: instruction %lx, stack %lx, error %lx",
	      trap_name((unsigned)frame->vector), (unsigned long)frame->ip,
	      (unsigned long)trap_sp(frame), (unsigned long)frame->error);
	if (frame->vector == VEC_PAGE_FAULT)
		print(", address %lx", (unsigned long)read_cr2());
	print("\n");
	kdb_panic_at(frame);
}

ASM_CALLED void x86_kernel_trap(struct trap_frame *frame)
{
	if (trap_is_stray_step(frame))
		return;
	if (frame->vector != VEC_NMI)
		end_of_the_kernel(frame);
	kdb_nmi(frame);
}
