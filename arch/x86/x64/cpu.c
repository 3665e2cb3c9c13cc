/* SPDX-License-Identifier: BSD-2-Clause */
/* A feature that some processors show in long mode only. */
#include <kernel/print.h>
#include <arch/x86/x86.h>

void cpu_require(void)
{
	if (cpuid(0x80000001u, 0).edx & 1u << 11)
		return;
	print("CPU does not support all features (syscall) -- halting\n");
	for (;;)
		__asm__ volatile("cli; hlt");
}
