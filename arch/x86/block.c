/* SPDX-License-Identifier: BSD-2-Clause */
/* Blocks of the CPUs (block.h): the tables that show them, and their memory. */
#include <kernel/cpu.h>
#include <kernel/kmem.h>
#include <kernel/string.h>
#include <arch/memory.h>
#include <arch/x86/desc.h>
#include <arch/x86/block.h>
#include <arch/x86/paging.h>
#include <arch/x86/smp.h>

#define BLOCK_PAGES	(CPU_BLOCK / KMEM_PAGE_SIZE)
#define BLOCK_TABLES		((CONFIG_SMP_MAX_PROCS * BLOCK_PAGES + PG_ENTRIES - 1) / PG_ENTRIES)

_Static_assert(sizeof(struct cpu) <= CPU_STACK_GUARD, "struct cpu ends before its stack's guard");

static pte_t block_tables[BLOCK_TABLES][PG_ENTRIES] __attribute__((aligned(4096)));

/* What has memory, [from, to) of each. */
static const struct {
	unsigned from, to;
} block_parts[] = {
	{ 0, sizeof(struct cpu) },
	{ CPU_STACK, CPU_STACK_TOP },
	{ CPU_UTCB_WORD, CPU_UTCB_WORD + KMEM_PAGE_SIZE },
	{ CPU_TRAP_STACKS, CPU_TRAP_STACKS + X86_TRAP_STACKS * X86_TRAP_STACK },
};

static pte_t *block_slot(unsigned cpu, unsigned offset)
{
	unsigned page = cpu * BLOCK_PAGES + offset / KMEM_PAGE_SIZE;

	return &block_tables[page / PG_ENTRIES][page % PG_ENTRIES];
}

static void block_free(unsigned number)
{
	for (unsigned at = 0; at < CPU_BLOCK; at += KMEM_PAGE_SIZE)
		if (*block_slot(number, at))
			kmem_free_pages(phys_to_virt(pte_phys(*block_slot(number, at))), 0);
	memset(block_slot(number, 0), 0, BLOCK_PAGES * sizeof(pte_t));
}

static void *block_take_page(void)
{
	void *page = frames_take_page();

	memset(page, 0, KMEM_PAGE_SIZE);
	return page;
}

/* Before kernel memory is the allocator's, the boot CPU's is taken from what that will get. */
COLD struct cpu *block_make(unsigned number)
{
	struct cpu *cpu = (struct cpu *)(VIRT_CPUS + number * CPU_BLOCK);

	for (unsigned i = 0; i < ARRAY_SIZE(block_parts); i++)
		for (unsigned at = block_parts[i].from; at < block_parts[i].to; at += KMEM_PAGE_SIZE) {
			void *page = number ? kmem_alloc_pages(0, KMEM_PRIVILEGED) : block_take_page();

			if (!page) {
				block_free(number);
				return NULL;
			}
			*block_slot(number, at) = virt_to_phys(page) | PG_DATA;
		}
	*block_slot(number, CPU_UTCB_SHOWN) =
		pte_phys(*block_slot(number, CPU_UTCB_WORD)) | PG_READ | PG_USER;
	cpu->number = (uint16_t)number;
	cpus[number] = cpu;
	return cpu;
}

pte_t *block_page(uintptr_t at)
{
	return block_slot(0, (unsigned)(at - VIRT_CPUS));
}

COLD void blocks_init(void)
{
	for (unsigned i = 0; i < BLOCK_TABLES; i++)
		*paging_slot(VIRT_CPUS + i * PG_ENTRIES * KMEM_PAGE_SIZE) =
			virt_to_phys(block_tables[i]) | PG_TABLE | PG_USER;
	block_make(0);
}
