/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Without X86_IO_FLEXPAGES ports are everybody's, but through the map, at I/O privilege 0: with
 * privilege 3 users could hold off interrupts as well.  A zero bit allows a port; the byte after
 * the last must be all ones.
 */
#include <arch/x86/ports.h>
#include <arch/x86/stacks.h>

static struct {
	struct tss tss[X86_CPUS];
	uint8_t ports[X86_PORT_MAP_BYTES], end;
} __attribute__((packed, aligned(128))) task;

struct tss_place tss_init(void)
{
	struct tss *tss = &task.tss[x86_cpu_number()];

	tss->io_map = (uint16_t)(task.ports - (uint8_t *)tss);
	task.end = 0xff;
	return (struct tss_place){ tss, (uintptr_t)tss, (uint32_t)(&task.end - (uint8_t *)tss) };
}
