/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's features.  start.S has stopped processors that lack what the kernel can't do
 * without, but for one that some show in long mode only; here is switched on what helps where it
 * exists.
 */
#include <kernel/print.h>
#include <arch/x86/x86.h>

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct cpuid c = { leaf & 0x80000000u, 0, 0, 0 };

	__asm__ volatile("cpuid" : "+a" (c.eax), "=b" (c.ebx), "+c" (c.ecx), "=d" (c.edx));
	if (c.eax < leaf)
		return (struct cpuid){ 0, 0, 0, 0 };
	c.eax = leaf;
	c.ecx = subleaf;
	__asm__ volatile("cpuid" : "+a" (c.eax), "=b" (c.ebx), "+c" (c.ecx), "=d" (c.edx));
	return c;
}

/* Users may read the time-stamp counter and nothing else of the processor's. */
void cpu_init(void)
{
	struct cpuid leaf7 = cpuid(7, 0);
	word_t cr4 = read_cr4() | CR4_PGE | CR4_OSFXSR | CR4_OSXMMEXCPT;

	if (cpuid(1, 0).edx & 1u << 7)
		cr4 |= CR4_MCE;
	if (leaf7.ebx & 1u << 7)
		cr4 |= CR4_SMEP;
	if (leaf7.ebx & 1u << 20)
		cr4 |= CR4_SMAP;
	if (leaf7.ecx & 1u << 2)
		cr4 |= CR4_UMIP;
	write_cr4(cr4);
}

void cpu_require_syscall(void)
{
	if (cpuid(0x80000001u, 0).edx & 1u << 11)
		return;
	print("CPU does not support all features (syscall) -- halting\n");
	for (;;)
		__asm__ volatile("cli; hlt");
}

bool cpu_has_gigabyte_pages(void)
{
	return cpuid(0x80000001u, 0).edx & 1u << 26;
}
