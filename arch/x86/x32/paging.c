/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's gigabyte of every page table (layout.h), built once at boot from the section borders
 * of the image and the memory descriptors of the KIP.  Nothing is writable and executable, as far as
 * the processor can tell (PAE).  Until this has run, start.S's table shows the first megabytes.
 */
#include <kernel/assert.h>
#include <kernel/cpu.h>
#include <kernel/kmem.h>
#include <kernel/print.h>
#include <arch/memory.h>
#include <arch/utcb.h>
#include <arch/x86/x32/tables.h>
#include <arch/x86/smp.h>
#include <arch/x86/x86.h>

#define REGION		((phys_t)1 << (12 + PT_LEVEL_BITS))	/* what one table shows */
#define IMAGE_REGION	((phys_t)IMAGE_PHYS & -REGION)
#define LOW_MEMORY	((phys_t)0x400000)	/* in the direct map in any case */
#define WINDOW(write)	((write) ? KMEM_PAGE_SIZE : 0)
#define CR4_PSE		0x10u
#define CPU_PSE		(1u << 3)
#define CPU_NX		(1u << 20)
#define EFER_NXE	0x800u

extern char image_start[], image_data[], image_end[], kernel_stack_guard[];
extern char image_text_end[];

pte_t kernel_pt_last[PG_ENTRIES] __attribute__((aligned(4096)));
phys_t x86_direct_end;

#ifdef CONFIG_X86_PAE
pte_t x86_nx;

static void find_features(void)
{
	if (!(cpuid(0x80000001u, 0).edx & CPU_NX))
		return;
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
	x86_nx = (pte_t)1 << 63;
}

word_t paging_kernel_cr3(void)
{
	return virt_to_phys(kernel_pdpt);
}
/* The kernel's gigabyte in every address space. */
void arch_space_init(struct space *space)
{
	pte_t *pointers = directory_pointers(space);

	for (unsigned i = 0; i < USER_DIRECTORIES; i++)
		pointers[i] = virt_to_phys(space->root + i * PG_ENTRIES) | PG_PRESENT;
	pointers[USER_DIRECTORIES] = virt_to_phys(kernel_pd) | PG_PRESENT;
	space->arch.cr3 = (word_t)virt_to_phys(pointers);
}
#else
bool x86_has_pse;

static void find_features(void)
{
	x86_has_pse = cpuid(1, 0).edx & CPU_PSE;
	if (x86_has_pse)
		write_cr4(read_cr4() | CR4_PSE);
}

word_t paging_kernel_cr3(void)
{
	return virt_to_phys(kernel_pd);
}

void arch_space_init(struct space *space)
{
	for (unsigned i = pt_index(VIRT_KERNEL, 1); i < PG_ENTRIES; i++)
		space->root[i] = kernel_pd[i];
	space->arch.cr3 = virt_to_phys(space->root);
}
#endif

pte_t *paging_slot(uintptr_t virt)
{
	return kernel_pd_slot(virt);
}

pte_t paging_kernel_entry(uintptr_t at)
{
	return *kernel_pd_slot(at);
}

/* --- the direct map ------------------------------------------------------------------------------ */

static pte_t image_page(phys_t phys)
{
	const char *at = phys_to_virt(phys);

	if (at == kernel_stack_guard)
		return 0;
	if (at < image_start || at >= image_data)
		return phys | PG_DATA;
	if (at < image_text_end)
		return phys | PG_TEXT;
	return phys | PG_READ;
}

static void map_image(void)
{
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		kernel_pt_image[i] = image_page(IMAGE_REGION + (phys_t)i * KMEM_PAGE_SIZE);
	*kernel_pd_slot(VIRT_DIRECT + (uintptr_t)IMAGE_REGION) =
		virt_to_phys(kernel_pt_image) | PG_TABLE;
	frames_keep(virt_to_phys(image_start), virt_to_phys(image_end));
}

/* A table, where pages are small: the first is a spare one; it shows where kernel memory begins, so
 * all further tables can be reached. */
