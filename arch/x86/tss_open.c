/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Without X86_IO_FLEXPAGES ports are everybody's, but through the map, at I/O privilege 0: with
 * privilege 3 users could hold off interrupts as well.  A zero bit allows a port; the byte after
 * the last must be all ones.
 */
#include <arch/x86/ports.h>
#include <arch/x86/desc.h>

static struct {
	struct tss tss;
	uint8_t ports[X86_PORT_MAP_BYTES], end;
} __attribute__((packed, aligned(128))) task;

struct tss_place tss_init(void)
{
	task.tss.io_map = sizeof(struct tss);
	task.end = 0xff;
	return (struct tss_place){ &task.tss, (uintptr_t)&task, sizeof(task) - 1 };
}
