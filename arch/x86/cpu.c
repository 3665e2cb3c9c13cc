/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor's features.  start.S has stopped processors that lack what the kernel can't do
 * without; here is switched on what helps where it exists.
 */
#include <kernel/print.h>
#include <arch/attribute.h>
#include <arch/layout.h>
#include <arch/x86/x86.h>

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
	struct cpuid c = { leaf & 0x80000000u, 0, 0, 0 };

	if (!cpu_has_cpuid())
		return (struct cpuid){ 0, 0, 0, 0 };
	__asm__ volatile("cpuid" : "+a" (c.eax), "=b" (c.ebx), "+c" (c.ecx), "=d" (c.edx));
	if (c.eax < leaf)
		return (struct cpuid){ 0, 0, 0, 0 };
	c.eax = leaf;
	c.ecx = subleaf;
	__asm__ volatile("cpuid" : "+a" (c.eax), "=b" (c.ebx), "+c" (c.ecx), "=d" (c.edx));
	return c;
}

COLD phys_t cpu_physical_end(void)
{
	unsigned bits = cpuid(0x80000008u, 0).eax & 0xff;

	if (bits < 32 || bits > 52)
		bits = 36;
	if (bits > PHYS_BITS)
		bits = PHYS_BITS;
	/* where an address beyond can't be said, the last page is nobody's */
	return bits < 8 * sizeof(phys_t) ? (phys_t)1 << bits : -(phys_t)4096;
}

/* A feature that some processors show in long mode only. */
void cpu_require(void)
{
	if (ABI_WORD_BITS == 32 || cpuid(0x80000001u, 0).edx & 1u << 11)
		return;
	print("CPU does not support all features (syscall) -- halting\n");
	for (;;)
		__asm__ volatile("cli; hlt");
}

bool x86_has_pat;

/* The table of attributes: write back, write through, uncached unless a range register says
 * otherwise, uncached; write combining in the fifth place, write protected in the last. */
static void pat_init(void)
{
	x86_has_pat = cpuid(1, 0).edx & 1u << 16;
	if (x86_has_pat)
		wrmsr(MSR_PAT, 0x0507040100070406ull);
}

/* Users may read the time-stamp counter and nothing else of the processor's. */
COLD void cpu_init(void)
{
	struct cpuid leaf1 = cpuid(1, 0), leaf7 = cpuid(7, 0);
	word_t cr4 = 0;

	if (leaf1.edx & 1u << 7)
		cr4 |= CR4_MCE;
	if (leaf1.edx & 1u << 13)
		cr4 |= CR4_PGE;
	if (leaf1.edx & 1u << 24)
		cr4 |= CR4_OSFXSR;
	if (leaf1.edx & 1u << 25)
		cr4 |= CR4_OSXMMEXCPT;
	if (leaf7.ebx & 1u << 7)
		cr4 |= CR4_SMEP;
	if (leaf7.ebx & 1u << 20)
		cr4 |= CR4_SMAP;
	if (leaf7.ecx & 1u << 2)
		cr4 |= CR4_UMIP;
	pat_init();
	if (cr4)		/* old processors have no such register */
		write_cr4(read_cr4() | cr4);
}
