/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's memory; what programs say of a space. */
#include <kernel/assert.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/mips64/mips.h>

extern char image_start[], image_end[];

phys_t mips_memory_end;

void memory_init(void)
{
	frames_end = (phys_t)1 << PHYS_BITS;
	frames_keep(0, VECTORS_BYTES);
	frames_keep(virt_to_phys(image_start), virt_to_phys(image_end));
	mips_memory_end = frames_read(0, frames_end, 1);
	if (!frames_first())
		panic("the boot loader has reserved no memory for the kernel");
	frames_give();
}

/* No bit of the control word means anything. */
word_t arch_space_control(struct space *space, word_t control)
{
	(void)space, (void)control;
	return 0;
}
