/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's half of every page table (layout.h), built once at boot from the section borders of
 * the image and the memory descriptors of the KIP.  Nothing is writable and executable, nor
 * writable here and executable there: the direct map shows the kernel's text and constants
 * read-only.  Until this has run, start.S's table shows the first gigabyte at both addresses.
 */
#include <kernel/assert.h>
#include <kernel/kmem.h>
#include <kernel/print.h>
#include <kernel/space.h>
#include <arch/memory.h>
#include <arch/pgtable.h>
#include <arch/utcb.h>
#include <arch/x86/ports.h>
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>
#include <arch/x86/x64/tables.h>

#define GIGABYTE	(1ul << 30)
#define LARGE_PAGE	(1ul << 21)
#define IMAGE_PDPT	510u		/* of VIRT_IMAGE in kernel_pdpt */
#define DIRECT_GIGABYTES	(DIRECT_MAP_LIMIT / GIGABYTE)
#define MIN_DIRECT	(4 * GIGABYTE)	/* firmware's tables and devices are below */

extern char image_start[], image_stubs[], image_stubs_end[], image_data[], image_end[];
extern char kernel_stack_guard[];

static uint64_t pt_image[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pt_alias[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pd_first[PG_ENTRIES] __attribute__((aligned(4096)));
static uint64_t pd_spare[PG_ENTRIES] __attribute__((aligned(4096)));
static bool spare_used;

phys_t x86_direct_end;
bool x86_has_1g;

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
	frames_keep(virt_to_phys(image_start), virt_to_phys(image_end));
}

void paging_map_device(uintptr_t virt, phys_t phys)
{
	pt_image[image_slot(virt)] = (phys & PG_PHYS_MASK) | PG_DATA | PG_UNCACHED;
	invlpg(virt);
	frames_keep(phys & PG_PHYS_MASK, (phys & PG_PHYS_MASK) + KMEM_PAGE_SIZE);
}

/* --- the direct map --------------------------------------------------------------------------- */

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
	pd = spare_used ? frames_take_page() : pd_spare;
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

static void map_memory(void)
{
	map_first_gigabyte();
	if (frames_first())
		map_gigabyte(frames_first() / GIGABYTE);
	for (unsigned g = 1; g < x86_direct_end / GIGABYTE; g++)
		map_gigabyte(g);
}

COLD void paging_init(void)
{
	x86_has_1g = cpuid(0x80000001u, 0).edx & 1u << 26;
	frames_end = cpu_physical_end();
	x86_direct_end = frames_read(MIN_DIRECT, DIRECT_MAP_LIMIT, GIGABYTE);
	if (x86_has_1g)		/* costs nothing then */
		x86_direct_end = DIRECT_MAP_LIMIT;
	map_image();
	map_memory();
	/* this runs by the table that it changes: at no moment is the image not there */
	kernel_pd[IMAGE_PHYS / LARGE_PAGE] = virt_to_phys(pt_image) | PG_TABLE | PG_USER;
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		if (i != IMAGE_PHYS / LARGE_PAGE)
			kernel_pd[i] = 0;
	kernel_pdpt[IMAGE_PDPT] = virt_to_phys(kernel_pd) | PG_TABLE | PG_USER;
	thread_table_init();
	kernel_pml4[0] = 0;
	kernel_pml4[PG_ENTRIES - 1] = virt_to_phys(kernel_pdpt) | PG_TABLE | PG_USER;
	write_cr3(virt_to_phys(kernel_pml4));
	blocks_init();
	print_init("memory: direct map of %lu GB in pages of %s\n",
		   (unsigned long)(x86_direct_end / GIGABYTE), x86_has_1g ? "1 GB" : "2 MB");
}

pte_t *paging_slot(uintptr_t virt)
{
	return &kernel_pd[pt_index(virt, 1)];
}

word_t paging_kernel_cr3(void)
{
	return virt_to_phys(kernel_pml4);
}

pte_t paging_kernel_entry(uintptr_t at)
{
	return kernel_pml4[pt_index(at, PT_LEVELS - 1)];
}

const void *paging_look(uint64_t phys, size_t bytes)
{
	return phys <= x86_direct_end - bytes ? phys_to_virt(phys) : NULL;
}

/* The kernel's slot in every address space. */
void arch_space_init(struct space *space)
{
	space->root[PG_ENTRIES - 1] = kernel_pml4[PG_ENTRIES - 1];
	port_window_show(space);
	space->arch.cr3 = virt_to_phys(space->root);
}
