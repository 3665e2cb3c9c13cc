/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's half of every page table (layout.h), built once at boot from the section borders of
 * the image and the memory descriptors of the KIP.  Nothing is writable and executable, nor
 * writable here and executable there: the direct map shows the kernel's text and constants
 * read-only.  Until this has run, start.S's table shows the first gigabyte at both addresses.
 */
#include <kernel/assert.h>
#include <kernel/kip.h>
#include <kernel/kmem.h>
#include <kernel/print.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/utcb.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/paging.h>

#define GIGABYTE	(1ul << 30)
#define LARGE_PAGE	(1ul << 21)
#define IMAGE_PDPT	510u		/* of VIRT_IMAGE in kernel_pdpt */
#define DIRECT_GIGABYTES	(DIRECT_MAP_LIMIT / GIGABYTE)
#define MIN_DIRECT	(4 * GIGABYTE)	/* firmware's tables and devices are below */

extern char image_start[], image_stubs[], image_stubs_end[], image_data[], image_end[];
extern char kernel_stack_guard[];
extern uint64_t kernel_pd[PG_ENTRIES];

static uint64_t pt_image[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pt_alias[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pd_first[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pd_spare[PG_ENTRIES] __attribute__((aligned(4096)));
static bool spare_used;

struct x86_frames x86_kernel_frames[X86_KERNEL_FRAMES];
unsigned x86_kernel_frame_count;
phys_t x86_phys_end, x86_direct_end;
bool x86_has_1g;
word_t x86_nx = PG_NO_EXECUTE;

/* The frames that kernel memory is taken from, [low, high). */
static struct x86_frames kmem_block[X86_KERNEL_FRAMES];
static unsigned kmem_blocks;

static void keep_from_users(phys_t low, phys_t high)
{
	if (x86_kernel_frame_count == X86_KERNEL_FRAMES)
		panic("too many pieces of kernel memory");
	x86_kernel_frames[x86_kernel_frame_count++] = (struct x86_frames){ low, high };
}

/* --- the image -------------------------------------------------------------------------------- */

static void image_page(unsigned i)
{
	phys_t phys = IMAGE_PHYS + (phys_t)i * KMEM_PAGE_SIZE;
	const char *at = (const char *)(VIRT_IMAGE + phys);

	if (at >= image_end) {
		pt_alias[i] = phys | PG_DATA;
	} else if (at >= image_data) {
		pt_alias[i] = phys | PG_DATA;
		pt_image[i] = at == kernel_stack_guard ? 0 : phys | PG_DATA;
	} else {
		pt_alias[i] = phys | PG_READ;
		if (at >= image_stubs_end)
			pt_image[i] = phys | PG_READ;
		else
			pt_image[i] = phys | PG_TEXT | (at >= image_stubs ? PG_USER : 0);
	}
}

static unsigned image_slot(uintptr_t virt)
{
	return (virt - VIRT_IMAGE - IMAGE_PHYS) / KMEM_PAGE_SIZE;
}

static void map_image(void)
{
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		image_page(i);
	pt_image[image_slot(VIRT_UTCB_WORD)] = virt_to_phys(utcb_current_page) | PG_READ | PG_USER;
	keep_from_users(virt_to_phys(image_start), virt_to_phys(image_end));
}

void paging_map_device(uintptr_t virt, phys_t phys)
{
	pt_image[image_slot(virt)] = (phys & PG_PHYS_MASK) | PG_DATA | PG_UNCACHED;
	invlpg(virt);
	for (unsigned i = 0; i < x86_kernel_frame_count; i++)
		if (x86_kernel_frames[i].low == (phys & PG_PHYS_MASK))
			return;
	keep_from_users(phys & PG_PHYS_MASK, (phys & PG_PHYS_MASK) + KMEM_PAGE_SIZE);
}

/* --- the direct map --------------------------------------------------------------------------- */

/* Kernel memory that was never given to the allocator: for page tables. */
static void *take_page(void)
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

/*
 * Show one gigabyte.  The first that needs a table of large pages takes the spare one; it is the
 * gigabyte in which kernel memory begins, so all further tables can be reached.
 */
static void map_gigabyte(unsigned g)
{
	uint64_t *pd;

	if (g == 0 || (kernel_pdpt[g] & PG_PRESENT))
		return;
	if (x86_has_1g) {
		kernel_pdpt[g] = g * GIGABYTE | PG_DATA | PG_LARGE;
		return;
	}
	pd = spare_used ? take_page() : pd_spare;
	spare_used = true;
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		pd[i] = (g * GIGABYTE + i * LARGE_PAGE) | PG_DATA | PG_LARGE;
	kernel_pdpt[g] = virt_to_phys(pd) | PG_TABLE;
}

static void map_first_gigabyte(void)
{
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		pd_first[i] = i * LARGE_PAGE | PG_DATA | PG_LARGE;
	pd_first[IMAGE_PHYS / LARGE_PAGE] = virt_to_phys(pt_alias) | PG_TABLE;
	kernel_pdpt[0] = virt_to_phys(pd_first) | PG_TABLE;
}

/* What the KIP's descriptors say: where memory ends, and which is the kernel's. */
static void read_descriptors(void)
{
	x86_direct_end = MIN_DIRECT;
	for (unsigned n = 0; n < kip_memory_descs(); n++) {
		struct memory_desc d = kip_memory_desc(n);

		if (d.is_virtual || d.type == ABI_MEMDESC_SHARED ||
		    d.type == ABI_MEMDESC_UNDEFINED || d.low >= DIRECT_MAP_LIMIT)
			continue;
		if (d.high >= DIRECT_MAP_LIMIT)
			d.high = DIRECT_MAP_LIMIT - 1;
		if (d.high >= x86_direct_end)
			x86_direct_end = (d.high | (GIGABYTE - 1)) + 1;
		if (d.type != ABI_MEMDESC_RESERVED || kmem_blocks == X86_KERNEL_FRAMES)
			continue;
		keep_from_users(d.low, d.high + 1);
		kmem_block[kmem_blocks++] = (struct x86_frames){
			(d.low + KMEM_PAGE_SIZE - 1) & -(phys_t)KMEM_PAGE_SIZE,
			(d.high + 1) & -(phys_t)KMEM_PAGE_SIZE,
		};
	}
	if (x86_has_1g)		/* costs nothing then */
		x86_direct_end = DIRECT_MAP_LIMIT;
}

static void map_memory(void)
{
	map_first_gigabyte();
	if (kmem_blocks)
		map_gigabyte(kmem_block[0].low / GIGABYTE);
	for (unsigned g = 1; g < x86_direct_end / GIGABYTE; g++)
		map_gigabyte(g);
}

static phys_t physical_end(void)
{
	unsigned bits = cpuid(0x80000008u, 0).eax & 0xff;

	return (phys_t)1 << (bits >= 32 && bits <= 52 ? bits : 36);
}

void paging_init(void)
{
	x86_has_1g = cpu_has_gigabyte_pages();
	x86_phys_end = physical_end();
	read_descriptors();
	map_image();
	map_memory();
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		kernel_pd[i] = 0;
	kernel_pd[IMAGE_PHYS / LARGE_PAGE] = virt_to_phys(pt_image) | PG_TABLE | PG_USER;
	kernel_pdpt[IMAGE_PDPT] = virt_to_phys(kernel_pd) | PG_TABLE | PG_USER;
	thread_table_init();
	kernel_pml4[0] = 0;
	kernel_pml4[PG_ENTRIES - 1] = virt_to_phys(kernel_pdpt) | PG_TABLE | PG_USER;
	write_cr3(virt_to_phys(kernel_pml4));
	for (unsigned i = 0; i < kmem_blocks; i++)
		kmem_add(phys_to_virt(kmem_block[i].low), phys_to_virt(kmem_block[i].high));
	print_init("memory: direct map of %lu GB in pages of %s\n",
		   (unsigned long)(x86_direct_end / GIGABYTE), x86_has_1g ? "1 GB" : "2 MB");
}
