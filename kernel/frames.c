/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames of the kernel's own, read from the KIP while a port makes its page tables. */
#include <kernel/assert.h>
#include <kernel/frames.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <arch/memory.h>

#define MAX_KEPT	16

phys_t frames_end;

static struct frames kernel_frames[MAX_KEPT];
static unsigned kernel_frame_count;

/* Kernel memory among them. */
static struct frames kmem_block[MAX_KEPT];
static unsigned kmem_blocks;

COLD bool frames_are_kept(phys_t low, phys_t last)
{
	for (unsigned i = 0; i < kernel_frame_count; i++)
		if (low < kernel_frames[i].high && last >= kernel_frames[i].low)
			return true;
	return false;
}

COLD bool frames_keep(phys_t low, phys_t high)
{
	for (unsigned i = 0; i < kernel_frame_count; i++)
		if (low >= kernel_frames[i].low && high <= kernel_frames[i].high)
			return false;
	if (kernel_frame_count == MAX_KEPT)
		panic("too many pieces of kernel memory");
	kernel_frames[kernel_frame_count++] = (struct frames){ low, high };
	return true;
}

COLD phys_t frames_read(phys_t least, phys_t limit, phys_t unit)
{
	phys_t end = least;

	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		if (d.is_virtual || d.type == ABI_MEMDESC_SHARED ||
		    d.type == ABI_MEMDESC_UNDEFINED || d.low >= limit)
			continue;
		if (d.high >= limit)
			d.high = limit - 1;
		if (d.high >= end)
			end = (d.high | (unit - 1)) + 1;
		if (d.type == ABI_MEMDESC_RESERVED && frames_keep(d.low, (phys_t)d.high + 1))
			kmem_block[kmem_blocks++] = (struct frames){
				(d.low + KMEM_PAGE_SIZE - 1) & -(phys_t)KMEM_PAGE_SIZE,
				((phys_t)d.high + 1) & -(phys_t)KMEM_PAGE_SIZE,
			};
	}
	return end;
}

phys_t frames_first(void)
{
	return kmem_blocks ? kmem_block[0].low : 0;
}

COLD void *frames_take_page(void)
{
	for (unsigned i = 0; i < kmem_blocks; i++) {
		if (kmem_block[i].high - kmem_block[i].low < KMEM_PAGE_SIZE)
			continue;
		void *page = phys_to_virt(kmem_block[i].low);

		kmem_block[i].low += KMEM_PAGE_SIZE;
		return page;
	}
	panic("the boot loader has reserved no memory for the kernel");
}

COLD void frames_give(void)
{
	for (unsigned i = 0; i < kmem_blocks; i++)
		kmem_add(phys_to_virt(kmem_block[i].low), phys_to_virt(kmem_block[i].high));
}
