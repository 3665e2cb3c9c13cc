/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: which the boot loader has left to the kernel, and which users never get.  Read from the
 * KIP's memory descriptors while the kernel's page tables are made.
 */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <arch/memory.h>
#include <arch/x86/paging.h>
#include <arch/x86/x86.h>

struct x86_frames x86_kernel_frames[X86_KERNEL_FRAMES];
unsigned x86_kernel_frame_count;
phys_t x86_phys_end;

/* The frames that kernel memory is taken from, [low, high). */
static struct x86_frames kmem_block[X86_KERNEL_FRAMES];
static unsigned kmem_blocks;

void memory_keep(phys_t low, phys_t high)
{
	if (x86_kernel_frame_count == X86_KERNEL_FRAMES)
		panic("too many pieces of kernel memory");
	x86_kernel_frames[x86_kernel_frame_count++] = (struct x86_frames){ low, high };
}

void memory_keep_device(phys_t phys)
{
	for (unsigned i = 0; i < x86_kernel_frame_count; i++)
		if (x86_kernel_frames[i].low == phys)
			return;
	memory_keep(phys, phys + KMEM_PAGE_SIZE);
}

static phys_t physical_end(void)
{
	unsigned bits = cpuid(0x80000008u, 0).eax & 0xff;

	if (bits < 32 || bits > 52)
		bits = 36;
	if (bits > PHYS_BITS)
		bits = PHYS_BITS;
	/* where an address beyond can't be said, the last page is nobody's */
	return bits < 8 * sizeof(phys_t) ? (phys_t)1 << bits : -(phys_t)KMEM_PAGE_SIZE;
}

COLD phys_t memory_read_descriptors(phys_t least, phys_t limit, phys_t unit)
{
	phys_t end = least;

	x86_phys_end = physical_end();
	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		if (d.is_virtual || d.type == ABI_MEMDESC_SHARED ||
		    d.type == ABI_MEMDESC_UNDEFINED || d.low >= limit)
			continue;
		if (d.high >= limit)
			d.high = limit - 1;
		if (d.high >= end)
			end = (d.high | (unit - 1)) + 1;
		if (d.type != ABI_MEMDESC_RESERVED || kmem_blocks == X86_KERNEL_FRAMES)
			continue;
		memory_keep(d.low, (phys_t)d.high + 1);
		kmem_block[kmem_blocks++] = (struct x86_frames){
			(d.low + KMEM_PAGE_SIZE - 1) & -(phys_t)KMEM_PAGE_SIZE,
			((phys_t)d.high + 1) & -(phys_t)KMEM_PAGE_SIZE,
		};
	}
	return end;
}

phys_t memory_first(void)
{
	return kmem_blocks ? kmem_block[0].low : 0;
}

void *memory_take_page(void)
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

void memory_give(void)
{
	for (unsigned i = 0; i < kmem_blocks; i++)
		kmem_add(phys_to_virt(kmem_block[i].low), phys_to_virt(kmem_block[i].high));
}
