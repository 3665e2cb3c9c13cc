/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's memory, what becomes of threads and spaces, and reading a program's text. */
#include <kernel/assert.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/cpu.h>
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

void arch_thread_retire(struct tcb *t)
{
	fpu_drop(t);
}

bool mips_user_instruction(const struct space *space, word_t ip, uint32_t *code)
{
	phys_t frame;
	unsigned rights, level;

	if ((ip & 3) || !space_lookup(space, ip, &frame, &rights, &level))
		return false;
	uint32_t *p = user_open(space, ip, frame + (ip & (KMEM_PAGE_SIZE - 1)), false);

	if (!p)
		return false;
	*code = *(const volatile uint32_t *)p;
	user_close(p);
	return true;
}