static pte_t *take_table(void)
{
	static pte_t spare[PG_ENTRIES] __attribute__((aligned(4096)));
	static bool spare_used;

	if (spare_used)
		return frames_take_page();
	spare_used = true;
	return spare;
}

static void map_region(phys_t at)
{
	pte_t *slot = kernel_pd_slot(VIRT_DIRECT + (uintptr_t)at), *table;

	if (at == IMAGE_REGION || (at != 0 && pte_is_present(*slot)))
		return;
	if (x86_has_pse) {
		*slot = at | PG_DATA | PG_LARGE;
		return;
	}
	table = take_table();
	for (unsigned i = 0; i < PG_ENTRIES; i++)
		table[i] = (at + (phys_t)i * KMEM_PAGE_SIZE) | PG_DATA;
	*slot = virt_to_phys(table) | PG_TABLE;
}

static void map_memory(void)
{
	map_region(frames_first() & -REGION);
	for (phys_t at = frames_first() & -REGION; at < x86_direct_end; at += REGION)
		map_region(at);
	for (phys_t at = 0; at < x86_direct_end; at += REGION)
		map_region(at);
}

/* --- the last table ------------------------------------------------------------------------------ */

static void map_last(void)
{
	*kernel_last_slot(VIRT_UTCB_WORD) = virt_to_phys(utcb_current_page) | PG_READ | PG_USER;
	thread_table_init();
	*kernel_pd_slot(VIRT_UTCB_WORD) = virt_to_phys(kernel_pt_last) | PG_TABLE | PG_USER;
}

void paging_map_device(uintptr_t virt, phys_t phys)
{
	*kernel_last_slot(virt) = (phys & PG_PHYS_MASK) | PG_DATA | PG_UNCACHED;
	invlpg(virt);
	frames_keep(phys & PG_PHYS_MASK, (phys & PG_PHYS_MASK) + KMEM_PAGE_SIZE);
}

const void *paging_look(uint64_t phys, size_t bytes)
{
	static uintptr_t next = VIRT_LOOK;
	const uintptr_t offset = (uintptr_t)phys & (KMEM_PAGE_SIZE - 1);
	uintptr_t at = next;

	if (phys <= x86_direct_end - bytes)
		return phys_to_virt((phys_t)phys);
	if ((phys + bytes) >> PHYS_BITS || offset + bytes > VIRT_LOOK_END - next)
		return NULL;
	for (phys_t frame = (phys_t)phys - offset; next < at + offset + bytes;
	     frame += KMEM_PAGE_SIZE, next += KMEM_PAGE_SIZE)
		*kernel_last_slot(next) = frame | PG_READ;
	return (const void *)(at + offset);
}

#ifdef CONFIG_SMP
static uintptr_t windows_begin(void)
{
	return (uintptr_t)this_cpu() + CPU_WINDOWS;
}

static pte_t *window_page(uintptr_t at)
{
	return block_page(at);
}
#else
#define windows_begin()	VIRT_WINDOWS
#define window_page(at)	kernel_last_slot(at)
#endif

void *window_open(phys_t frame, bool write)
{
	const phys_t offset = KMEM_PAGE_SIZE - 1;
	uintptr_t at = windows_begin() + WINDOW(write);

	*window_page(at) = (frame & ~offset) | (write ? PG_DATA : PG_READ);
	invlpg(at);
	return (void *)(at + (uintptr_t)(frame & offset));
}

COLD void paging_init(void)
{
	find_features();
	frames_end = cpu_physical_end();
	x86_direct_end = frames_read(LOW_MEMORY, DIRECT_MAP_LIMIT, REGION);
	map_image();
	map_memory();
	map_last();
#ifdef CONFIG_X86_PAE
	kernel_pdpt[0] = 0;
#else
	kernel_pd[0] = 0;
#endif
	write_cr3(paging_kernel_cr3());
	blocks_init();
	print_init("memory: direct map of %lu MB in pages of %lu KB\n",
		   (unsigned long)(x86_direct_end >> 20),
		   (unsigned long)(x86_has_pse ? REGION >> 10 : KMEM_PAGE_SIZE >> 10));
}
