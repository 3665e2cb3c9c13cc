/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's memory, what becomes of threads and spaces, and reading a program's text. */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <kernel/space.h>
#include <kernel/tcb.h>
#include <arch/cpu.h>
#include <arch/mips64/mips.h>

extern char image_start[], image_end[];

struct mips_frames mips_kernel_frames[MIPS_KERNEL_FRAMES];
unsigned mips_kernel_frame_count;
phys_t mips_memory_end;

static void keep_from_users(phys_t low, phys_t high)
{
	if (mips_kernel_frame_count == MIPS_KERNEL_FRAMES)
		panic("too many pieces of kernel memory");
	mips_kernel_frames[mips_kernel_frame_count++] = (struct mips_frames){ low, high };
}

void memory_init(void)
{
	const phys_t page = KMEM_PAGE_SIZE;

	keep_from_users(0, VECTORS_BYTES);
	keep_from_users(virt_to_phys(image_start), virt_to_phys(image_end));
	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		if (d.is_virtual || d.type == ABI_MEMDESC_SHARED ||
		    d.type == ABI_MEMDESC_UNDEFINED || d.high >= arch_user_phys_end())
			continue;
		if (d.high >= mips_memory_end)
			mips_memory_end = d.high + 1;
		if (d.type != ABI_MEMDESC_RESERVED)
			continue;
		if (d.high < VECTORS_BYTES)
			continue;
		keep_from_users(d.low, d.high + 1);
		kmem_add(phys_to_virt((d.low + page - 1) & -page),
			 phys_to_virt((d.high + 1) & -page));
	}
	if (mips_kernel_frame_count == 2)
		panic("the boot loader has reserved no memory for the kernel");
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
