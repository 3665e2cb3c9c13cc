/* SPDX-License-Identifier: BSD-2-Clause */
/* From the first instructions (start.S) to the core's start: rooms are set up in the order of need. */
#include <kernel/cpu.h>
#include <kernel/entry.h>
#include <kernel/print.h>
#include <arch/memory.h>
#include <arch/x86/desc.h>
#include <arch/x86/entry.h>
#include <arch/x86/x86.h>
#include <arch/x86/paging.h>

static COLD void print_processor(void)
{
	static const char *const features[] = { "smep", "smap", "umip", "xsave" };
	static const uint32_t bits[] = { CR4_SMEP, CR4_SMAP, CR4_UMIP, CR4_OSXSAVE };
	struct cpuid c = cpuid(0, 0);
	char vendor[13] = { 0 };

	for (unsigned i = 0; i < 4; i++) {
		vendor[i] = (char)(c.ebx >> (8 * i));
		vendor[4 + i] = (char)(c.edx >> (8 * i));
		vendor[8 + i] = (char)(c.ecx >> (8 * i));
	}
	print_init("processor: %s, signature %x, uses", vendor, cpuid(1, 0).eax);
	for (unsigned i = 0; i < ARRAY_SIZE(features); i++)
		if (cpuid(0, 0).eax && read_cr4() & bits[i])
			print_init(" %s", features[i]);
	print_init("\n");
}

/* Called by start.S, on a stack in the image. */
ASM_CALLED void x86_start_paging(void);
void x86_start_paging(void)
{
	plat_console_init();
	cpu_require();
	paging_init();
}

/* The same, on the kernel stack; answers with the first thread to run. */
ASM_CALLED struct tcb *x86_start(void);
struct tcb *x86_start(void)
{
	frames_give();
	desc_init();
	cpu_init();
	fpu_init();
	this_cpu()->arch.switch_key = paging_kernel_cr3();
	print_processor();
	plat_init();
	return kernel_start();
}
