/* SPDX-License-Identifier: BSD-2-Clause */
/* From start.S to the core's start: every room is set up in the order of what it needs. */
#include <kernel/entry.h>
#include <kernel/print.h>
#include <kernel/string.h>
#include <arch/clock.h>
#include <arch/table.h>
#include <arch/mips64/mips.h>

extern const char mips_vectors[], mips_vectors_end[];

static void install_vectors(void)
{
	size_t bytes = (size_t)(mips_vectors_end - mips_vectors);

	memcpy((void *)VIRT_IMAGE, mips_vectors, bytes);
	cache_publish((void *)VIRT_IMAGE, bytes);
	write_c0_status(STATUS_KERNEL);		/* no longer the firmware's */
	c0_hazard();
}

/* Called by start.S on the kernel stack; answers with the first thread to run. */
ASM_CALLED struct tcb *mips_start(void);
struct tcb *mips_start(void)
{
	cache_init();
	tlb_init();
	install_vectors();
	plat_console_init();
	memory_init();
	thread_table_init();
	print_init("processor: id %x, configuration %x\n", read_c0_prid(), read_c0_config());
	plat_init();
	return kernel_start();
}
